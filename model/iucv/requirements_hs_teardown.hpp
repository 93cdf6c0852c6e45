// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: requirements on the end of connections and on names (docs/sources.md).
#pragma once

#include <array>

#include "model/core/requirement.hpp"

namespace pathproof::iucv::req {

inline constexpr Requirement iucv_250{
    "IUCV-250", "close of an open connection sends FIN.", "AF", "CODE", Level::note};

inline constexpr Requirement iucv_251{
    "IUCV-251",
    "FIN is not answered; it ends an open connection and is ignored elsewhere.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_252{
    "IUCV-252", "When the peer has sent FIN, close sends nothing.", "AF", "CODE", Level::note};

inline constexpr Requirement iucv_253{
    "IUCV-253",
    "What arrived before FIN can still be read, and then recv gives 0; data after FIN is dropped.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_254{
    "IUCV-254",
    "shutdown of the sending direction sends SHT, and the peer reads 0.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_255{"IUCV-255",
                                      "shutdown of the receiving direction sends nothing; what "
                                      "arrives later is dropped and never confirmed.",
                                      "AF",
                                      "CODE",
                                      Level::note};

inline constexpr Requirement iucv_256{
    "IUCV-256",
    "After SHT send fails with EPIPE; control frames are still sent.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_257{
    "IUCV-257",
    "close of a socket that listens closes all connections that were not accepted.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_258{"IUCV-258",
                                      "A device that goes down sends FIN for each connection.",
                                      "AF",
                                      "CODE",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "the kit leaves devices up"};

inline constexpr Requirement iucv_259{
    "IUCV-259",
    "A frame that is for no socket gets no answer, unless it is SYN.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_270{"IUCV-270",
                                      "The layout of sockaddr_iucv.",
                                      "HDR",
                                      "CODE",
                                      Level::note,
                                      Coverage::precondition,
                                      "whoever makes the calls of the kit fills it in"};

inline constexpr Requirement iucv_271{"IUCV-271",
                                      "Port, address and node id of an address are not looked at.",
                                      "MAN, AF",
                                      "CODE",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "the kit gives what the manual wants"};

inline constexpr Requirement iucv_272{
    "IUCV-272",
    "bind finds the device by its user id; without one it fails with ENODEV.",
    "AF, MAN",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_273{
    "IUCV-273",
    "A name is of one socket of the system only: bind to it fails with EADDRINUSE.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_274{"IUCV-274",
                                      "Eight NUL bytes are always in use as a name.",
                                      "AF",
                                      "INF",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "the kit uses letters"};

inline constexpr Requirement iucv_275{"IUCV-275",
                                      "Eight blanks as a name are replaced by an automatic name.",
                                      "AF",
                                      "CODE",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "the kit names its sockets"};

inline constexpr Requirement iucv_276{"IUCV-276",
                                      "Automatic names count up in eight hexadecimal digits.",
                                      "AF",
                                      "CODE",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "the kit names its sockets"};

inline constexpr Requirement iucv_277{"IUCV-277",
                                      "Over z/VM connect binds a socket that is not bound.",
                                      "AF",
                                      "CODE",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "another transport"};

inline constexpr Requirement iucv_278{"IUCV-278",
                                      "Names that begin with lnxhvc are reserved.",
                                      "MAN",
                                      "DOC",
                                      Level::must,
                                      Coverage::precondition,
                                      "the kit uses none of them"};

inline constexpr Requirement iucv_279{"IUCV-279",
                                      "listen needs state bound and otherwise fails with EINVAL; a "
                                      "backlog of n admits n + 1 connections.",
                                      "AF",
                                      "CODE",
                                      Level::note};

inline constexpr Requirement iucv_280{
    "IUCV-280",
    "accept gives connections that the peer has already ended too.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_281{
    "IUCV-281",
    "poll reports a socket that listens as readable for open connections.",
    "AF",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "the kit does not poll"};

inline constexpr Requirement iucv_282{"IUCV-282",
                                      "What poll reports of ends.",
                                      "AF",
                                      "CODE",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "the kit does not poll"};

inline constexpr Requirement iucv_283{"IUCV-283",
                                      "send of SOCK_SEQPACKET needs MSG_EOR.",
                                      "AF, MAN",
                                      "CODE",
                                      Level::note,
                                      Coverage::precondition,
                                      "whoever makes the calls of the kit sets it"};

inline constexpr Requirement iucv_284{"IUCV-284",
                                      "Socket filters see incoming messages.",
                                      "AF",
                                      "CODE",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "the kit sets none"};

} // namespace pathproof::iucv::req
