// SPDX-License-Identifier: Apache-2.0
#include "runner/listen.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "model/core/error.hpp"

namespace pathproof::runner {

namespace {

constexpr std::size_t line_octets_max = 256 * 1024;
constexpr int stalled_ms = 2000;

} // namespace

Listener::Listener(const std::string& where)
    : address_(iut::stream_address(where)), socket_(iut::listen_at(address_)) {}

Listener::~Listener() {
  if (!address_.path.empty()) {
    unlink(address_.path.c_str());
  }
}

bool Listener::go_on(const std::function<bool(std::string_view)>& take) {
  if (!peer_) {
    return accept_peer();
  }
  std::array<char, 65536> octets;
  const ssize_t count = recv(peer_.get(), octets.data(), octets.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
    return true;
  }
  if (count <= 0 || input_.size() > line_octets_max) {
    return end();
  }
  input_.append(octets.data(), static_cast<std::size_t>(count));
  std::size_t begun = 0;
  for (std::size_t at = 0; (at = input_.find('\n', begun)) != std::string::npos;) {
    if (!take(std::string_view(input_).substr(begun, at - begun))) {
      return end();
    }
    begun = at + 1;
  }
  input_.erase(0, begun);
  return true;
}

bool Listener::accept_peer() {
  peer_ = iut::Descriptor(accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!peer_ && errno != EINTR && errno != ECONNABORTED && errno != EAGAIN) {
    throw UsageError(std::string("cannot accept a connection: ") + std::strerror(errno));
  }
  return !peer_;
}

bool Listener::end() {
  peer_.reset();
  input_.clear();
  return false;
}

void Listener::say(std::string_view lines) {
  while (!lines.empty() && peer_) {
    const ssize_t count = send(peer_.get(), lines.data(), lines.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      lines.remove_prefix(static_cast<std::size_t>(count));
      continue;
    }
    pollfd writable{peer_.get(), POLLOUT, 0};
    if (errno != EINTR && (errno != EAGAIN || poll(&writable, 1, stalled_ms) <= 0)) {
      shutdown(peer_.get(), SHUT_RDWR); // after a part of a line nothing can be said
      return;
    }
  }
}

} // namespace pathproof::runner
