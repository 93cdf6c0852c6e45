// SPDX-License-Identifier: Apache-2.0
// LFP: requirements on the path between an instance and its daemon (docs/sources.md). Those named
// LFPO are the kit's own profile, docs/profiles/lfp-open-1.md.
#pragma once

#include <array>

#include "model/core/requirement.hpp"

namespace pathproof::lfp::req {

inline constexpr Requirement lfp_040{
    "LFP-040",
    "The system ID of an instance has two digits and is unique among the stacks of a z/VSE.",
    "ZJ p.2",
    "DOC"};

inline constexpr Requirement lfp_046{
    "LFP-046",
    "The instance names the system that its daemon is on, of 1 to 8 characters.",
    "KRN",
    "INF",
    Level::note};

inline constexpr Requirement lfp_047{
    "LFP-047",
    "The instance names the application that its daemon listens as, of 1 to 8 characters.",
    "KRN",
    "INF",
    Level::note};

inline constexpr Requirement lfp_052{
    "LFP-052",
    "The daemon accepts the one system that its configuration names.",
    "KRN",
    "INF",
    Level::note};

inline constexpr Requirement lfp_053{
    "LFP-053",
    "The daemon accepts the one application name that its configuration names.",
    "KRN",
    "INF",
    Level::note};

inline constexpr Requirement lfp_056{
    "LFP-056", "The daemon bounds the tasks that it serves at once.", "ZJ p.2", "INF", Level::note};

inline constexpr Requirement lfp_057{"LFP-057",
                                     "The daemon bounds the sockets that are open at once.",
                                     "ZJ p.2",
                                     "INF",
                                     Level::note};

inline constexpr Requirement lfp_082{
    "LFP-082",
    "LISTEN, READ, WRITE, SEND, RECV, SENDTO, RECVFROM, SELECT, SELECTEX, GIVESOCKET, TAKESOCKET, "
    "GETHOSTBYNAME, GETHOSTID, IOCTL, FCNTL, SETSOCKOPT, GETSOCKOPT, SHUTDOWN, INITAPI, TERMAPI "
    "and GETCLIENTID cross the path like the calls that are known to.",
    "ZT",
    "INF",
    Level::note};

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

inline constexpr Requirement lfp_140{
    "LFP-140",
    "The daemon translates Linux's error numbers to those of z/VSE; a number that is not "
    "translated is a wrong answer.",
    "ZT, Linux",
    "INF",
    Level::note};

inline constexpr Requirement lfp_160{
    "LFP-160",
    "The first message each way is a hello with magic, profile version, MTU, message limit, "
    "window size, threshold, task and socket limits. An unknown major version is refused and the "
    "path closed.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_161{
    "LFP-161",
    "A path whose peer has other names than were configured is refused before any call is served.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_162{
    "LFP-162",
    "No message exceeds the smaller MTU of both sides; longer reads and writes are cut into "
    "chunks, reassembled in order for each socket. Datagrams keep their boundaries.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_163{
    "LFP-163",
    "Of each direction at most message-limit messages are unconfirmed; data never uses up the "
    "last slot, which is kept for control.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_164{
    "LFP-164",
    "The window is per socket and direction, in octets of payload. It starts as the receiver's "
    "window size, each chunk of data lowers it, and it is never below 0 nor above the window "
    "size.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_165{
    "LFP-165",
    "Credit is returned when the octets consumed and not yet reported reach window size x "
    "threshold / 100.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_166{
    "LFP-166",
    "Credit is also returned when the reader waits at an empty buffer, so that no threshold stops "
    "a direction for good.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_167{
    "LFP-167",
    "Without window a sender that may wait waits, and one that may not gets EWOULDBLOCK; the "
    "socket is not writable. A socket that is stalled stops no other.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_168{
    "LFP-168",
    "A write that does not wait gives the octets accepted, if any fitted, and not an error.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_169{
    "LFP-169",
    "A request carries task, request number and socket. Answers are in order within a task and in "
    "any order between tasks. CANCEL names a request.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_170{
    "LFP-170",
    "When the path is lost every outstanding request ends with the configured error exactly once; "
    "no request is sent again on a new path, and old descriptors stay invalid.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_171{
    "LFP-171",
    "When the path is lost the daemon closes all sockets of the instance and listens again.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_172{"LFP-172",
                                     "A second connection to a daemon that has a path is refused.",
                                     "KIT",
                                     "INF",
                                     Level::profile};

inline constexpr Requirement lfp_173{
    "LFP-173",
    "Where loss of the path may be silent each side sends heartbeats, at a stated interval, and "
    "gives the path up after a stated number of misses.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_174{
    "LFP-174",
    "Buffer memory is never above its configured ceiling; when it is used up calls wait or fail "
    "with ENOBUFS, and the path stays.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_175{
    "LFP-175",
    "Text goes through the code page once, at the daemon; payload goes through unchanged. "
    "Integers are big-endian.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfpo_001{
    "LFPO-001",
    "The instance connects and speaks first; the daemon answers hello with hello or refused, and "
    "closes after refused.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_002{
    "LFPO-002",
    "Messages of a kind that is not in the table, or that the state does not allow, end the path: "
    "the sender is at fault.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_003{
    "LFPO-003",
    "On a carrier that keeps boundaries a message is one record, elsewhere messages follow each "
    "other; length is the length of the record. A length below the header and body of the kind, "
    "or above the receiver's MTU, ends the path.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_004{
    "LFPO-004",
    "The instance chooses descriptors, 0 to the daemon's socket limit less one, and chooses none "
    "that is in use. A request that names no socket in use fails with EBADF.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_005{
    "LFPO-005",
    "Every message but confirm counts. Each message says how many its sender has received; "
    "confirm is sent when that is half the message limit more than was said, and nothing else is "
    "to be sent.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_006{
    "LFPO-006",
    "A datagram is one chunk, or several of which all but the last have MORE; its first chunk "
    "begins with a call body that has its address, where it has one.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_007{
    "LFPO-007",
    "Request and response have the body of a call. The response has the task, number and call of "
    "its request. What a call does not use is 0.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_008{
    "LFPO-008",
    "Data goes to the instance as it arrives on a connected or bound socket, up to the window, "
    "without a request; READ, RECV and RECVFROM take from that. WRITE, SEND and SENDTO are data "
    "to the daemon.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_009{
    "LFPO-009",
    "Behind the last data of a direction comes end. In the direction to the daemon it is the "
    "response to SHUTDOWN or CLOSE that says the data went out.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_010{
    "LFPO-010",
    "ACCEPT may be sent before a program asks, as often as the backlog allows; its descriptor is "
    "the instance's choice and is in use from then on.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_011{
    "LFPO-011",
    "After cancel the request is answered once all the same: as it ended, or with ECANCELED.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_012{
    "LFPO-012",
    "After goodbye nothing is sent. The daemon takes it like the loss of the path, and so does "
    "the instance.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_013{
    "LFPO-013",
    "A call that needs nothing of Linux is answered by the instance: SELECT and SELECTEX from the "
    "data, ends and connections it was told of and the window it has, FCNTL, IOCTL FIONBIO, "
    "GIVESOCKET, TAKESOCKET and GETCLIENTID.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_014{
    "LFPO-014",
    "A receiver whose buffer is empty returns credit when its sender has less window left than a "
    "full chunk; with LFP-165 nothing more is needed for LFP-166.",
    "KIT",
    "none",
    Level::profile};

} // namespace pathproof::lfp::req
