// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/carrier.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/lfp/iucv_carrier.hpp"
#include "conformance/iut/stream_address.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut::lfp {

namespace {

constexpr std::string_view unix_prefix = "unix:";
constexpr std::string_view iucv = "iucv";
// More would not help: there is one instance, and others are refused.
constexpr int backlog = 8;

bool is_unix(const std::string& carrier) {
  return carrier.starts_with(unix_prefix);
}

Descriptor seqpacket() {
  Descriptor made(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  // So that a batch of messages fits.
  const int octets = 1 << 22;
  ::setsockopt(made.get(), SOL_SOCKET, SO_SNDBUF, &octets, sizeof octets);
  return made;
}

} // namespace

CarrierListener listen_for_carrier(const std::string& carrier, const IucvEnds& ends) {
  if (carrier == iucv) {
    return listen_by_iucv(ends);
  }
  if (!is_unix(carrier)) {
    return {listen_at(stream_address(carrier)), false, {}};
  }
  const std::string path = carrier.substr(unix_prefix.size());
  const SocketAddress address = unix_address(path, "the carrier " + carrier);
  CarrierListener made{seqpacket(), true, path};
  int error = bind_unix(made.socket.get(), address);
  if (error == 0 && ::listen(made.socket.get(), backlog) != 0) {
    error = errno;
  }
  if (error != 0) {
    throw UsageError("cannot listen at " + carrier + ": " + std::generic_category().message(error));
  }
  return made;
}

Carrier connect_carrier(const std::string& carrier, int patience_ms, const IucvEnds& ends) {
  if (carrier == iucv) {
    return connect_by_iucv(ends, patience_ms);
  }
  if (!is_unix(carrier)) {
    Connection made = connect_to(stream_address(carrier), patience_ms);
    const int one = 1;
    ::setsockopt(made.socket.get(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return {.socket = std::move(made.socket), .error = made.error};
  }
  const SocketAddress address =
      unix_address(carrier.substr(unix_prefix.size()), "the carrier " + carrier);
  const Deadline deadline(patience_ms);
  for (;;) {
    Carrier made{.socket = seqpacket(), .record = true};
    if (::connect(made.socket.get(), address.get(), address.size) == 0) {
      return made;
    }
    made.error = errno;
    if (deadline.left_ms() == 0) {
      made.socket.reset();
      return made;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::string why_not(const std::string& carrier, const Carrier& made) {
  return !made.trouble.empty()
             ? made.trouble
             : "nobody is at " + carrier + ": " + std::generic_category().message(made.error);
}

} // namespace pathproof::iut::lfp
