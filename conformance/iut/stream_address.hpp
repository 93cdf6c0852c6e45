// SPDX-License-Identifier: Apache-2.0
// Where a stream socket is: unix:PATH or tcp:HOST:PORT, to connect to or to listen at.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/iut/descriptor.hpp"

namespace pathproof::iut {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

struct StreamAddress {
  std::string name; // as it was given, printable
  // All that a name stands for: "localhost" is often two, and a server may listen on either.
  std::vector<SocketAddress> addresses{};
  std::string path{};    // of a Unix socket
  std::string trouble{}; // not empty: the host cannot be found
};

// The address of the Unix socket with that path. Throws UsageError that begins with `what` for a
// path that is too long.
SocketAddress unix_address(const std::string& path, const std::string& what);

// Throws UsageError for what is neither unix:PATH nor tcp:HOST:PORT.
StreamAddress stream_address(std::string_view text);

// What came of an attempt to connect: a socket that does not block, or an errno.
struct Connection {
  Descriptor socket{};
  int error = 0;
};

// Connects, again and again for so long while the server may just be starting.
Connection connect_to(const StreamAddress& address, int patience_ms);

// A listening socket that does not block. A path at which nobody listens any more is taken over.
// Throws UsageError.
Descriptor listen_at(const StreamAddress& address);

// Binds a socket to a path, also to one that a process that is gone has left there. 0 or an errno.
int bind_unix(int socket, const SocketAddress& address);

} // namespace pathproof::iut
