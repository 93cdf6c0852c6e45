// SPDX-License-Identifier: Apache-2.0
// Named saved systems: requirements on DEFSYS, its ranges of pages and their codes.
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::nss::req {

inline constexpr std::string_view of_the_line =
    "about the text of a command: pathproof nss-definition reads it";

inline constexpr Requirement nss_001{
    "NSS-001",
    "DEFSYS needs privilege class E and makes a skeleton (class S): a descriptor without data.",
    "V1",
    "DOC"};

inline constexpr Requirement nss_002{
    "NSS-002",
    "DEFSYS name range type [range type ...] [MINSIZE=nnnnnnnK or nnnnM] [RSTD] [PARMREGS=m-n or "
    "NONE] [VMGROUP] [MACHMODE mode,...].",
    "V1",
    "DOC",
    Level::must,
    Coverage::precondition,
    of_the_line};

inline constexpr Requirement nss_003{"NSS-003",
                                     "A range is followed directly by its page code.",
                                     "SD1",
                                     "SEED",
                                     Level::must,
                                     Coverage::precondition,
                                     of_the_line};

inline constexpr Requirement nss_004{"NSS-004",
                                     "The name has 1 to 8 alphanumeric characters.",
                                     "V1, V5",
                                     "DOC",
                                     Level::must,
                                     Coverage::precondition,
                                     of_the_line};

inline constexpr Requirement nss_005{
    "NSS-005",
    "A name that is also a hexadecimal device number is of no use: IPL takes the device. LOADDEV "
    "and DUMPDEV are reserved.",
    "V1",
    "DOC",
    Level::must,
    Coverage::precondition,
    of_the_line};

inline constexpr Requirement nss_006{
    "NSS-006", "A skeleton cannot be IPLed: users have access only after SAVESYS.", "V1", "DOC"};

inline constexpr Requirement nss_007{
    "NSS-007",
    "The ends of a range are hexadecimal numbers of pages, both included; equal ends mean one.",
    "V1",
    "DOC",
    Level::must,
    Coverage::precondition,
    of_the_line};

inline constexpr Requirement nss_008{"NSS-008",
                                     "The number of a page is its address divided by 1000 hex.",
                                     "V1",
                                     "DOC",
                                     Level::must,
                                     Coverage::precondition,
                                     of_the_line};

inline constexpr Requirement nss_009{
    "NSS-009",
    "The highest page is 7FEFF in the edition that was read.",
    "V1, C7",
    "DOC",
    Level::must,
    Coverage::precondition,
    "about the text of a command, and higher in newer systems: pathproof nss-definition warns"};

inline constexpr Requirement nss_010{
    "NSS-010",
    "A range may span segments of 1 MB, and a segment may have several ranges.",
    "V1",
    "DOC"};

inline constexpr Requirement nss_011{
    "NSS-011",
    "A segment has 256 pages, and all ranges in one are exclusive or all are shared.",
    "V1",
    "DOC"};

inline constexpr Requirement nss_012{
    "NSS-012",
    "Pages of a used segment that are in no range have no data saved: in a shared segment they are "
    "shared and read-only, in an exclusive one as EN.",
    "V1",
    "DOC"};

inline constexpr Requirement nss_013{"NSS-013",
                                     "A definition has at most 64 ranges.",
                                     "none",
                                     "none",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "no source that was read confirms the number"};

inline constexpr Requirement nss_014{"NSS-014",
                                     "Ranges that overlap, descend or are reversed are refused.",
                                     "none",
                                     "INF",
                                     Level::note};

inline constexpr Requirement nss_015{
    "NSS-015",
    "Of one name only one DEFSYS or SAVESYS runs at a time; a second one waits.",
    "V2",
    "DOC"};

inline constexpr Requirement nss_016{"NSS-016",
                                     "Of DEFSEG and SAVESEG only one runs at a time for any name.",
                                     "V6",
                                     "DOC",
                                     Level::must,
                                     Coverage::not_modelled,
                                     "about segments, not about systems"};

inline constexpr Requirement nss_020{
    "NSS-020",
    "The first letter of a page code: E exclusive, S shared. The second: R read-only, W "
    "read/write, N read/write without data saved, C read-only to users.",
    "V1",
    "DOC"};

inline constexpr Requirement nss_021{
    "NSS-021", "No user sees what another one stores into an EW page.", "V1", "INF", Level::note};

inline constexpr Requirement nss_022{
    "NSS-022",
    "What one user stores into an SW page all users of the same copy see.",
    "V1",
    "INF",
    Level::note};

inline constexpr Requirement nss_023{
    "NSS-023",
    "A store into an SR page is refused with a protection exception.",
    "V1",
    "INF",
    Level::note};

inline constexpr Requirement nss_024{"NSS-024",
                                     "Neither SC nor RSTD goes with LOADNSHR.",
                                     "V6",
                                     "DOC",
                                     Level::must,
                                     Coverage::not_modelled,
                                     "options of DEFSEG, not of DEFSYS"};

} // namespace pathproof::nss::req
