// SPDX-License-Identifier: Apache-2.0
// How the profile's addresses and options are said to Linux. Errors are Linux's numbers; the daemon
// translates them [LFP-140].
#pragma once

#include <sys/socket.h>

#include <cstdint>

#include "model/lfp/message.hpp"

namespace pathproof::iut::lfp {

namespace profile = pathproof::lfp;

// AF_INET and AF_INET6 as programs on z/VSE know them [LFP-083].
inline constexpr std::uint16_t vse_af_inet = 2;
inline constexpr std::uint16_t vse_af_inet6 = 19;

// Linux's address family of z/VSE's; -1 for one that there is not.
int linux_family(std::uint32_t vse_family);

struct LinuxAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }

  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

// The address that the body has; size 0 when it has none.
LinuxAddress address_of(const profile::CallBody& body);

// Writes the address into the body. Any other family leaves it without one.
void put_address(const LinuxAddress& address, profile::CallBody& body);

// The way back: the body of an address that a Linux program named.
LinuxAddress address_of(const sockaddr* address, socklen_t size);

// The profile's number of one of Linux's options, or 0 [LFP-094].
std::uint32_t option_of(int level, int name);

// 0 or an errno.
int set_option(int socket, std::uint32_t option, std::uint32_t value);
int get_option(int socket, std::uint32_t option, std::uint32_t& value);

} // namespace pathproof::iut::lfp
