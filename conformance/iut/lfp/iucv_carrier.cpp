// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/iucv_carrier.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <string_view>
#include <system_error>
#include <thread>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/hs/answer.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut::lfp {

namespace {

// The C library has no header for this [LFP-100].
constexpr std::size_t name_octets = 8;

struct IucvAddress {
  sa_family_t family = af_iucv;
  std::uint16_t port = 0;
  std::uint32_t address = 0;
  std::array<char, name_octets> node{};
  std::array<char, name_octets> user{};
  std::array<char, name_octets> application{};
};

static_assert(sizeof(IucvAddress) == 32);

// More would not help: there is one instance, and others are refused.
constexpr int backlog = 8;
// So long a name may be that of a path that Linux has not closed yet [LFP-112]: it takes two
// seconds [LFP-138], and up to six were seen.
constexpr int name_patience_ms = 10'000;
// Over HiperSockets Linux would wait 40 s for somebody who is not there [LFP-107].
constexpr int least_connect_ms = 1000;
constexpr std::chrono::milliseconds between_attempts{20};

std::array<char, name_octets> padded(std::string_view text, char padding) {
  std::array<char, name_octets> octets;
  octets.fill(padding);
  std::copy_n(text.begin(), std::min(text.size(), octets.size()), octets.begin());
  return octets;
}

std::string_view without_padding(const std::array<char, name_octets>& octets) {
  const std::string_view all(octets.data(), octets.size());
  const std::size_t last = all.find_last_not_of(std::string_view(" \0", 2));
  return all.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

IucvAddress address_of(const std::string& user, const std::string& application, char user_padding) {
  IucvAddress made;
  made.node.fill(' ');
  made.user = padded(user, user_padding);
  made.application = padded(application, ' ');
  return made;
}

const sockaddr* generic(const IucvAddress& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

struct Bound {
  Descriptor socket{};
  char padding = ' ';
  std::string trouble{}; // not empty: why there is none
};

std::string why(int error, const IucvEnds& ends) {
  switch (error) {
  case EAFNOSUPPORT:
    return "this system has no AF_IUCV, which Linux has on s390x only; name another carrier with "
           "KIT_CARRIER = unix:PATH or tcp:HOST:PORT";
  case ENODEV:
    return "no HiperSockets device has the name '" + ends.user + "', and there is no z/VM";
  case EADDRINUSE:
    return "the application name " + ends.application + " is in use";
  default:
    return std::generic_category().message(error);
  }
}

// A socket with a name and a limit, which have to be there before it listens or connects.
Bound bound(const IucvEnds& ends, int patience_ms) {
  const Deadline deadline(patience_ms);
  Bound made;
  for (;;) {
    made.socket = Descriptor(::socket(af_iucv, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    const IucvAddress own = address_of(ends.user, ends.application, made.padding);
    if (made.socket && ::bind(made.socket.get(), generic(own), sizeof own) == 0) {
      break;
    }
    if (errno == ENODEV && made.padding == ' ' && ends.user.size() < name_octets) {
      made.padding = '\0'; // the name of a virtual device is six octets of address, and zeros
      continue;
    }
    if (errno != EADDRINUSE || deadline.left_ms() == 0) {
      made.trouble = why(errno, ends);
      return made;
    }
    std::this_thread::sleep_for(between_attempts);
  }
  const int limit = static_cast<int>(ends.message_limit);
  if (::setsockopt(made.socket.get(), sol_iucv, so_msglimit, &limit, sizeof limit) != 0) {
    made.trouble = why(errno, ends); // [LFP-054, LFP-116]
    return made;
  }
  int most = 0;
  socklen_t size = sizeof most;
  if (::getsockopt(made.socket.get(), sol_iucv, so_msgsize, &most, &size) == 0 &&
      static_cast<std::uint32_t>(most) < ends.mtu) { // [LFP-131, LFP-132]
    made.trouble = "the MTU is " + std::to_string(ends.mtu) +
                   ", and the device takes messages of at most " + std::to_string(most) + " octets";
  }
  return made;
}

void set_blocking(int socket, bool blocking) {
  const int flags = ::fcntl(socket, F_GETFL);
  ::fcntl(socket, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

} // namespace

bool is_iucv(int socket) {
  int domain = 0;
  socklen_t size = sizeof domain;
  return ::getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == af_iucv;
}

CarrierListener listen_by_iucv(const IucvEnds& ends) {
  Bound made = bound(ends, name_patience_ms);
  if (made.trouble.empty() && ::listen(made.socket.get(), backlog) != 0) {
    made.trouble = why(errno, ends);
  }
  if (!made.trouble.empty()) {
    throw UsageError("cannot listen by AF_IUCV: " + made.trouble);
  }
  set_blocking(made.socket.get(), false);
  return {std::move(made.socket), true, {}};
}

Carrier connect_by_iucv(const IucvEnds& ends, int patience_ms) {
  const Deadline deadline(patience_ms);
  for (;;) {
    // Who does not wait for a daemon does not wait for a name either.
    Bound made = bound(ends, patience_ms == 0 ? 0 : name_patience_ms);
    if (!made.trouble.empty()) {
      return {.record = true, .trouble = "cannot connect by AF_IUCV: " + made.trouble};
    }
    const IucvAddress peer = address_of(ends.peer_user, ends.peer_application, made.padding);
    const int wait_ms = std::max(deadline.left_ms(), least_connect_ms);
    const timeval wait{.tv_sec = wait_ms / 1000, .tv_usec = wait_ms % 1000 * 1000};
    ::setsockopt(made.socket.get(), SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    if (::connect(made.socket.get(), generic(peer), sizeof peer) == 0) {
      set_blocking(made.socket.get(), false);
      return {.socket = std::move(made.socket), .record = true};
    }
    const int error = errno;
    if (deadline.left_ms() == 0) {
      return {.record = true, .error = error == EAGAIN ? ETIMEDOUT : error};
    }
    std::this_thread::sleep_for(between_attempts);
  }
}

bool comes_from_peer(int connection, const IucvEnds& ends) {
  IucvAddress peer;
  socklen_t size = sizeof peer;
  return ::getpeername(connection, reinterpret_cast<sockaddr*>(&peer), &size) == 0 &&
         without_padding(peer.user) == ends.peer_user &&
         without_padding(peer.application) == ends.peer_application;
}

} // namespace pathproof::iut::lfp
