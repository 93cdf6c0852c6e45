// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: requirements on flow control (docs/sources.md).
#pragma once

#include <array>

#include "model/core/requirement.hpp"

namespace pathproof::iucv::req {

inline constexpr Requirement iucv_230{
    "IUCV-230",
    "A message is sent only while fewer are unconfirmed than the window of the peer.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_231{
    "IUCV-231", "Only data frames count against the window.", "AF", "CODE", Level::note};

inline constexpr Requirement iucv_232{
    "IUCV-232",
    "A message is counted for a confirmation when it was read completely.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_233{
    "IUCV-233",
    "WIN is sent when half the own limit has been read, rounded down, with their number.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_234{"IUCV-234",
                                      "A data frame confirms what was read so far: then its flags "
                                      "are WIN, otherwise 0 with a window of 0.",
                                      "AF",
                                      "CODE",
                                      Level::note};

inline constexpr Requirement iucv_235{
    "IUCV-235",
    "WIN without payload is a confirmation only; longer it is a message too.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_236{
    "IUCV-236",
    "An empty message that confirms something is taken for a confirmation only.",
    "AF",
    "INF",
    Level::note,
    Coverage::not_modelled,
    "HS-001 forbids an endpoint to send one"};

inline constexpr Requirement iucv_237{
    "IUCV-237",
    "More confirmed than was sent makes room for as many messages beyond the window.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_238{
    "IUCV-238",
    "WIN is ignored without a connection, and so is a message in it.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_239{"IUCV-239",
                                      "More messages read and unconfirmed than the own limit end "
                                      "the connection, and recv fails with EFAULT.",
                                      "AF",
                                      "CODE",
                                      Level::note};

inline constexpr Requirement iucv_240{
    "IUCV-240",
    "While received messages wait for room in the receive buffer no WIN is sent.",
    "AF",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "what fills the buffer is not said; the kit does so only by a flood, after which a WIN may be "
    "sent or not"};

inline constexpr Requirement iucv_241{"IUCV-241",
                                      "A WIN that cannot be sent ends the connection.",
                                      "AF",
                                      "CODE",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "needs a device that fails"};

inline constexpr Requirement iucv_242{"IUCV-242",
                                      "The end that SHT makes is confirmed like a message.",
                                      "AF",
                                      "INF",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "HS-004 forbids it; an endpoint that does so deviates"};

inline constexpr Requirement iucv_243{
    "IUCV-243",
    "Notices of the device end a transmission, or the connection.",
    "AF",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "needs a device that reports transmissions"};

inline constexpr Requirement iucv_244{"IUCV-244",
                                      "Completion codes of HiperSockets become such notices.",
                                      "QETH",
                                      "CODE",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "needs a HiperSockets device"};

inline constexpr Requirement iucv_245{"IUCV-245",
                                      "A delivery that failed ends the connection.",
                                      "AF",
                                      "INF",
                                      Level::note,
                                      Coverage::not_modelled,
                                      "needs a HiperSockets device"};

} // namespace pathproof::iucv::req
