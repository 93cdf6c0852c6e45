// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/stream_address.hpp"

#include <netdb.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <system_error>
#include <thread>

#include "conformance/iut/channel.hpp"
#include "conformance/iut/deadline.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut {
namespace {

using std::chrono::milliseconds;

// Worth another attempt: the server may just be starting or have its hands full.
bool may_pass(int error) {
  return error == ECONNREFUSED || error == ENOENT || error == EAGAIN || error == ECONNRESET ||
         error == ECONNABORTED;
}

// A connection to a free local port can meet itself, when the system picks that port for its own
// end. Nobody would be there to answer.
bool is_connected_to_itself(int socket) {
  sockaddr_storage here{};
  sockaddr_storage there{};
  socklen_t here_size = sizeof here;
  socklen_t there_size = sizeof there;
  return getsockname(socket, reinterpret_cast<sockaddr*>(&here), &here_size) == 0 &&
         getpeername(socket, reinterpret_cast<sockaddr*>(&there), &there_size) == 0 &&
         here.ss_family != AF_UNIX && here_size == there_size &&
         std::memcmp(&here, &there, here_size) == 0;
}

int try_to_connect(const SocketAddress& address, const Deadline& deadline, Descriptor& made) {
  made = Descriptor(
      ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!made) {
    return errno;
  }
  if (::connect(made.get(), address.get(), address.size) != 0) {
    if (errno != EINPROGRESS && errno != EINTR) {
      return errno;
    }
    for (;;) {
      pollfd writable{made.get(), POLLOUT, 0};
      const int ready = poll(&writable, 1, deadline.left_ms());
      if (ready == 0) {
        return ETIMEDOUT;
      }
      if (ready == 1) {
        break;
      }
    }
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(made.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
      return error;
    }
  }
  return is_connected_to_itself(made.get()) ? ECONNREFUSED : 0;
}

// 0, or the errno of the attempt; of several, one that may pass if there is any.
int try_all(const std::vector<SocketAddress>& addresses,
            const Deadline& deadline,
            Descriptor& made) {
  int worst = 0;
  for (const SocketAddress& address : addresses) {
    const int error = try_to_connect(address, deadline, made);
    if (error == 0) {
      return 0;
    }
    worst = may_pass(worst) ? worst : error;
  }
  return worst;
}

std::uint16_t parse_port(std::string_view text, const std::string& spec) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0 || port > 65535) {
    throw UsageError("tcp:" + spec + " has no port from 1 to 65535 at its end");
  }
  return static_cast<std::uint16_t>(port);
}

StreamAddress tcp_address(const std::string& host_and_port) {
  const std::size_t colon = host_and_port.rfind(':');
  if (colon == std::string::npos || colon == 0) {
    throw UsageError("tcp:" + host_and_port + " is not of the form tcp:HOST:PORT");
  }
  const std::uint16_t port =
      parse_port(std::string_view(host_and_port).substr(colon + 1), host_and_port);
  std::string host = host_and_port.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2); // IPv6 as in a URL
  }
  StreamAddress made{.name = "tcp:" + excerpt(host_and_port)};
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (error != 0) {
    made.trouble = "cannot find the host '" + excerpt(host) + "': " + gai_strerror(error);
    return made;
  }
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    SocketAddress& address = made.addresses.emplace_back();
    std::memcpy(&address.storage, one->ai_addr, one->ai_addrlen);
    address.size = one->ai_addrlen;
  }
  freeaddrinfo(found);
  return made;
}

} // namespace

SocketAddress unix_address(const std::string& path, const std::string& what) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (path.size() >= sizeof name.sun_path) {
    throw UsageError(what + " is longer than the " + std::to_string(sizeof name.sun_path - 1) +
                     " bytes a socket's path can have");
  }
  std::memcpy(name.sun_path, path.data(), path.size());
  SocketAddress address;
  std::memcpy(&address.storage, &name, sizeof name);
  address.size = sizeof name;
  return address;
}

StreamAddress stream_address(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string_view kind = text.substr(0, colon);
  const std::string rest(text.substr(std::min(colon + 1, text.size())));
  if (kind == "unix" && !rest.empty()) {
    return {.name = "unix:" + excerpt(rest),
            .addresses = {unix_address(rest, "unix:" + rest)},
            .path = rest};
  }
  if (kind == "tcp" && !rest.empty()) {
    return tcp_address(rest);
  }
  throw UsageError("'" + excerpt(text) + "' is neither unix:PATH nor tcp:HOST:PORT");
}

Connection connect_to(const StreamAddress& address, int patience_ms) {
  const Deadline deadline(patience_ms);
  milliseconds pause{2};
  Connection made;
  made.error = try_all(address.addresses, deadline, made.socket);
  while (may_pass(made.error) && deadline.left_ms() > pause.count()) {
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, milliseconds(50));
    made.error = try_all(address.addresses, deadline, made.socket);
  }
  if (made.error != 0) {
    made.socket.reset();
  }
  return made;
}

int bind_unix(int socket, const SocketAddress& address) {
  if (::bind(socket, address.get(), address.size) == 0) {
    return 0;
  }
  if (errno != EADDRINUSE) {
    return errno;
  }
  int type = 0;
  socklen_t size = sizeof type;
  getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &size);
  const Descriptor probe(::socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (::connect(probe.get(), address.get(), address.size) == 0 || errno != ECONNREFUSED) {
    return EADDRINUSE;
  }
  const auto* const name = reinterpret_cast<const sockaddr_un*>(&address.storage);
  ::unlink(name->sun_path);
  return ::bind(socket, address.get(), address.size) == 0 ? 0 : errno;
}

Descriptor listen_at(const StreamAddress& address) {
  int error = address.trouble.empty() ? EADDRNOTAVAIL : 0;
  for (const SocketAddress& one : address.addresses) {
    Descriptor made(::socket(one.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int yes = 1;
    setsockopt(made.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (!address.path.empty()) {
      error = bind_unix(made.get(), one);
    } else {
      error = ::bind(made.get(), one.get(), one.size) == 0 ? 0 : errno;
    }
    if (error == 0 && ::listen(made.get(), 8) == 0) {
      return made;
    }
    error = error == 0 ? errno : error;
  }
  throw UsageError("cannot listen at " + address.name + ": " +
                   (error == 0 ? address.trouble : std::generic_category().message(error)));
}

} // namespace pathproof::iut
