// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/stack_socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>

#include <cerrno>
#include <chrono>

namespace pathproof::iut {

namespace {

constexpr int backlog = 16;

sockaddr_in ipv4(in_addr_t address, unsigned short port) {
  sockaddr_in made{};
  made.sin_family = AF_INET;
  made.sin_addr.s_addr = address;
  made.sin_port = htons(port);
  return made;
}

} // namespace

StackSocket& StackSocket::operator=(StackSocket&& other) noexcept {
  if (this != &other) {
    reset();
    calls_ = other.calls_;
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

void StackSocket::reset() {
  if (number_ >= 0) {
    calls_->close(std::exchange(number_, -1));
  }
}

int StackSocket::listen(unsigned short port) const {
  const sockaddr_in any = ipv4(htonl(INADDR_ANY), port);
  const int yes = 1;
  const bool done =
      calls_->set_option(number_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
      calls_->bind(number_, reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0 &&
      calls_->listen(number_, backlog) == 0;
  return done ? 0 : errno;
}

unsigned short StackSocket::port() const {
  sockaddr_in bound{};
  socklen_t size = sizeof bound;
  return calls_->name(number_, reinterpret_cast<sockaddr*>(&bound), &size) == 0
             ? ntohs(bound.sin_port)
             : static_cast<unsigned short>(0);
}

bool StackSocket::wait(short events, int wait_ms) const {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::milliseconds(wait_ms);
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd one{.fd = number_, .events = events, .revents = 0};
    const int found = calls_->poll(&one, 1, left > 0 ? static_cast<int>(left) : 0);
    if (found >= 0 || errno != EINTR) {
      // A socket that neither listens nor is connected hangs up, and that is no event here.
      return found > 0 && (one.revents & (events | POLLERR)) != 0;
    }
  }
}

bool StackSocket::ready(int wait_ms) const {
  return wait(POLLIN, wait_ms);
}

StackSocket StackSocket::accept(int wait_ms, int& error) const {
  if (!wait(POLLIN, wait_ms)) {
    error = EAGAIN;
    return {};
  }
  StackSocket made(*calls_, calls_->accept(number_, nullptr, nullptr));
  error = made ? 0 : errno;
  return made;
}

int StackSocket::connect(in_addr_t address, unsigned short port, int wait_ms) const {
  const sockaddr_in to = ipv4(address, port);
  const int flags = calls_->fcntl(number_, F_GETFL, 0);
  if (flags < 0 || calls_->fcntl(number_, F_SETFL, flags | O_NONBLOCK) < 0) {
    return errno;
  }
  int error = 0;
  if (calls_->connect(number_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    error = errno;
  }
  if (error == EINPROGRESS) {
    socklen_t size = sizeof error;
    error = ETIMEDOUT;
    if (wait(POLLOUT, wait_ms) &&
        calls_->get_option(number_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
      error = errno;
    }
  }
  if (calls_->fcntl(number_, F_SETFL, flags) < 0 && error == 0) {
    error = errno;
  }
  return error;
}

int StackSocket::send(std::string_view octets) const {
  while (!octets.empty()) {
    const ssize_t sent = calls_->send(number_, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EINTR) {
      return errno;
    }
    octets.remove_prefix(sent < 0 ? 0 : static_cast<std::size_t>(sent));
  }
  return 0;
}

std::string StackSocket::receive(std::size_t octets, int wait_ms) const {
  std::string all;
  while (all.size() < octets && wait(POLLIN, wait_ms)) {
    char piece[512];
    const std::size_t wanted = octets - all.size();
    const ssize_t count =
        calls_->receive(number_, piece, wanted < sizeof piece ? wanted : sizeof piece, 0);
    if (count == 0 || (count < 0 && errno != EINTR)) {
      break;
    }
    all.append(piece, count < 0 ? 0 : static_cast<std::size_t>(count));
  }
  return all;
}

} // namespace pathproof::iut
