// SPDX-License-Identifier: Apache-2.0
// The socket calls that cross the path as requests [LFP-080, LFP-082]. The others do not need to:
// reading and writing is data, and what the instance is told already answers SELECT, SELECTEX,
// FCNTL, IOCTL FIONBIO, GIVESOCKET, TAKESOCKET and GETCLIENTID [LFPO-008, LFPO-013].
#pragma once

#include <cstdint>

#include "model/core/frame.hpp"

namespace pathproof::lfp {

enum class Call : std::uint16_t {
  initapi = 1,
  termapi = 2,
  socket = 3,
  bind = 4,
  listen = 5,
  accept = 6,
  connect = 7,
  shutdown = 8,
  close = 9,
  getsockname = 10,
  getpeername = 11,
  getsockopt = 12,
  setsockopt = 13,
  gethostbyname = 14,
  gethostname = 15,
  gethostid = 16,
};

// The meaning names what the arguments are; "new" is a descriptor that the instance has chosen.
inline constexpr NamedValue calls[]{
    {1, "INITAPI", "the text: name of the task"},
    {2, "TERMAPI", "closes the sockets of the task"},
    {3, "SOCKET", "socket: new; argument_1: family; 2: 1 stream, 2 datagram; 3: protocol"},
    {4, "BIND", "address"},
    {5, "LISTEN", "argument_1: backlog"},
    {6, "ACCEPT", "argument_1: new; waits; response: address of the partner"},
    {7, "CONNECT", "address; waits"},
    {8, "SHUTDOWN", "argument_1: 0 receiving, 1 sending, 2 both; behind the data sent before"},
    {9, "CLOSE", "behind the data sent before"},
    {10, "GETSOCKNAME", "response: address"},
    {11, "GETPEERNAME", "response: address"},
    {12, "GETSOCKOPT", "argument_1: option; response: argument_2: value"},
    {13, "SETSOCKOPT", "argument_1: option; argument_2: value"},
    {14, "GETHOSTBYNAME", "the text: a name; response: the text: bodies of calls with addresses"},
    {15, "GETHOSTNAME", "response: the text"},
    {16, "GETHOSTID", "response: address"}};

} // namespace pathproof::lfp
