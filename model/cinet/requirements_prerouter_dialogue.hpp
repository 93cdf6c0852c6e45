// SPDX-License-Identifier: Apache-2.0
// The prerouter of Common INET: requirements on the initialization of a transport driver
// (docs/sources.md).
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::cinet::req {

inline constexpr Requirement pre_001{
    "PRE-001",
    "On arrival of a transport driver the prerouter opens a regular user socket to it "
    "from the kernel address space, which is not the master socket.",
    "SD2",
    "SEED"};

inline constexpr Requirement pre_002{
    "PRE-002", "The prerouter then issues SIOCGIFCONF to that driver.", "SD2", "SEED"};

inline constexpr Requirement pre_003{
    "PRE-003",
    "It marks SIOCGIFCONF with the four characters USS4 at the begin of the buffer (E4 E2 "
    "E2 F4 in EBCDIC).",
    "SD2",
    "SEED"};

inline constexpr Requirement pre_004{
    "PRE-004",
    "The mark is in the buffer that the argument points to, not in the argument.",
    "K22",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "Labels show the mark, not where it lies."};

inline constexpr Requirement pre_005{
    "PRE-005",
    "A driver that knows the mark returns Iocn_NetConfLength -1 and no home interfaces.",
    "SD2",
    "SEED"};

inline constexpr Requirement pre_006{
    "PRE-006",
    "Any other driver returns its home interfaces, whose addresses the prerouter puts "
    "into its home table.",
    "SD2",
    "SEED"};

inline constexpr Requirement pre_007{
    "PRE-007", "The length -1 is a success: initialization goes on.", "SD2", "SEED"};

inline constexpr Requirement pre_008{
    "PRE-008",
    "The prerouter then issues SIOCGRTTABLE, which gives home, host and network routes in "
    "one table.",
    "SD2",
    "SEED"};

inline constexpr Requirement pre_009{
    "PRE-009",
    "The driver puts a home address into Iocn_ipaddrRtMsgHomeIf of every route.",
    "SD2",
    "SEED"};

inline constexpr Requirement pre_010{
    "PRE-010", "A home route has Iocn_bRtAttrLocal and Iocn_bRtAttrHost on.", "SD2", "SEED"};

inline constexpr Requirement pre_011{
    "PRE-011",
    "A route with both of them on has Iocn_bRtAttrRtUp on if its interface is active, and "
    "off if not.",
    "SD2",
    "SEED"};

inline constexpr Requirement pre_012{
    "PRE-012",
    "A host route has Iocn_bRtAttrHost on and Iocn_bRtAttrLocal off, and a network route "
    "has both off.",
    "K24, SD2",
    "INF",
    Level::note};

inline constexpr Requirement pre_013{
    "PRE-013",
    "The prerouter places the routes in its home, host and network tables.",
    "SD2",
    "SEED"};

inline constexpr Requirement pre_014{
    "PRE-014",
    "A flag in the header of SIOCGRTTABLE says whether metrics are hop counts or "
    "milliseconds of delay.",
    "SD2",
    "SEED"};

inline constexpr Requirement pre_015{
    "PRE-015", "All metrics are converted to hop counts.", "SD2", "SEED"};

inline constexpr Requirement pre_016{
    "PRE-016",
    "Which hop count a delay becomes is open; a greater delay never becomes a smaller "
    "one.",
    "none",
    "none",
    Level::note};

inline constexpr Requirement pre_017{
    "PRE-017",
    "Last, the prerouter closes its socket, and only then it is initialized for the "
    "driver.",
    "SD2",
    "SEED"};

inline constexpr Requirement pre_018{
    "PRE-018",
    "Open, SIOCGIFCONF, SIOCGRTTABLE and close come in this order, and each once.",
    "SD2",
    "SEED"};

inline constexpr Requirement pre_019{
    "PRE-019",
    "The home table is filled from SIOCGRTTABLE where the driver knows the mark, and from "
    "SIOCGIFCONF otherwise.",
    "SD2, K25",
    "DOC"};

inline constexpr Requirement pre_020{
    "PRE-020",
    "The tables of a driver that knows the mark hold active and inactive routes.",
    "K26",
    "DOC"};

inline constexpr Requirement pre_021{"PRE-021",
                                     "What a failure of a step of initialization leads to is open.",
                                     "none",
                                     "none",
                                     Level::note};

inline constexpr Requirement pre_022{
    "PRE-022",
    "A provider supplies its routing table when common INET asks for it during "
    "initialization.",
    "K21",
    "DOC"};

inline constexpr Requirement pre_030{
    "PRE-030",
    "For a driver that takes IPv6 the same is done again for IPv6, in addition.",
    "K22",
    "DOC"};

inline constexpr Requirement pre_031{
    "PRE-031",
    "For IPv6 the prerouter asks for home interfaces with SIOCGHOMEIF6 (C014F608), not "
    "with SIOCGIFCONF6.",
    "K22, K23",
    "DOC"};

inline constexpr Requirement pre_032{
    "PRE-032",
    "It marks SIOCGHOMEIF6 with the four characters USS6 at the begin of the buffer (E4 "
    "E2 E2 F6 in EBCDIC).",
    "K22",
    "DOC"};

inline constexpr Requirement pre_033{
    "PRE-033",
    "A driver that knows the IPv6 mark returns NchNumEntryRet -1, and reports route "
    "changes with the V2 commands.",
    "K22",
    "DOC"};

inline constexpr Requirement pre_034{
    "PRE-034",
    "A driver that returns its IPv6 home interfaces reports route changes with the "
    "commands that are not V2.",
    "K22",
    "DOC"};

inline constexpr Requirement pre_035{
    "PRE-035",
    "What the prerouter makes of a driver that mixes the two is open.",
    "K22",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "The kit's driver does not mix them, and nobody says what a prerouter makes of it."};

inline constexpr Requirement pre_036{
    "PRE-036",
    "SIOCGRT6TABLE gives the IPv6 routes, each with its home interface, home routes with "
    "IPV6BitHome and IPV6BitHost, and IPV6BitRtUp for those that are active.",
    "K22, K26",
    "DOC"};

inline constexpr Requirement pre_037{
    "PRE-037",
    "IPv6 home entries are found by interface index, IPv4 ones by home address.",
    "K26",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Labels name home interfaces, by whichever key."};

inline constexpr Requirement pre_038{
    "PRE-038", "Otherwise the IPv6 dialogue is that of IPv4.", "K23", "DOC"};

inline constexpr Requirement pre_040{
    "PRE-040",
    "Of SIOCGHOMEIF6 eyecatcher, command, buffer length and buffer pointer are input, and "
    "NchNumEntryRet is the number of entries returned.",
    "K28",
    "DOC"};

inline constexpr Requirement pre_041{
    "PRE-041",
    "A buffer that is too small gives ERANGE 2 and the number of entries in "
    "NchNumEntryRet, and stores no entry.",
    "K28, K27",
    "DOC"};

inline constexpr Requirement pre_042{
    "PRE-042",
    "The arguments of SIOCGIFCONF and SIOCGRTTABLE are 8 octets, 12 in the 64-bit form: a "
    "length word and a pointer.",
    "SD2, C1",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "Labels show what is asked; the argument lengths are in the command words of "
    "docs/frames.md."};

inline constexpr Requirement pre_043{
    "PRE-043",
    "Of the IPv4 table only the names of the fields are known: Iocn_NetConfLength, "
    "Iocn_ipaddrRtMsgHomeIf, Iocn_bRtAttrLocal, Iocn_bRtAttrHost, Iocn_bRtAttrRtUp and a "
    "unit flag.",
    "SD2",
    "SEED",
    Level::must,
    Coverage::not_modelled,
    "Labels show what the fields say; where they lie is not public."};

} // namespace pathproof::cinet::req
