// SPDX-License-Identifier: Apache-2.0
// unix:PATH and tcp:HOST:PORT, an implementation that somebody else started and that listens.
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <system_error>
#include <thread>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/stream_channel.hpp"
#include "conformance/iut/transports.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A debugger wants no deadline for answers; a server that is not there is still not waited for.
constexpr milliseconds connect_without_deadline{10000};

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

// All that a name stands for: "localhost" is often two, and a server may listen on either.
using Addresses = std::vector<Address>;

class SocketChannel final : public StreamChannel {
public:
  SocketChannel(const std::string& name, const Addresses& addresses, const Limits& limits);

  SocketChannel(Fault fault, const Limits& limits) : limits_(limits) { give_up(std::move(fault)); }

  void close() override { kill(); }

  void kill() override {
    socket_.reset();
    give_up({FaultKind::refused, "the conversation was closed"});
  }

protected:
  int input() const override { return socket_.get(); }

  bool send(const char* bytes, std::size_t size) override;
  ssize_t receive(char* bytes, std::size_t size) override;
  Fault explain_end(std::size_t received) override;

private:
  bool wait_until_ready(short events);
  int try_to_connect(const Address& address, Clock::time_point until);
  int try_to_connect(const Addresses& addresses, Clock::time_point until);
  void connect(const std::string& name, const Addresses& addresses);
  bool prepare();

  Limits limits_;
  Descriptor socket_;
  Clock::time_point asked_; // when the request was sent
  bool first_read_ = true;  // of this exchange
  int error_ = 0;           // why send or receive gave up; 0 for an end of the stream
};

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

SocketChannel::SocketChannel(const std::string& name,
                             const Addresses& addresses,
                             const Limits& limits)
    : limits_(limits) {
  connect(name, addresses);
}

void SocketChannel::connect(const std::string& name, const Addresses& addresses) {
  const milliseconds patience =
      limits_.deadline_ms == 0 ? connect_without_deadline : milliseconds(limits_.deadline_ms);
  const auto until = Clock::now() + patience;
  milliseconds pause{2};
  int error = try_to_connect(addresses, until);
  while (may_pass(error) && Clock::now() + pause < until) {
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, milliseconds(50));
    error = try_to_connect(addresses, until);
  }
  if (error == 0 && !prepare()) {
    error = errno;
  }
  if (error != 0) {
    socket_.reset();
    give_up({FaultKind::refused,
             "cannot connect to " + name + " within " + std::to_string(patience.count()) +
                 " ms: " + std::generic_category().message(error)});
  }
}

// 0, or the errno of the attempt; of several, one that may pass if there is any.
int SocketChannel::try_to_connect(const Addresses& addresses, Clock::time_point until) {
  int worst = 0;
  for (const Address& address : addresses) {
    const int error = try_to_connect(address, until);
    if (error == 0) {
      return 0;
    }
    worst = may_pass(worst) ? worst : error;
  }
  return worst;
}

int SocketChannel::try_to_connect(const Address& address, Clock::time_point until) {
  const int family = address.storage.ss_family;
  socket_ = Descriptor(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket_) {
    return errno;
  }
  const auto* const target = reinterpret_cast<const sockaddr*>(&address.storage);
  if (::connect(socket_.get(), target, address.size) != 0) {
    if (errno != EINPROGRESS && errno != EINTR) {
      return errno;
    }
    for (;;) {
      const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now()).count();
      pollfd writable{socket_.get(), POLLOUT, 0};
      const int ready = poll(&writable, 1, static_cast<int>(std::max<long>(left, 0)));
      if (ready == 0) {
        return ETIMEDOUT;
      }
      if (ready == 1) {
        break;
      }
    }
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
      return error;
    }
  }
  return is_connected_to_itself(socket_.get()) ? ECONNREFUSED : 0;
}

// From here on the socket blocks, and the system keeps the deadline: a receive with SO_RCVTIMEO is
// one call where poll and receive are two.
bool SocketChannel::prepare() {
  const int number = socket_.get();
  const int one = 1;
  setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); // fails on unix: sockets
  timeval deadline{};
  deadline.tv_sec = limits_.deadline_ms / 1000;
  deadline.tv_usec = static_cast<suseconds_t>(limits_.deadline_ms % 1000) * 1000;
  int blocking = 0;
  return ioctl(number, FIONBIO, &blocking) == 0 &&
         setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline) == 0;
}

// Waits for the rest of the deadline of this exchange.
bool SocketChannel::wait_until_ready(short events) {
  for (;;) {
    int timeout = -1;
    if (limits_.deadline_ms != 0) {
      const auto left = asked_ + milliseconds(limits_.deadline_ms) - Clock::now();
      timeout = std::max(0, static_cast<int>(std::chrono::ceil<milliseconds>(left).count()));
    }
    pollfd ready{socket_.get(), events, 0};
    const int count = poll(&ready, 1, timeout);
    if (count > 0) {
      return true;
    }
    if (count == 0) {
      errno = EAGAIN;
      return false;
    }
    if (errno != EINTR) {
      return false;
    }
  }
}

bool SocketChannel::send(const char* bytes, std::size_t size) {
  asked_ = Clock::now();
  first_read_ = true;
  while (size > 0) {
    const ssize_t count = ::send(socket_.get(), bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      bytes += count;
      size -= static_cast<std::size_t>(count);
    } else if (errno != EINTR && (errno != EAGAIN || !wait_until_ready(POLLOUT))) {
      error_ = errno;
      return false;
    }
  }
  return true;
}

ssize_t SocketChannel::receive(char* bytes, std::size_t size) {
  int flags = 0;
  for (;;) {
    if (!first_read_) {
      flags = MSG_DONTWAIT; // the line comes in pieces; they share one deadline
      if (!wait_until_ready(POLLIN)) {
        error_ = errno;
        return -1;
      }
    }
    first_read_ = false;
    const ssize_t count = ::recv(socket_.get(), bytes, size, flags);
    if (count >= 0) {
      error_ = 0;
      return count;
    }
    if (errno != EINTR && (errno != EAGAIN || flags == 0)) {
      error_ = errno;
      return -1;
    }
  }
}

Fault SocketChannel::explain_end(std::size_t received) {
  const std::string where =
      received == 0 ? ""
                    : " after " + std::to_string(received) + " bytes of a line without its end";
  if (error_ == EAGAIN || error_ == EWOULDBLOCK) {
    return {FaultKind::hung,
            "it gave no answer within " + std::to_string(limits_.deadline_ms) + " ms" + where};
  }
  if (error_ == 0 || error_ == EPIPE || error_ == ECONNRESET) {
    return {FaultKind::died, "it closed the connection" + where};
  }
  return {FaultKind::died,
          "the connection broke" + where + ": " + std::generic_category().message(error_)};
}

std::uint16_t parse_port(std::string_view text, const std::string& spec) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0 || port > 65535) {
    throw UsageError("tcp:" + spec + " has no port from 1 to 65535 at its end");
  }
  return static_cast<std::uint16_t>(port);
}

} // namespace

std::unique_ptr<Channel> open_unix_socket(const std::string& path, const Limits& limits) {
  Address address;
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (path.size() >= sizeof name.sun_path) {
    throw UsageError("unix:" + path + " is longer than the " +
                     std::to_string(sizeof name.sun_path - 1) + " bytes a socket's path can have");
  }
  std::memcpy(name.sun_path, path.data(), path.size());
  std::memcpy(&address.storage, &name, sizeof name);
  address.size = sizeof name;
  return std::make_unique<SocketChannel>("unix:" + excerpt(path), Addresses{address}, limits);
}

std::unique_ptr<Channel> open_tcp_socket(const std::string& host_and_port, const Limits& limits) {
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
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (error != 0) {
    return std::make_unique<SocketChannel>(
        Fault{FaultKind::refused,
              "cannot find the host '" + excerpt(host) + "': " + gai_strerror(error)},
        limits);
  }
  Addresses addresses;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    Address& address = addresses.emplace_back();
    std::memcpy(&address.storage, one->ai_addr, one->ai_addrlen);
    address.size = one->ai_addrlen;
  }
  freeaddrinfo(found);
  return std::make_unique<SocketChannel>("tcp:" + excerpt(host_and_port), addresses, limits);
}

} // namespace pathproof::iut
