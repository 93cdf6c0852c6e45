// SPDX-License-Identifier: Apache-2.0
// LFP: requirements on what the product is, its start and its configuration.
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::lfp::req {

inline constexpr Requirement lfp_001{
    "LFP-001",
    "Programs of z/VSE use the TCP/IP stack of a Linux system; no stack of z/VSE takes part.",
    "RB4, ZJ",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it says what the product is, not what crosses the path"};

inline constexpr Requirement lfp_002{
    "LFP-002",
    "Every socket call of a program goes to the daemon, which makes the same call on Linux.",
    "ZJ p.2",
    "DOC",
    Level::must};

inline constexpr Requirement lfp_005{
    "LFP-005",
    "FTP, Telnet, LPR and LPD and similar applications of a stack are not provided.",
    "RB4",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it says what the product is, not what crosses the path"};

inline constexpr Requirement lfp_009{
    "LFP-009",
    "Several instances run on one z/VSE, each with a system ID of two digits.",
    "ZJ p.2",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "the model has one instance; each is judged alone"};

inline constexpr Requirement lfp_010{
    "LFP-010", "An instance has a daemon of its own; no daemon serves two.", "ZJ p.2", "DOC"};

inline constexpr Requirement lfp_011{"LFP-011",
                                     "An instance with a system ID that is in use does not start.",
                                     "ZJ p.2",
                                     "INF",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "the model has one instance"};

inline constexpr Requirement lfp_012{
    "LFP-012",
    "Under z/VM both systems are guests of one z/VM, and the carrier is IUCV.",
    "ZJ p.2, RB4",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_014{"LFP-014",
                                     "Under z/VM both guests need authority for IUCV.",
                                     "ZJ p.2, MAN",
                                     "DOC",
                                     Level::must,
                                     Coverage::not_modelled,
                                     "see the protocol iucv"};

inline constexpr Requirement lfp_015{
    "LFP-015",
    "IUCV ALLOW lets anybody connect to the guest, IUCV ANY lets it connect to anybody, and "
    "with a user ID it may connect to that guest.",
    "MAN",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "see the protocol iucv"};

inline constexpr Requirement lfp_016{
    "LFP-016",
    "OPTION MAXCONN limits the IUCV paths of a guest, to 64 where it is not given.",
    "MAN",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "see the protocol iucv"};

inline constexpr Requirement lfp_017{
    "LFP-017",
    "MSGLIMIT of an IUCV statement limits the outstanding messages of each path that it "
    "authorizes, to 65535 where it is not given.",
    "MAN",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "see the protocol iucv"};

inline constexpr Requirement lfp_019{"LFP-019",
                                     "Towards z/VSE the appliance is like a daemon on a guest.",
                                     "RB4",
                                     "INF",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "it says what the product is, not what crosses the path"};

inline constexpr Requirement lfp_020{
    "LFP-020",
    "In LPAR mode the carrier is HiperSockets with a completion queue.",
    "RB4",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_022{
    "LFP-022",
    "A HiperSockets device has a name of 1 to 8 characters in either case, which is unique and "
    "no user ID of z/VM.",
    "DDB, MAN",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_023{
    "LFP-023",
    "Names on HiperSockets are compared octet by octet, padded with blanks to 8.",
    "DDB, KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_024{
    "LFP-024",
    "A partner on the system of the daemon is reached by a local connection.",
    "ZJ p.2",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is what Linux does behind the daemon"};

inline constexpr Requirement lfp_030{
    "LFP-030", "The daemon is started first and listens; the instance connects.", "ZJ p.2", "DOC"};

inline constexpr Requirement lfp_031{
    "LFP-031",
    "lfpd-ctl start NAME starts the daemon that is configured in lfpd-NAME.conf.",
    "ZJ p.2",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_033{
    "LFP-033",
    "Programs can use the instance once its start has ended with success; the start waits for "
    "the path.",
    "ZJ p.2",
    "DOC"};

inline constexpr Requirement lfp_034{
    "LFP-034",
    "A start without a daemon that listens fails, and does not hang.",
    "KRN",
    "INF",
    Level::note};

inline constexpr Requirement lfp_035{
    "LFP-035",
    "The configuration of an instance has the name of the Linux system, application names, "
    "memory and the system ID.",
    "ZJ p.2",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_036{
    "LFP-036",
    "What configures and commands an instance, and stops a daemon, is known by name only.",
    "none",
    "none",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_040{
    "LFP-040",
    "The system ID of an instance has two digits and is unique among the stacks of a z/VSE.",
    "ZJ p.2",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "the model has one instance"};

inline constexpr Requirement lfp_041{
    "LFP-041",
    "The MTU is the largest unit in one message of the carrier; of two that differ the smaller "
    "is used.",
    "KRN",
    "INF",
    Level::note};

inline constexpr Requirement lfp_042{
    "LFP-042",
    "The message limit of the instance is 1 to 65535.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks; the profile begins at "
    "2"};

inline constexpr Requirement lfp_043{
    "LFP-043",
    "The buffer memory at the start is above 0 and not above the ceiling.",
    "ZJ p.2",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_044{
    "LFP-044",
    "The ceiling of buffer memory is not below the memory at the start, and holds two messages.",
    "ZJ p.2",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_045{
    "LFP-045",
    "The instance has an application name of its own, of 1 to 8 characters.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_046{
    "LFP-046",
    "The instance names the system that its daemon is on, of 1 to 8 characters.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_047{
    "LFP-047",
    "The instance names the application that its daemon listens as, of 1 to 8 characters.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_048{
    "LFP-048",
    "The window is at least 1, and sensible from the payload of one message on.",
    "KRN",
    "INF",
    Level::note};

inline constexpr Requirement lfp_049{
    "LFP-049",
    "The threshold is 1 to 100 per cent.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks; rules see the number "
    "of octets that comes of it"};

inline constexpr Requirement lfp_050{
    "LFP-050",
    "In LPAR mode an instance is configured with devices, its own name, a message limit and "
    "keep-alive of HiperSockets.",
    "none",
    "none",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_051{
    "LFP-051",
    "The daemon listens as a name of 1 to 8 characters that nobody else has.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_052{
    "LFP-052",
    "The daemon accepts the one system that its configuration names.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "names that fit are one bit of hello, LFP-161"};

inline constexpr Requirement lfp_053{
    "LFP-053",
    "The daemon accepts the one application name that its configuration names.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "names that fit are one bit of hello, LFP-161"};

inline constexpr Requirement lfp_054{
    "LFP-054",
    "The message limit of the daemon is 1 to 65535, set before it listens.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_055{
    "LFP-055",
    "The MTU of the daemon is what that of the instance is.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_056{"LFP-056",
                                     "The daemon bounds the tasks that it serves at once.",
                                     "ZJ p.2",
                                     "INF",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "the model has less of them than any bound"};

inline constexpr Requirement lfp_057{"LFP-057",
                                     "The daemon bounds the sockets that are open at once.",
                                     "ZJ p.2",
                                     "INF",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "the model has less of them than any bound"};

inline constexpr Requirement lfp_058{
    "LFP-058",
    "The daemon has at least one buffer at the start.",
    "ZJ p.2",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_059{
    "LFP-059",
    "Window and threshold of the daemon are what those of the instance are.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_060{
    "LFP-060",
    "The code page of names and text is one of EBCDIC; payload is not touched.",
    "ZJ p.2",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "labels have neither text nor payload; adapters compare octets"};

inline constexpr Requirement lfp_061{
    "LFP-061",
    "The address that GETHOSTID gives is configured, and need not be one of Linux.",
    "ZJ p.2",
    "INF",
    Level::note};

inline constexpr Requirement lfp_062{
    "LFP-062",
    "Hosts that programs may reach or be reached at can be restricted.",
    "ZJ p.2",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_063{"LFP-063",
                                     "Informational messages can be switched on.",
                                     "ZJ p.2",
                                     "INF",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "no message of either side is known"};

inline constexpr Requirement lfp_064{
    "LFP-064",
    "Names cross over: each side has its own and that of the other. The carrier does not check "
    "the names of who connects.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is about configurations, which the command that reads them checks"};

inline constexpr Requirement lfp_065{
    "LFP-065",
    "Message limits that differ are no error at the carrier.",
    "MAN, KRN",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_066{
    "LFP-066",
    "MTUs that differ are not seen by the carrier, so that both sides have to compare them.",
    "KRN",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "the profile takes the smaller one, LFP-162"};

inline constexpr Requirement lfp_067{"LFP-067",
                                     "Windows may differ where each receiver tells its own.",
                                     "KRN",
                                     "INF",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "the profile has each side tell its own, LFP-164"};

} // namespace pathproof::lfp::req
