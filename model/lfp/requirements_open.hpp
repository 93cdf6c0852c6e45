// SPDX-License-Identifier: Apache-2.0
// LFP: requirements on the kit's own profile, docs/profiles/lfp-open-1.md.
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::lfp::req {

inline constexpr Requirement lfpo_001{
    "LFPO-001",
    "The instance connects and speaks first; the daemon answers hello with hello or refused, and "
    "closes after refused.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_002{
    "LFPO-002",
    "Messages of a kind that is not in the table, or that the state does not allow, end the "
    "path: the sender is at fault.",
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
    "the instance's choice and is in use from then on. It is a request of the task that has made "
    "the listener, with a number that this task has no other request of, and so is the CLOSE of a "
    "connection that no program has when its listener is closed. While one is outstanding, or has "
    "brought a connection, a program's ACCEPT is not sent: it ends with that connection.",
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
    Level::profile,
    Coverage::not_modelled,
    "the calls that it speaks of are not modelled"};

inline constexpr Requirement lfpo_014{
    "LFPO-014",
    "A receiver whose buffer is empty returns credit when its sender has less window left than a "
    "full chunk; with LFP-165 nothing more is needed for LFP-166. Of datagrams it returns all, for "
    "a sender cannot cut the next one to the window that is left.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_015{
    "LFPO-015",
    "A call gives what Linux gives: EINVAL for BIND of a socket that has a name, LISTEN of one "
    "that "
    "connects or is connected and ACCEPT of one that does not listen; EALREADY for CONNECT of one "
    "that connects, EISCONN of one that listens or is connected; ECONNREFUSED if the partner "
    "refuses; ENOTCONN for GETPEERNAME and SHUTDOWN of one that is not connected.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_016{
    "LFPO-016",
    "CLOSE and TERMAPI end calls that wait on the socket: they are answered first, as they ended "
    "or with ECANCELED.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_017{
    "LFPO-017",
    "SOCKET takes the families AF_INET and AF_INET6, for streams and datagrams. Another family is "
    "EAFNOSUPPORT, another type ESOCKTNOSUPPORT.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_018{
    "LFPO-018",
    "BIND gives a socket the address that it names, with a port that Linux chooses where that is "
    "0; GETSOCKNAME gives it, and before that the wildcard address with port 0. An address that "
    "the machine does not have is EADDRNOTAVAIL, one of another socket of the same type "
    "EADDRINUSE unless both have SO_REUSEADDR, one of another family EAFNOSUPPORT or, for a socket "
    "of AF_INET6, EINVAL.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_019{
    "LFPO-019",
    "GETSOCKOPT gives what SETSOCKOPT has set, in the values of the profile; of a flag 1 for "
    "anything but 0. An option that is only to get, is unknown, or is not of the socket's "
    "protocols is ENOPROTOOPT; for GETSOCKOPT of a socket of AF_INET the last is EOPNOTSUPP. "
    "Setting IPV6_V6ONLY of a socket that has a name is EINVAL.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_020{
    "LFPO-020",
    "CONNECT gives a socket without a name one, and GETPEERNAME gives the address that CONNECT has "
    "named last. A datagram socket is then given datagrams of that partner alone. A stream's "
    "address of another family is EAFNOSUPPORT or, for a socket of AF_INET6, EINVAL.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_021{
    "LFPO-021",
    "GETHOSTBYNAME gives a call body for each address that Linux finds. A name that nobody has is "
    "an error; which, is open.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_022{
    "LFPO-022",
    "LISTEN gives a socket without a name one; of a datagram socket it is EOPNOTSUPP. ACCEPT gives "
    "the address of the partner, and a socket with the name that the partner has connected to and "
    "the options of the one that listens.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_023{
    "LFPO-023",
    "In place of a first hello the daemon refuses what has another version as that, a message of "
    "another kind as malformed, and a hello whose values no path can have for these. Octets that "
    "are no message it refuses as malformed, or ends the path without a word. An instance ends the "
    "path where the first message is neither hello nor refused, or is a hello that it cannot bear; "
    "its start has failed then.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_024{
    "LFPO-024",
    "What a message has in fields and flags that its kind does not use changes nothing.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_025{
    "LFPO-025",
    "These end the path, for their sender is at fault: confirming more messages than were sent; "
    "data above the window, with another number than the next one, or behind the end of its "
    "direction; a second end; credit of 0 octets, or with which the window would be larger than it "
    "is at the begin.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement lfpo_026{
    "LFPO-026",
    "The daemon drops data and credit for a descriptor that is not in use, and a cancel of what "
    "is not outstanding: both may have ended meanwhile. To the instance, whose descriptors and "
    "requests they are until CLOSE or the request is answered, data, credit and end for a "
    "descriptor that is not in use, and a response to no request that is outstanding, end the "
    "path.",
    "KIT",
    "none",
    Level::profile};

} // namespace pathproof::lfp::req
