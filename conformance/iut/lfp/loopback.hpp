// SPDX-License-Identifier: Apache-2.0
// Stream sockets on 127.0.0.1, for partners of a daemon under test.
#pragma once

#include <cstdint>
#include <utility>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/lfp/linux_calls.hpp"

namespace pathproof::iut::lfp {

LinuxAddress loopback(std::uint16_t port);

// Of an address that loopback() or loopback_socket() has given.
std::uint16_t port_of(const LinuxAddress& address);

// A socket that is bound to a port that nobody had, and its address. Without the socket the port is
// free again. Throws UsageError.
std::pair<Descriptor, LinuxAddress> loopback_socket();

// Throws UsageError with what errno says.
[[noreturn]] void loopback_fails();

} // namespace pathproof::iut::lfp
