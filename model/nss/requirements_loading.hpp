// SPDX-License-Identifier: Apache-2.0
// Named saved systems: requirements on IPL, QUERY NSS and PURGE NSS.
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::nss::req {

inline constexpr Requirement nss_050{
    "NSS-050", "IPL of a name is a class G command and loads a saved system.", "V5, V2", "DOC"};

inline constexpr Requirement nss_051{
    "NSS-051",
    "After IPL the guest goes on with the state that was saved, at the PSW that was saved.",
    "V2, SD1",
    "INF",
    Level::note};

inline constexpr Requirement nss_052{
    "NSS-052",
    "MINSIZE is the smallest storage of a virtual machine that may IPL the system.",
    "SD1, V1",
    "SEED"};

inline constexpr Requirement nss_053{
    "NSS-053",
    "With less storage than MINSIZE an IPL is refused, with as much it is not.",
    "SD1",
    "INF",
    Level::note};

inline constexpr Requirement nss_054{"NSS-054",
                                     "Without MINSIZE the highest page of the ranges is the bound.",
                                     "none",
                                     "INF",
                                     Level::note};

inline constexpr Requirement nss_055{
    "NSS-055",
    "IPL of a restricted system without a NAMESAVE statement is refused.",
    "V2, V3",
    "DOC"};

inline constexpr Requirement nss_056{"NSS-056",
                                     "With VMGROUP the users of the system form a group.",
                                     "V1",
                                     "none",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "what that means was not seen"};

inline constexpr Requirement nss_057{
    "NSS-057",
    "PARMREGS=m-n names the registers that get the text after IPL ... PARM; NONE refuses PARM.",
    "V1, V7, C6",
    "DOC",
    Level::must,
    Coverage::precondition,
    "the keyword is of a command's text: pathproof nss-definition reads it; its meaning is "
    "inferred"};

inline constexpr Requirement nss_058{
    "NSS-058",
    "QUERY NSS shows the class of each file, who saved it (A, R, P) and who defined it (S).",
    "V4",
    "DOC"};

inline constexpr Requirement nss_059{"NSS-059",
                                     "Programs find columns by the line of headings.",
                                     "V4",
                                     "INF",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "about the text of an answer"};

inline constexpr Requirement nss_060{
    "NSS-060", "PURGE NSS of a file in use makes it P, of another one removes it.", "V3", "DOC"};

inline constexpr Requirement nss_061{
    "NSS-061",
    "CP keeps the users of a loaded system, and counts none when there are none.",
    "V7",
    "DOC"};

} // namespace pathproof::nss::req
