// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/loopback.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "conformance/iut/deadline.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut::lfp {

LinuxAddress loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  LinuxAddress made;
  std::memcpy(&made.storage, &address, sizeof address);
  made.size = sizeof address;
  return made;
}

LinuxAddress at(const char* address, const LinuxAddress& here) {
  LinuxAddress made = here;
  sockaddr_in inner{};
  std::memcpy(&inner, &here.storage, sizeof inner);
  ::inet_pton(AF_INET, address, &inner.sin_addr);
  std::memcpy(&made.storage, &inner, sizeof inner);
  return made;
}

std::uint16_t port_of(const LinuxAddress& address) {
  sockaddr_in inner{};
  std::memcpy(&inner, &address.storage, sizeof inner);
  return ntohs(inner.sin_port);
}

std::pair<Descriptor, LinuxAddress> loopback_socket() {
  Descriptor made(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  LinuxAddress name = loopback(0);
  if (!made || ::bind(made.get(), name.get(), name.size) != 0 ||
      ::getsockname(made.get(), name.get(), &name.size) != 0) {
    loopback_fails();
  }
  return {std::move(made), name};
}

bool all_ended(const std::vector<Descriptor>& connections, int milliseconds) {
  const Deadline deadline(milliseconds);
  return std::all_of(connections.begin(), connections.end(), [&](const Descriptor& one) {
    std::uint8_t octet = 0;
    pollfd ended{one.get(), POLLIN, 0};
    return ::poll(&ended, 1, deadline.left_ms()) == 1 &&
           ::recv(one.get(), &octet, sizeof octet, MSG_DONTWAIT) <= 0;
  });
}

void loopback_fails() {
  throw UsageError("cannot use loopback: " + std::generic_category().message(errno));
}

} // namespace pathproof::iut::lfp
