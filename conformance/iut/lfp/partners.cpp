// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/partners.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <tuple>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/hs/failure.hpp"

namespace pathproof::iut::lfp {

namespace {

constexpr std::size_t read_at_once = 65536;

std::string difference(std::uint64_t place,
                       const std::string& direction,
                       unsigned socket,
                       std::uint8_t came,
                       std::uint8_t sent) {
  return "octet " + std::to_string(place) + " " + direction + " the partner of socket " +
         std::to_string(socket) + " is " + std::to_string(came) + ", sent was " +
         std::to_string(sent);
}

} // namespace

std::vector<std::uint8_t>
octets_from(unsigned socket, bool to_daemon, std::uint64_t place, std::size_t count) {
  std::vector<std::uint8_t> octets(count);
  for (std::size_t i = 0; i < count; ++i) {
    octets[i] = octet_at(socket, to_daemon, place + i);
  }
  return octets;
}

Partners::Partners() {
  constexpr int backlog = 16;
  std::tie(listener_, address_) = loopback_socket();
  if (::listen(listener_.get(), backlog) != 0) {
    loopback_fails();
  }
}

const Partners::Partner& Partners::of(unsigned socket) const {
  if (socket >= partners_.size()) {
    throw SystemFailed({FaultKind::died,
                        "it has connected no socket " + std::to_string(socket) + " to a partner"});
  }
  return partners_[socket];
}

bool Partners::accept(unsigned socket, int milliseconds) {
  pollfd ready{listener_.get(), POLLIN, 0};
  if (::poll(&ready, 1, milliseconds) != 1) {
    return false;
  }
  partners_.resize(std::max<std::size_t>(partners_.size(), socket + 1));
  partners_[socket] = {.end = Descriptor(::accept4(
                           listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC))};
  return listens(socket);
}

bool Partners::write(unsigned socket, std::size_t count) {
  Partner& one = of(socket);
  const auto octets = octets_from(socket, false, one.sent, count);
  const ssize_t taken = ::send(one.end.get(), octets.data(), count, MSG_DONTWAIT | MSG_NOSIGNAL);
  one.sent += static_cast<std::uint64_t>(std::max<ssize_t>(taken, 0));
  return taken == static_cast<ssize_t>(count);
}

std::vector<std::uint8_t> Partners::from_instance(unsigned socket, std::size_t count) {
  std::uint64_t& place = of(socket).wanted;
  auto octets = octets_from(socket, true, place, count);
  place += count;
  return octets;
}

std::string Partners::check(unsigned socket, std::span<const std::uint8_t> octets) {
  std::uint64_t& place = of(socket).arrived;
  for (const std::uint8_t came : octets) {
    if (const std::uint8_t sent = octet_at(socket, false, place); came != sent) {
      return difference(place, "from", socket, came, sent);
    }
    ++place;
  }
  return {};
}

void Partners::end(unsigned socket, bool reset) {
  Partner& one = of(socket);
  if (!reset) {
    ::shutdown(one.end.get(), SHUT_WR);
    return;
  }
  const linger hard{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(one.end.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  one.end.reset();
}

Partners::Read Partners::read(unsigned socket) {
  Read read;
  Partner& one = of(socket);
  std::vector<std::uint8_t> octets(read_at_once);
  while (listens(socket) && read.wrong.empty()) {
    const ssize_t count = ::recv(one.end.get(), octets.data(), octets.size(), MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      break;
    }
    one.over = count <= 0;
    for (ssize_t i = 0; i < count; ++i, ++one.received, ++read.octets) {
      const std::uint8_t sent = octet_at(socket, true, one.received);
      const std::uint8_t came = octets[static_cast<std::size_t>(i)];
      if (came != sent && read.wrong.empty()) {
        read.wrong = difference(one.received, "for", socket, came, sent);
      }
    }
  }
  return read;
}

bool Partners::all_over(int milliseconds) {
  const Deadline deadline(milliseconds);
  bool over = true;
  for (unsigned i = 0; i < partners_.size(); ++i) {
    while (read(i), listens(i)) {
      pollfd ready{descriptor(i), POLLIN, 0};
      if (::poll(&ready, 1, deadline.left_ms()) != 1) {
        over = false;
        break;
      }
    }
  }
  partners_.clear();
  return over;
}

} // namespace pathproof::iut::lfp
