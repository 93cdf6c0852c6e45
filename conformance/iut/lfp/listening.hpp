// SPDX-License-Identifier: Apache-2.0
// Who listens on this machine, for sockets that got their ports from Linux.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <set>

namespace pathproof::iut::lfp {

// The ports of TCP sockets of IPv4 and IPv6 that listen; those of the process and its descendants,
// or with 0 of all.
std::set<std::uint16_t> listening_ports(pid_t process);

} // namespace pathproof::iut::lfp
