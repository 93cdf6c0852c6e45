// SPDX-License-Identifier: Apache-2.0
// Common INET: requirements on sockets, affinity, starts and stops, and ioctls (docs/sources.md).
#pragma once

#include "model/cinet/requirements_configuration.hpp"
#include "model/core/requirement.hpp"

namespace pathproof::cinet::req {

// Life of a socket, and where its calls go.

inline constexpr Requirement cinet_010{
    "CINET-010",
    "A socket made without affinity gets one sub-instance in each provider active at that moment.",
    "SD3",
    "SEED"};

inline constexpr Requirement cinet_011{
    "CINET-011",
    "The application has one descriptor and never sees a sub-instance as a descriptor.",
    "SD3, K2",
    "INF",
    Level::note};

inline constexpr Requirement cinet_012{
    "CINET-012",
    "A provider activated later has no part in existing sockets, only in those made afterwards.",
    "SD3, K9",
    "DOC"};

inline constexpr Requirement cinet_013{
    "CINET-013",
    "All later calls on a socket tied to one provider go there, and the others forget the socket.",
    "K2",
    "DOC"};

inline constexpr Requirement cinet_014{
    "CINET-014",
    "bind() to a home address ties the socket to the provider that owns the address.",
    "K7",
    "DOC"};

inline constexpr Requirement cinet_015{
    "CINET-015",
    "bind() to INADDR_ANY or IN6ADDR_ANY leaves the socket in all its providers.",
    "K7",
    "DOC"};

inline constexpr Requirement cinet_016{
    "CINET-016",
    "An INADDR_ANY server is made, bound and listening in all providers, and accepts the "
    "connections of all by one descriptor.",
    "K8, K7",
    "DOC"};

inline constexpr Requirement cinet_017{
    "CINET-017",
    "bind() to a home address, connect() and sendto() find the provider by looking the address up "
    "in the copy that common INET keeps of the IP configurations.",
    "K1, K21",
    "DOC"};

inline constexpr Requirement cinet_018{
    "CINET-018",
    "The address copy of common INET only selects the provider, which routes by its own tables.",
    "K1, K21",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "How a provider routes by its own tables is its own affair."};

inline constexpr Requirement cinet_019{
    "CINET-019",
    "connect() ties the socket to the provider that was selected.",
    "K2",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "Which provider is selected is judged, not what later calls on the socket do; CINET-013 judges "
    "that."};

inline constexpr Requirement cinet_020{
    "CINET-020",
    "Each sendto() on an unbound datagram socket selects a provider by its destination, and "
    "whether that ties the socket is open.",
    "none",
    "none",
    Level::note,
    Coverage::not_modelled,
    "Each sendto() of the kit is on an unbound socket, and nothing after it depends on a tie."};

inline constexpr Requirement cinet_021{"CINET-021",
                                       "accept() gives a socket tied to the provider at which the "
                                       "connection arrived, and the listener stays in all.",
                                       "K2, K8",
                                       "INF",
                                       Level::note};

inline constexpr Requirement cinet_022{
    "CINET-022",
    "read, write, recv and send on a tied socket go to its one provider.",
    "K2",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "No label passes data to a provider; for ioctls CINET-108 judges the same."};

inline constexpr Requirement cinet_023{
    "CINET-023",
    "select and poll find a generic socket ready as soon as one of its sub-instances is.",
    "K8",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "select and poll are not among the calls of the model."};

inline constexpr Requirement cinet_024{
    "CINET-024",
    "No load is balanced among providers, even where they share a network or destinations.",
    "K5",
    "DOC"};

inline constexpr Requirement cinet_025{"CINET-025",
                                       "With no AF_INET provider active, socket() returns -1 with "
                                       "EAGAIN 112 and JRTCPNOTACTIVE (low half 0296).",
                                       "K13, C4",
                                       "DOC"};

inline constexpr Requirement cinet_026{
    "CINET-026",
    "An AF_INET6 socket is an AF_INET sub-instance in each IPv4-only provider, with addresses "
    "converted by common INET, while other providers convert for themselves.",
    "K16",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "IPv6 sub-instances are not modelled."};

inline constexpr Requirement cinet_027{
    "CINET-027",
    "An interface index has the TdIndex of its provider in the upper halfword, which selects the "
    "provider on input and is zeroed before the provider sees the index.",
    "K15",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Labels carry no index value; the selection that follows from it is CINET-112."};

inline constexpr Requirement cinet_028{
    "CINET-028",
    "Each provider is told its TdIndex in PfsiTdIndex but need not use it.",
    "K15",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "A value that need not be used has no effect that could be judged."};

// Affinity.

inline constexpr Requirement cinet_060{
    "CINET-060",
    "After setibmopt(IBMTCP_IMAGE), new AF_INET and AF_INET6 sockets of the process exist in the "
    "named provider alone, while existing ones stay as they are.",
    "K3, K10",
    "DOC"};

inline constexpr Requirement cinet_061{
    "CINET-061",
    "Affinity is inherited over fork() and kept over exec().",
    "K3, K10",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "The application of the model is one process that runs one program."};

inline constexpr Requirement cinet_062{
    "CINET-062",
    "setibmopt() may be repeated to name another provider, and a blank name ends the affinity.",
    "K3, K10",
    "DOC"};

inline constexpr Requirement cinet_063{
    "CINET-063",
    "The 12-byte argument of setibmopt() has halfwords for status and version, then an 8-byte "
    "name, left-justified, in upper case and padded with blanks.",
    "K10",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Labels name the provider; how an argument is laid out is not shown."};

inline constexpr Requirement cinet_064{
    "CINET-064",
    "setibmopt() fails with EFAULT 118 (bad address), EIBMBADTCPNAME 1011 (name not configured), "
    "EOPNOTSUPP 1112 (unknown command) or ENXIO 138 (other name, no common INET).",
    "K3, K10",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "The application of the model makes no faulty setibmopt() call."};

inline constexpr Requirement cinet_065{
    "CINET-065",
    "Without common INET a matching name has no effect, as the only provider is used anyway.",
    "K3",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "The model is of systems with common INET."};

inline constexpr Requirement cinet_066{
    "CINET-066",
    "ioctl(SIOCSETRTTD, X'8008C981') ties one existing socket to the named provider and removes "
    "its sub-instances in the others.",
    "K3, C1",
    "DOC"};

inline constexpr Requirement cinet_067{
    "CINET-067",
    "The argument of SIOCSETRTTD is a provider name of 8 bytes, padded with blanks.",
    "C1",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "Labels name the provider; how an argument is laid out is not shown."};

inline constexpr Requirement cinet_068{
    "CINET-068",
    "_BPXK_SETIBMOPT_TRANSPORT, set before the start of a program, also by PARM= or _CEE_ENV, acts "
    "like setibmopt().",
    "K3, K8",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Environment variables are outside the model; the effect is CINET-060."};

inline constexpr Requirement cinet_069{
    "CINET-069",
    "A job step with EXEC PGM=BPXTCAFF and a provider name gives affinity to the next step.",
    "K3",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Job steps are outside the model; the effect is CINET-060."};

inline constexpr Requirement cinet_070{
    "CINET-070",
    "getibmopt() lists up to 8 images, none if tcpcnt is 0, each with a high status digit of 8 "
    "active, 4 terminating, 2 down or 1 stopped (2 with 1: abended).",
    "K10",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "getibmopt() is not among the calls of the model."};

// Providers that start and stop.

inline constexpr Requirement cinet_080{
    "CINET-080",
    "setibmsockopt() at SOL_SOCKET with SO_EioIfNewTP (5) and a fullword of 1 or 0 turns the "
    "notification of new providers on or off.",
    "K9, C3, C4",
    "DOC"};

inline constexpr Requirement cinet_081{
    "CINET-081", "SO_EioIfNewTP is meant for sockets bound to INADDR_ANY.", "K9", "DOC"};

inline constexpr Requirement cinet_082{
    "CINET-082",
    "With SO_EioIfNewTP on, once a provider is activated after the socket was made, the next "
    "accept, select or read fails with EIO 122.",
    "K9",
    "DOC"};

inline constexpr Requirement cinet_083{"CINET-083",
                                       "After EIO the application closes the socket and makes "
                                       "another, which has a sub-instance in the new provider.",
                                       "K9, SD3",
                                       "SEED"};

inline constexpr Requirement cinet_084{"CINET-084",
                                       "With SO_EioIfNewTP off, an activation causes no EIO, and "
                                       "the old socket never serves the new provider.",
                                       "K9",
                                       "INF",
                                       Level::note};

inline constexpr Requirement cinet_085{"CINET-085",
                                       "SO_EioIfNewTP tells of the start of a provider, and of a "
                                       "stop only without common INET or when the last one ends.",
                                       "K11",
                                       "DOC"};

inline constexpr Requirement cinet_086{"CINET-086",
                                       "When a provider is recycled, EIO is due after the restart "
                                       "and not at the stop while another is up.",
                                       "SD3, K11",
                                       "INF",
                                       Level::note};

inline constexpr Requirement cinet_087{
    "CINET-087",
    "SO_EioIfNewTP fails with EBADF 113, EFAULT 118, or ENOPROTOOPT 1109 for an unknown option, "
    "another level than SOL_SOCKET or another domain than AF_INET.",
    "K9",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "The application of the model makes no faulty setibmsockopt() call."};

inline constexpr Requirement cinet_088{
    "CINET-088",
    "An accept or select that waits during an activation should end with EIO.",
    "K9",
    "INF",
    Level::note};

inline constexpr Requirement cinet_089{
    "CINET-089",
    "When a provider severs its connection, its routing information is deleted and not used again.",
    "K5",
    "DOC"};

inline constexpr Requirement cinet_090{"CINET-090",
                                       "The end of one provider leaves the sub-instances in others "
                                       "alive, and a listener goes on serving the rest.",
                                       "K5, SD3",
                                       "INF",
                                       Level::note};

inline constexpr Requirement cinet_091{
    "CINET-091",
    "A socket tied to a provider that ended fails, with an errno that no source gives.",
    "none",
    "none",
    Level::note};

// How an ioctl spreads.

inline constexpr Requirement cinet_100{
    "CINET-100",
    "An ioctl on a generic socket goes to the active providers one after another.",
    "SD3",
    "SEED"};

inline constexpr Requirement cinet_101{
    "CINET-101",
    "An ioctl goes on to the next provider only while each one reports success.",
    "SD3",
    "SEED"};

inline constexpr Requirement cinet_102{
    "CINET-102",
    "An ioctl stops at the first provider that fails, and those after it never see it.",
    "SD3",
    "SEED"};

inline constexpr Requirement cinet_103{"CINET-103",
                                       "The application gets the return value, return code and "
                                       "reason code of the provider that failed.",
                                       "SD3",
                                       "SEED"};

inline constexpr Requirement cinet_104{
    "CINET-104",
    "When one provider fails an ioctl, what those before it have done is not undone.",
    "SD3",
    "SEED"};

inline constexpr Requirement cinet_105{
    "CINET-105",
    "An ioctl succeeds if all providers succeed, and whose output data it returns is open.",
    "SD3",
    "INF",
    Level::note};

inline constexpr Requirement cinet_106{
    "CINET-106",
    "Of k providers that saw a failed ioctl, the first k-1 in the order succeeded.",
    "SD3",
    "INF",
    Level::note};

inline constexpr Requirement cinet_107{"CINET-107",
                                       "The order in which an ioctl visits the providers is open "
                                       "and has to be learned from what is seen.",
                                       "none",
                                       "none",
                                       Level::note};

inline constexpr Requirement cinet_108{
    "CINET-108", "An ioctl on a tied socket goes to its one provider.", "K2", "DOC"};

inline constexpr Requirement cinet_109{
    "CINET-109",
    "Common INET handles SIOCSETRTTD itself.",
    "K3",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "The model judges the effect of the tie (CINET-066), not who brings it about."};

inline constexpr Requirement cinet_110{
    "CINET-110",
    "SIOCADDRT and SIOCDELRT of a routing daemon, which should have affinity, are also given to "
    "the prerouter.",
    "K24, K8",
    "DOC"};

inline constexpr Requirement cinet_111{
    "CINET-111",
    "SIOCMSxxx commands are valid only on the master socket of a provider, for the prerouter, and "
    "never spread.",
    "K24",
    "DOC"};

inline constexpr Requirement cinet_112{
    "CINET-112",
    "An ioctl with an interface index as input goes to the provider in the upper halfword.",
    "K15",
    "DOC"};

inline constexpr Requirement cinet_113{
    "CINET-113",
    "w_ioctl takes descriptor, command, argument length (0 to 51,200), argument, return value, "
    "return code and reason code, and any other length is an error.",
    "K14",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Labels carry no argument lengths, and no source gives the errno."};

} // namespace pathproof::cinet::req
