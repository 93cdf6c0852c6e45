// SPDX-License-Identifier: Apache-2.0
// Named saved systems: requirements on SAVESYS and on what becomes of copies, and on the EXEC that
// saves a Linux (SAVELX).
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::nss::req {

inline constexpr Requirement nss_030{
    "NSS-030", "SAVESYS needs class E, and a skeleton of that name.", "V2", "DOC"};

inline constexpr Requirement nss_031{
    "NSS-031",
    "It saves pages, storage keys and the state of the machine that issues it.",
    "V2, SD1",
    "DOC"};

inline constexpr Requirement nss_032{
    "NSS-032", "With success S becomes A, or R if RSTD was given.", "V2", "DOC"};

inline constexpr Requirement nss_033{
    "NSS-033",
    "An A may be loaded by any user, an R only by those with a NAMESAVE statement for it.",
    "V2, V3",
    "DOC"};

inline constexpr Requirement nss_034{
    "NSS-034", "There is at most one available (A or R) system of a name.", "V2", "DOC"};

inline constexpr Requirement nss_035{
    "NSS-035",
    "When a new copy is saved, the older available one becomes P (pending purge).",
    "V2, V3",
    "INF",
    Level::note};

inline constexpr Requirement nss_036{
    "NSS-036",
    "A P is deleted when the last user releases it, or at the next IPL or restart of the system.",
    "V3",
    "DOC"};

inline constexpr Requirement nss_037{
    "NSS-037",
    "Users of an older copy keep it unharmed; an IPL after the SAVESYS gets the new one.",
    "V3",
    "INF",
    Level::note};

inline constexpr Requirement nss_038{
    "NSS-038", "An older copy without users is gone at once.", "V3", "INF", Level::note};

inline constexpr Requirement nss_039{
    "NSS-039",
    "If the old copy or the new one is a CP system service, the new copy cannot be saved.",
    "V2",
    "DOC"};

inline constexpr Requirement nss_040{
    "NSS-040",
    "PURGE NSS during SAVESYS ends it: no part of a file remains, and the skeleton is gone too.",
    "V2",
    "DOC"};

inline constexpr Requirement nss_041{
    "NSS-041",
    "Of pages without data saved neither contents nor keys are kept: who touches one sees zeros.",
    "V2",
    "DOC"};

inline constexpr Requirement nss_042{
    "NSS-042",
    "Without a skeleton of a system, but with one of a segment, SAVESYS acts like SAVESEG.",
    "V2",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "segments are not modelled"};

inline constexpr Requirement nss_043{
    "NSS-043",
    "With MACHMODE, SAVESYS works only when the machine is in one of the modes named.",
    "V2",
    "DOC"};

inline constexpr Requirement nss_044{
    "NSS-044",
    "SAVESYS without a skeleton is an error. Linux expects codes of 263 and more, and 1 for a "
    "missing class.",
    "C6",
    "CODE",
    Level::note};

inline constexpr Requirement nss_070{
    "NSS-070",
    "SAVELX is called with the name of the system and a device number, by a class E user.",
    "SD1",
    "SEED"};

inline constexpr Requirement nss_071{
    "NSS-071",
    "The saver's storage is the smallest that users shall have; at least 64 MB are advised.",
    "SD1",
    "SEED",
    Level::must,
    Coverage::precondition,
    "the kit says how large the saver's storage is (configure.administrator)"};

inline constexpr Requirement nss_072{
    "NSS-072", "MINSIZE is the size of the saver's own storage.", "SD1", "SEED"};

inline constexpr Requirement nss_073{
    "NSS-073",
    "The terminal's line-end character separates several CP commands in one string.",
    "SD1",
    "SEED",
    Level::must,
    Coverage::not_modelled,
    "labels are commands, one each"};

inline constexpr Requirement nss_074{
    "NSS-074",
    "In this order: define, arm the stop, IPL the device, stop at X'10000', SAVESYS, TRACE END.",
    "SD1",
    "SEED"};

inline constexpr Requirement nss_075{
    "NSS-075",
    "SAVESYS runs at the stop, neither earlier nor after Linux has gone on.",
    "SD1",
    "SEED"};

inline constexpr Requirement nss_076{
    "NSS-076",
    "X'10000' is page 10: in segment 0, within 0-FF EW, saved and private.",
    "SD1",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "arithmetic; a test of the definition shows it"};

inline constexpr Requirement nss_077{
    "NSS-077",
    "In the end the saver is in CP READ; saving may take minutes.",
    "SD1",
    "SEED",
    Level::must,
    Coverage::not_modelled,
    "the state of a terminal is none of CP's answers; that saving takes its time is event.written"};

inline constexpr Requirement nss_078{
    "NSS-078", "Then any user starts the system by IPL of its name.", "SD1", "SEED"};

inline constexpr Requirement nss_079{
    "NSS-079",
    "Each user has the same disk configuration as the saver: same addresses and same sizes.",
    "SD1",
    "SEED",
    Level::must,
    Coverage::precondition,
    "pathproof nss-disks compares the configurations"};

inline constexpr Requirement nss_080{
    "NSS-080",
    "Nothing says that CP compares disk configurations.",
    "SD1",
    "INF",
    Level::note,
    Coverage::precondition,
    "so that no IPL fails for it: pathproof nss-disks compares them"};

inline constexpr Requirement nss_081{
    "NSS-081",
    "About 1.5 MB of the kernel are shared among all users; the SR ranges are 2 MB.",
    "SD1",
    "SEED",
    Level::must,
    Coverage::not_modelled,
    "about one kernel; what shared ranges cost is measured (pathproof_bench nss)"};

inline constexpr Requirement nss_082{
    "NSS-082", "SAVELX again with the same name makes a new copy.", "V2, V3", "INF", Level::note};

inline constexpr Requirement nss_083{
    "NSS-083",
    "Linux 2.6.21 and later has support of its own that replaces the EXEC.",
    "SD1",
    "SEED",
    Level::must,
    Coverage::not_modelled,
    "about Linux; what its commands look like is NSS-091"};

inline constexpr std::string_view of_linux = "about the kernel of Linux, not about CP";

inline constexpr Requirement nss_090{
    "NSS-090",
    "The boot option SAVESYS=name is in upper case and cut to 8 characters.",
    "C6",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    of_linux};

inline constexpr Requirement nss_091{
    "NSS-091",
    "Linux defines its system as 00000-(s-1) EW s-(e-1) SR e-(end) EW [initrd EW] MINSIZE=...K "
    "PARMREGS=0-13, with pages of five digits.",
    "C6",
    "CODE",
    Level::note,
    Coverage::precondition,
    "about the text of a command: pathproof nss-definition reads it"};

inline constexpr Requirement nss_092{
    "NSS-092",
    "Its MINSIZE is the last page number times 4, in K, with seven digits.",
    "C6",
    "CODE",
    Level::note,
    Coverage::precondition,
    "about the text of a command: pathproof nss-definition reads it"};

inline constexpr Requirement nss_093{"NSS-093",
                                     "Then Linux says SAVESYS and IPL in one string of commands.",
                                     "C6",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     of_linux};

inline constexpr Requirement nss_094{
    "NSS-094",
    "If DEFSYS or SAVESYS fails, Linux goes on without a saved system.",
    "C6",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    of_linux};

} // namespace pathproof::nss::req
