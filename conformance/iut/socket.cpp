// SPDX-License-Identifier: Apache-2.0
// unix:PATH and tcp:HOST:PORT, an implementation that somebody else started and that listens.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/stream_address.hpp"
#include "conformance/iut/stream_channel.hpp"
#include "conformance/iut/transports.hpp"

namespace pathproof::iut {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A debugger wants no deadline for answers; a server that is not there is still not waited for.
constexpr int connect_without_deadline_ms = 10'000;

class SocketChannel final : public StreamChannel {
public:
  SocketChannel(const StreamAddress& address, const Limits& limits);

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
  bool prepare();

  Limits limits_;
  Descriptor socket_;
  Clock::time_point asked_; // when the request was sent
  bool first_read_ = true;  // of this exchange
  int error_ = 0;           // why send or receive gave up; 0 for an end of the stream
};

SocketChannel::SocketChannel(const StreamAddress& address, const Limits& limits) : limits_(limits) {
  if (!address.trouble.empty()) {
    give_up({FaultKind::refused, address.trouble});
    return;
  }
  const int patience =
      limits.deadline_ms == 0 ? connect_without_deadline_ms : static_cast<int>(limits.deadline_ms);
  Connection made = connect_to(address, patience);
  socket_ = std::move(made.socket);
  if (made.error == 0 && !prepare()) {
    made.error = errno;
  }
  if (made.error != 0) {
    socket_.reset();
    give_up({FaultKind::refused,
             "cannot connect to " + address.name + " within " + std::to_string(patience) +
                 " ms: " + std::generic_category().message(made.error)});
  }
}

// From here on the socket blocks, and the system keeps the deadline: a receive with SO_RCVTIMEO is
// one call where poll and receive are two. The system counts it in ticks and can be early by one;
// receive() waits for the rest.
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
    if (errno != EINTR && errno != EAGAIN) {
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

} // namespace

std::unique_ptr<Channel> open_unix_socket(const std::string& path, const Limits& limits) {
  return std::make_unique<SocketChannel>(stream_address("unix:" + path), limits);
}

std::unique_ptr<Channel> open_tcp_socket(const std::string& host_and_port, const Limits& limits) {
  return std::make_unique<SocketChannel>(stream_address("tcp:" + host_and_port), limits);
}

} // namespace pathproof::iut
