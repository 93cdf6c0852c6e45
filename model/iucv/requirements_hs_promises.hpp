// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: what an endpoint promises, and how its calls fail (docs/sources.md).
#pragma once

#include <array>

#include "model/core/requirement.hpp"

namespace pathproof::iucv::req {

inline constexpr Requirement hs_001{
    "HS-001",
    "What send reports as sent goes to the peer whole, once and in order.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement hs_002{
    "HS-002",
    "What arrives on a direction that is open is given to recv whole, once and in order.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement hs_003{
    "HS-003",
    "An endpoint never has more messages unconfirmed than the window that its peer gave.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement hs_004{"HS-004",
                                    "An endpoint confirms no more messages than it was sent.",
                                    "KIT",
                                    "none",
                                    Level::profile};

inline constexpr Requirement hs_005{
    "HS-005", "No message is sent after SHT or FIN.", "KIT", "none", Level::profile};

inline constexpr Requirement hs_006{
    "HS-006", "No frame and no call uses up memory for good.", "KIT", "none", Level::profile};

inline constexpr Requirement hs_007{
    "HS-007", "A call that waits leaves the processor to others.", "KIT", "none", Level::profile};

inline constexpr Requirement hs_008{
    "HS-008",
    "When nothing is under way both ends of a connection agree: whether there is one, how many "
    "messages are unconfirmed, and which direction has ended.",
    "KIT",
    "none",
    Level::profile};

inline constexpr Requirement hs_101{"HS-101",
                                    "bind of a socket that is bound already fails with EBADFD.",
                                    "AF",
                                    "CODE",
                                    Level::note};

inline constexpr Requirement hs_102{
    "HS-102",
    "SO_MSGLIMIT can be set until the socket listens or connects; later it fails with EINVAL.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement hs_103{
    "HS-103",
    "connect of a socket that is not open or bound fails with EBADFD.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement hs_104{
    "HS-104",
    "accept of a socket that does not listen fails with EBADFD; with nothing to accept a call that "
    "does not wait fails with EAGAIN.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement hs_105{"HS-105",
                                    "send fails with EPIPE when the direction is shut down, and "
                                    "otherwise with ENOTCONN when there is no connection.",
                                    "AF",
                                    "CODE",
                                    Level::note};

inline constexpr Requirement hs_106{"HS-106",
                                    "send that does not wait for the window fails with EAGAIN; one "
                                    "that waits fails with ECONNRESET when the connection ends.",
                                    "AF",
                                    "CODE",
                                    Level::note};

inline constexpr Requirement hs_107{
    "HS-107",
    "recv gives 0 when the connection or the direction is at its end and nothing is queued; with "
    "nothing queued a call that does not wait fails with EAGAIN.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement hs_108{
    "HS-108",
    "shutdown of a socket that listens or whose connection is over fails with ENOTCONN.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement hs_109{
    "HS-109", "A signal ends a call that waits with EINTR.", "AF", "CODE", Level::note};

} // namespace pathproof::iucv::req
