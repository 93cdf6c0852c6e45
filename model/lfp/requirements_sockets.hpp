// SPDX-License-Identifier: Apache-2.0
// LFP: requirements on socket calls and their errors.
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::lfp::req {

inline constexpr Requirement lfp_070{
    "LFP-070",
    "Programs use LE/C sockets, EZASMI and EZASOKET, and in part the SOCKET macro.",
    "ZJ p.2, ZT",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is between programs and the interfaces of z/VSE; nothing of it crosses the path"};

inline constexpr Requirement lfp_071{
    "LFP-071",
    "Programs run unchanged.",
    "ZJ p.2",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is between programs and the interfaces of z/VSE; nothing of it crosses the path"};

inline constexpr Requirement lfp_072{
    "LFP-072",
    "The stack is chosen by the system ID, in the job or in INITAPI.",
    "ZJ p.2",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "the model has one instance"};

inline constexpr Requirement lfp_074{
    "LFP-074",
    "Types of the SOCKET macro for services of a stack fail.",
    "ZT, RB4",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "it is between programs and the interfaces of z/VSE; nothing of it crosses the path"};

inline constexpr Requirement lfp_076{
    "LFP-076",
    "Asynchronous EZASMI is by ECB, whose area has 160 octets.",
    "ZT",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is between programs and the interfaces of z/VSE; nothing of it crosses the path"};

inline constexpr Requirement lfp_077{
    "LFP-077",
    "CICS needs a task-related user exit for the EZA interface.",
    "ZT",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is between programs and the interfaces of z/VSE; nothing of it crosses the path"};

inline constexpr Requirement lfp_078{"LFP-078",
                                     "Descriptors of the other stack are 0 to 8191.",
                                     "ZT",
                                     "DOC",
                                     Level::must,
                                     Coverage::not_modelled,
                                     "the bound of LFP is the hello's, LFPO-004"};

inline constexpr Requirement lfp_079{
    "LFP-079",
    "LE/VSE maps its sockets to the interface of a stack.",
    "ZT",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is between programs and the interfaces of z/VSE; nothing of it crosses the path"};

inline constexpr Requirement lfp_080{
    "LFP-080",
    "accept, bind, close, connect, aio_cancel and the asynchronous calls are supported.",
    "ZT",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is between programs and the interfaces of z/VSE; nothing of it crosses the path"};

inline constexpr Requirement lfp_081{
    "LFP-081",
    "What LE/C defines is supported.",
    "ZT",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is between programs and the interfaces of z/VSE; nothing of it crosses the path"};

inline constexpr Requirement lfp_082{
    "LFP-082",
    "LISTEN, READ, WRITE, SEND, RECV, SENDTO, RECVFROM, SELECT, SELECTEX, GIVESOCKET, "
    "TAKESOCKET, GETHOSTBYNAME, GETHOSTID, IOCTL, FCNTL, SETSOCKOPT, GETSOCKOPT, SHUTDOWN, "
    "INITAPI, TERMAPI and GETCLIENTID cross the path like the calls that are known to.",
    "ZT",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "LISTEN, SHUTDOWN, TERMAPI, options, datagrams and hosts are modelled, of others only their "
    "data; what needs nothing of Linux does not cross the path (LFPO-013)"};

inline constexpr Requirement lfp_083{
    "LFP-083",
    "IPv4 and IPv6 are supported; AF_INET is 2 and AF_INET6 is 19 for programs, and the daemon "
    "translates the latter to Linux's 10.",
    "RB4, ZT",
    "DOC"};

inline constexpr Requirement lfp_084{
    "LFP-084",
    "RETCODE below 0 is an error and ERRNO says which; otherwise ERRNO says nothing. A receiving "
    "call gives the octets read, or 0 when the partner has closed.",
    "ZOS, ZT",
    "DOC"};

inline constexpr Requirement lfp_085{
    "LFP-085",
    "SELECTEX returns when a socket is ready, the time is over or an ECB is posted.",
    "ZT",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "the model has no clock and no ECBs"};

inline constexpr Requirement lfp_086{
    "LFP-086",
    "SELECT looks at descriptors below MAXSOC, and gives 0 at a time-out.",
    "ZOS",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "the model has no masks and no clock"};

inline constexpr Requirement lfp_087{
    "LFP-087",
    "Readable means data, an end or a connection that is pending; writable that more is accepted.",
    "ZOS",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "SELECT is not modelled"};

inline constexpr Requirement lfp_088{"LFP-088",
                                     "IOCTL has FIONBIO alone.",
                                     "ZT",
                                     "DOC",
                                     Level::must,
                                     Coverage::not_modelled,
                                     "a write says itself whether it waits"};

inline constexpr Requirement lfp_089{"LFP-089",
                                     "FCNTL switches the same by FNDELAY.",
                                     "ZOS",
                                     "DOC",
                                     Level::must,
                                     Coverage::not_modelled,
                                     "a write says itself whether it waits"};

inline constexpr Requirement lfp_090{
    "LFP-090",
    "GIVESOCKET is for connected stream sockets, which the giver may then only close. TAKESOCKET "
    "gives a new descriptor.",
    "ZT, ZOS",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "sockets are not given away in the model"};

inline constexpr Requirement lfp_091{
    "LFP-091",
    "Both descriptors of a socket that was given are one Linux socket, and closing the giver's "
    "leaves it open.",
    "ZJ p.2, ZOS",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "sockets are not given away in the model"};

inline constexpr Requirement lfp_092{
    "LFP-092",
    "INITAPI is the first call, or is made by others.",
    "ZOS",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is between programs and the interfaces of z/VSE; nothing of it crosses the path"};

inline constexpr Requirement lfp_093{
    "LFP-093", "Calls of a task that wait delay no other task.", "ZJ p.2", "INF", Level::note};

inline constexpr Requirement lfp_094{
    "LFP-094", "Options of a socket are those of the Linux socket.", "ZJ p.2", "INF", Level::note};

inline constexpr Requirement lfp_095{"LFP-095",
                                     "Addresses are those of Linux, and names are resolved there.",
                                     "ZJ p.2",
                                     "INF",
                                     Level::note};

inline constexpr Requirement lfp_096{
    "LFP-096", "The end of a task frees its Linux sockets.", "ZJ p.2", "INF", Level::note};

inline constexpr Requirement lfp_097{
    "LFP-097",
    "Error numbers of z/VSE from EDOM to EPIPE are known.",
    "ZT",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "the table error_number.hpp has them, and its test compares it"};

inline constexpr Requirement lfp_098{"LFP-098",
                                     "Some of them mean something about sockets.",
                                     "ZT",
                                     "DOC",
                                     Level::must,
                                     Coverage::not_modelled,
                                     "see LFP-097"};

inline constexpr Requirement lfp_099{"LFP-099",
                                     "Error numbers of sockets are those of z/OS.",
                                     "ZT, ERZ",
                                     "INF",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "see LFP-097"};

inline constexpr Requirement lfp_140{
    "LFP-140",
    "The daemon translates Linux's error numbers to those of z/VSE; a number that is not "
    "translated is a wrong answer.",
    "ZT, Linux",
    "INF",
    Level::note};

inline constexpr Requirement lfp_141{"LFP-141",
                                     "Codes from 10100 on exist on z/OS.",
                                     "ZOS",
                                     "DOC",
                                     Level::must,
                                     Coverage::not_modelled,
                                     "the list could not be read"};

inline constexpr Requirement lfp_142{
    "LFP-142",
    "What a program gets when the path is lost is not documented.",
    "ZT",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "calls end with the error that the instance is configured for; what is buffered is gone"};

} // namespace pathproof::lfp::req
