// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/call_partners.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/lfp/call_messages.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::SocketCall;

// A connection over loopback is there at once, or never.
constexpr int connection_ms = 1000;
constexpr std::uint32_t stream_type = 1;
constexpr std::uint32_t shut_sending = 1;
constexpr std::uint32_t backlog = 8;

Descriptor connected_to(const LinuxAddress& address) {
  Descriptor made(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (::connect(made.get(), address.get(), address.size) != 0) {
    pollfd done{made.get(), POLLOUT, 0};
    int error = errno;
    socklen_t size = sizeof error;
    if (error != EINPROGRESS || ::poll(&done, 1, connection_ms) != 1 ||
        ::getsockopt(made.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
      made.reset();
    }
  }
  return made;
}

} // namespace

void CallPartners::forget(std::uint32_t socket) {
  names_.erase(socket);
  waiting_.erase(socket);
}

const LinuxAddress& CallPartners::partner_of(std::uint32_t socket) {
  Waiting& one = waiting_[socket];
  if (!one.listener) {
    auto [listener, name] = loopback_socket();
    one = {std::move(listener), {}, name};
    if (::listen(one.listener.get(), 0) != 0 || !(one.filler = connected_to(name))) {
      loopback_fails();
    }
  }
  return one.name;
}

profile::CallBody
CallPartners::request(SocketCall call, unsigned task, std::uint32_t socket, std::uint32_t made) {
  profile::CallBody body{.call = static_cast<std::uint16_t>(call_on_path(call))};
  switch (call) {
  case SocketCall::socket:
    forget(socket);
    body.argument_1 = vse_af_inet;
    body.argument_2 = stream_type;
    break;
  case SocketCall::bind:
    binding_[task] = loopback_socket().second; // nobody has it any more
    put_address(at(addresses_.of_daemon, binding_[task]), body);
    break;
  case SocketCall::listen:
    listened_before_ = daemon_.listening();
    body.argument_1 = backlog;
    break;
  case SocketCall::accept:
    forget(made);
    body.argument_1 = made;
    break;
  case SocketCall::connect:
    put_address(at(addresses_.of_partners, partner_of(socket)), body);
    break;
  case SocketCall::shutdown:
    body.argument_1 = shut_sending;
    break;
  default:
    break;
  }
  return body;
}

void CallPartners::done(SocketCall call, unsigned task, std::uint32_t socket) {
  if (call == SocketCall::bind) {
    names_[socket] = binding_[task];
  } else if (call == SocketCall::listen && !names_.contains(socket)) {
    // It had no name and has got one from Linux: where somebody listens now and nobody did before.
    // Linux's table may miss some while others come and go.
    const Deadline deadline(connection_ms);
    while (!names_.contains(socket) && deadline.left_ms() > 0) {
      for (const std::uint16_t port : daemon_.listening()) {
        if (!listened_before_.contains(port)) {
          names_[socket] = loopback(port);
        }
      }
    }
  }
}

bool CallPartners::connect(std::uint32_t socket) {
  const auto found = names_.find(socket);
  Descriptor made =
      found == names_.end() ? Descriptor() : connected_to(daemon_.way_to(port_of(found->second)));
  if (!made) {
    return false;
  }
  connections_.push_back(std::move(made));
  return true;
}

void CallPartners::accept(std::uint32_t socket) {
  const auto found = waiting_.find(socket);
  if (found != waiting_.end()) {
    // Its queue has room now; what comes into it is connected, as far as the daemon can see.
    const Descriptor filler(
        ::accept4(found->second.listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }
}

bool CallPartners::all_over(int milliseconds) {
  waiting_.clear();
  names_.clear();
  return all_ended(std::exchange(connections_, {}), milliseconds);
}

} // namespace pathproof::iut::lfp
