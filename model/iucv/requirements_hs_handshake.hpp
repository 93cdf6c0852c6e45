// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: requirements on the handshake (docs/sources.md).
#pragma once

#include <array>

#include "model/core/requirement.hpp"

namespace pathproof::iucv::req {

inline constexpr Requirement iucv_193{
    "IUCV-193", "A message has as many octets as fit into one frame.", "AF", "CODE", Level::note};

inline constexpr Requirement iucv_194{
    "IUCV-194",
    "A message that does not fit fails with EMSGSIZE on SOCK_SEQPACKET.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_195{
    "IUCV-195", "Frames of less than 104 octets are dropped.", "AF", "CODE", Level::note};

inline constexpr Requirement iucv_197{
    "IUCV-197",
    "Flags that are none of the seven accepted values make a frame invalid.",
    "AF",
    "INF",
    Level::note};

inline constexpr Requirement iucv_200{
    "IUCV-200",
    "A connection begins with two frames, SYN and then SYN+ACK or SYN+FIN; there is no third one.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_201{
    "IUCV-201",
    "SYN has the own message limit as its window, and the names of connect and bind.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_202{"IUCV-202",
                                      "A SYN is for the socket that has its destination names and "
                                      "no peer; only then its state is looked at.",
                                      "AF",
                                      "CODE",
                                      Level::note};

inline constexpr Requirement iucv_203{
    "IUCV-203",
    "A SYN that finds no socket, none that listens, or a full backlog, is answered by SYN+FIN.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_204{
    "IUCV-204",
    "The answer to SYN is the same frame with source and destination exchanged and other flags.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_205{"IUCV-205",
                                      "SYN+ACK has the message limit of the new connection as its "
                                      "window; SYN+FIN gives back that of the SYN.",
                                      "AF",
                                      "CODE",
                                      Level::note};

inline constexpr Requirement iucv_206{
    "IUCV-206",
    "A window of 0 in SYN means 128; in SYN+ACK it means that nothing can ever be sent.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_207{
    "IUCV-207",
    "The new connection is open, and there to be accepted, as soon as SYN+ACK is sent.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_208{
    "IUCV-208",
    "SYN+ACK counts only in state bound and from the peer of connect; otherwise it is dropped.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_209{
    "IUCV-209",
    "SYN+FIN counts only in state bound; connect then fails with ECONNREFUSED.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_210{
    "IUCV-210",
    "Nothing is sent again; without an answer connect fails with EAGAIN after 40 seconds.",
    "AF",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "the kit does not wait for so long"};

inline constexpr Requirement iucv_211{"IUCV-211",
                                      "An unreachable peer is noticed in the same way.",
                                      "AF",
                                      "INF",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "needs a device that reports failed transmissions"};

inline constexpr Requirement iucv_212{
    "IUCV-212",
    "connect that does not wait fails with EAGAIN, and a later SYN+ACK completes it.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_213{"IUCV-213",
                                      "After EAGAIN connect may be called again and sends another "
                                      "SYN; after ECONNREFUSED it fails with EBADFD.",
                                      "AF",
                                      "CODE",
                                      Level::note};

inline constexpr Requirement iucv_214{
    "IUCV-214",
    "A SYN that came twice makes a second connection with the same four names.",
    "AF",
    "INF",
    Level::note,
    Coverage::precondition,
    "which of the two then gets the frames is not said; the kit sends none twice"};

inline constexpr Requirement iucv_215{
    "IUCV-215",
    "A socket that tried to connect and then listens still has a peer, and no SYN is for it.",
    "AF",
    "INF",
    Level::note};

inline constexpr Requirement iucv_216{
    "IUCV-216", "FIN, data, WIN and SHT are ignored in state bound.", "AF", "CODE", Level::note};

inline constexpr Requirement iucv_217{
    "IUCV-217", "connect without bind fails with EBADFD.", "AF, MAN", "CODE", Level::note};

inline constexpr Requirement iucv_218{
    "IUCV-218",
    "With a device that is gone or down calls fail with ENODEV or ENETDOWN.",
    "AF, MAN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "the kit leaves devices up"};

inline constexpr Requirement iucv_219{
    "IUCV-219",
    "A refused SYN leaves a connection behind that is never freed.",
    "AF",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "HS-006 forbids it; an endpoint that does so deviates"};

} // namespace pathproof::iucv::req
