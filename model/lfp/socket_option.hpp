// SPDX-License-Identifier: Apache-2.0
// The socket options that GETSOCKOPT and SETSOCKOPT carry. Which of them IBM
// maps, and by what numbers, is not known [LFP-094]: the numbers are the profile's.
#pragma once

#include <cstdint>

#include "model/core/frame.hpp"

namespace pathproof::lfp {

enum class SocketOption : std::uint8_t {
  so_reuseaddr = 1,
  so_keepalive = 2,
  so_linger = 3,
  so_broadcast = 4,
  so_sndbuf = 5,
  so_rcvbuf = 6,
  so_error = 7,
  so_type = 8,
  so_acceptconn = 9,
  so_reuseport = 10,
  tcp_nodelay = 11,
  tcp_keepidle = 12,
  tcp_keepintvl = 13,
  tcp_keepcnt = 14,
  tcp_maxseg = 15,
  ipv6_v6only = 16,
  ip_tos = 17,
  ip_ttl = 18,
  ipv6_unicast_hops = 19,
  tcp_user_timeout = 20,
};

inline constexpr NamedValue socket_options[]{
    {1, "SO_REUSEADDR", "0 or 1"},
    {2, "SO_KEEPALIVE", "0 or 1"},
    {3, "SO_LINGER", "0: off; otherwise seconds and one more"},
    {4, "SO_BROADCAST", "0 or 1"},
    {5, "SO_SNDBUF", "octets"},
    {6, "SO_RCVBUF", "octets"},
    {7, "SO_ERROR", "a z/VSE error number; only to get"},
    {8, "SO_TYPE", "1 stream, 2 datagram; only to get"},
    {9, "SO_ACCEPTCONN", "0 or 1; only to get"},
    {10, "SO_REUSEPORT", "0 or 1"},
    {11, "TCP_NODELAY", "0 or 1"},
    {12, "TCP_KEEPIDLE", "seconds"},
    {13, "TCP_KEEPINTVL", "seconds"},
    {14, "TCP_KEEPCNT", "probes"},
    {15, "TCP_MAXSEG", "octets"},
    {16, "IPV6_V6ONLY", "0 or 1"},
    {17, "IP_TOS", "one octet"},
    {18, "IP_TTL", "hops"},
    {19, "IPV6_UNICAST_HOPS", "hops"},
    {20, "TCP_USER_TIMEOUT", "milliseconds"}};

} // namespace pathproof::lfp
