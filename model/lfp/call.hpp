// SPDX-License-Identifier: Apache-2.0
// The socket calls that cross the path [LFP-080, LFP-082], and what they carry. A response carries
// RETCODE and ERRNO [LFP-084].
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
  ioctl = 14,
  fcntl = 15,
  select = 16,
  givesocket = 17,
  takesocket = 18,
  getclientid = 19,
  gethostbyname = 20,
  gethostname = 21,
  gethostid = 22,
};

// The meaning names what the arguments are; "new" is a descriptor that the instance has chosen.
inline constexpr NamedValue calls[]{
    {1, "INITAPI", "argument_1: sockets the task wants; the text: name of the task"},
    {2, "TERMAPI", "frees what the task has"},
    {3, "SOCKET", "argument_1: family; 2: type, 1 stream, 2 datagram; 3: protocol; socket: new"},
    {4, "BIND", "address"},
    {5, "LISTEN", "argument_1: backlog"},
    {6, "ACCEPT", "argument_1: new; waits; response: address of the partner"},
    {7, "CONNECT", "address; waits"},
    {8, "SHUTDOWN", "argument_1: 0 receiving, 1 sending, 2 both; behind the data sent before"},
    {9, "CLOSE", "behind the data sent before"},
    {10, "GETSOCKNAME", "response: address"},
    {11, "GETPEERNAME", "response: address"},
    {12, "GETSOCKOPT", "argument_1: option; response: argument_2 and 3: value"},
    {13, "SETSOCKOPT", "argument_1: option; 2 and 3: value"},
    {14, "IOCTL", "argument_1: command; 2: value"},
    {15, "FCNTL", "argument_1: command; 2: value"},
    {16, "SELECT", "argument_1: milliseconds; the text: descriptors and what is awaited; waits"},
    {17, "GIVESOCKET", "the text: the client that may take it"},
    {18, "TAKESOCKET", "argument_1: descriptor of the giver; the text: the giver; socket: new"},
    {19, "GETCLIENTID", "response: the text"},
    {20, "GETHOSTBYNAME", "the text: a name; response: addresses, each a call body's"},
    {21, "GETHOSTNAME", "response: the text"},
    {22, "GETHOSTID", "response: address"}};

} // namespace pathproof::lfp
