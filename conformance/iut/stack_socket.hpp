// SPDX-License-Identifier: Apache-2.0
// A stream socket of a TCP/IP stack, of whatever kind: the calls are the stack's own.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace pathproof::iut {

// The calls of one stack, as POSIX has them.
struct SocketCalls {
  int (*bind)(int, const sockaddr*, socklen_t) = nullptr;
  int (*listen)(int, int) = nullptr;
  int (*accept)(int, sockaddr*, socklen_t*) = nullptr;
  int (*connect)(int, const sockaddr*, socklen_t) = nullptr;
  ssize_t (*send)(int, const void*, std::size_t, int) = nullptr;
  ssize_t (*receive)(int, void*, std::size_t, int) = nullptr;
  int (*poll)(pollfd*, nfds_t, int) = nullptr;
  int (*get_option)(int, int, int, void*, socklen_t*) = nullptr;
  int (*set_option)(int, int, int, const void*, socklen_t) = nullptr;
  int (*name)(int, sockaddr*, socklen_t*) = nullptr; // getsockname()
  int (*fcntl)(int, int, int) = nullptr;
  int (*ioctl)(int, long, void*) = nullptr;
  int (*close)(int) = nullptr;
};

// Closed by whoever holds it. Calls give 0 or the stack's errno; none waits longer than it is told.
class StackSocket {
public:
  StackSocket() = default;

  // `calls` must outlive the socket. A negative number: none.
  StackSocket(const SocketCalls& calls, int number) : calls_(&calls), number_(number) {}

  StackSocket(StackSocket&& other) noexcept
      : calls_(other.calls_), number_(std::exchange(other.number_, -1)) {}

  StackSocket& operator=(StackSocket&& other) noexcept;
  StackSocket(const StackSocket&) = delete;
  StackSocket& operator=(const StackSocket&) = delete;

  ~StackSocket() { reset(); }

  explicit operator bool() const { return number_ >= 0; }

  // What the stack calls it.
  int number() const { return number_; }

  const SocketCalls& calls() const { return *calls_; }

  // The number, which somebody else closes then.
  int release() { return std::exchange(number_, -1); }

  // bind() to INADDR_ANY and listen(). Port 0: whichever the stack chooses.
  int listen(unsigned short port) const;

  // Where it is bound; 0 where it is not.
  unsigned short port() const;

  // A connection that has arrived; EAGAIN where none does in time.
  StackSocket accept(int wait_ms, int& error) const;

  int connect(in_addr_t address, unsigned short port, int wait_ms) const;

  // Whether there is something to accept or to read.
  bool ready(int wait_ms) const;

  int send(std::string_view octets) const;

  // So many octets; fewer where the partner ends, or the time is up.
  std::string receive(std::size_t octets, int wait_ms) const;

  void reset();

private:
  bool wait(short events, int wait_ms) const;

  const SocketCalls* calls_ = nullptr;
  int number_ = -1;
};

} // namespace pathproof::iut
