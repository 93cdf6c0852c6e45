// SPDX-License-Identifier: Apache-2.0
// Stream sockets on 127.0.0.1, for partners of a daemon under test.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/lfp/linux_calls.hpp"

namespace pathproof::iut::lfp {

LinuxAddress loopback(std::uint16_t port);

// Where a daemon under test is on another machine: what it says in place of 127.0.0.1, as an IPv4
// address in text, for this machine and for its own.
struct Addresses {
  const char* of_partners = "127.0.0.1";
  const char* of_daemon = "127.0.0.1";
};

// The same port at another address.
LinuxAddress at(const char* address, const LinuxAddress& here);

// Of an address that loopback() or loopback_socket() has given.
std::uint16_t port_of(const LinuxAddress& address);

// A socket that is bound to a port that nobody had, and its address. Without the socket the port is
// free again. Throws UsageError.
std::pair<Descriptor, LinuxAddress> loopback_socket();

// Whether each of these connections is ended by its partner within so long in all.
bool all_ended(const std::vector<Descriptor>& connections, int milliseconds);

// Throws UsageError with what errno says.
[[noreturn]] void loopback_fails();

} // namespace pathproof::iut::lfp
