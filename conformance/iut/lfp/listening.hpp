// SPDX-License-Identifier: Apache-2.0
// Who listens on this machine, for sockets that got their ports from Linux.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <set>
#include <string>

namespace pathproof::iut::lfp {

// The ports of TCP sockets of IPv4 and IPv6 that listen; those of the process and its descendants,
// or with 0 of all.
std::set<std::uint16_t> listening_ports(pid_t process);

// The ports of those in tables that read as /proc/net/tcp does.
std::set<std::uint16_t> listening_in(const std::string& tables);

} // namespace pathproof::iut::lfp
