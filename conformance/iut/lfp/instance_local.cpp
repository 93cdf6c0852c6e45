// SPDX-License-Identifier: Apache-2.0
// An instance towards the programs of its machine.
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "conformance/iut/lfp/instance.hpp"
#include "conformance/iut/send_descriptor.hpp"
#include "model/core/ebcdic.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::Call;
using profile::CallBody;

constexpr std::uint32_t stream_type = 1;
constexpr std::uint32_t datagram_type = 2;
// What UDP has room for, over IPv4 and over IPv6 [RFC 768].
constexpr std::uint32_t largest_of_ipv4 = 65507;
constexpr std::uint32_t largest_of_ipv6 = 65527;

std::uint32_t vse_family(int family) {
  return family == AF_INET ? vse_af_inet : family == AF_INET6 ? vse_af_inet6 : 0;
}

bool is_about_a_socket(std::uint32_t operation) {
  return operation != LFP_LOCAL_SOCKET && operation != LFP_LOCAL_RESOLVE &&
         operation != LFP_LOCAL_HOSTNAME && operation != LFP_LOCAL_HOSTID;
}

} // namespace

void Instance::take_client() {
  Descriptor connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!connection) {
    return;
  }
  ucred who{};
  socklen_t size = sizeof who;
  ::getsockopt(connection.get(), SOL_SOCKET, SO_PEERCRED, &who, &size);
  const std::uint64_t id = ++clients_made_;
  if (events_.watch(connection.get(), of_client | id) != 0) {
    return; // the program sees its call fail
  }
  clients_[id] = {std::move(connection), static_cast<std::uint32_t>(who.pid)};
}

void Instance::drop_client(std::uint64_t id) {
  clients_.erase(id);
}

// One request and one answer; a program that goes away before cancels what it has asked.
void Instance::hear_client(std::uint64_t id) {
  const auto found = clients_.find(id);
  if (found == clients_.end()) {
    return;
  }
  lfp_local_request wanted{};
  const ssize_t count =
      ::recv(found->second.connection.get(), &wanted, sizeof wanted, MSG_DONTWAIT | MSG_TRUNC);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
    return;
  }
  const auto asks = [&](const auto& one) { return one.second.client == id; };
  const auto outstanding = std::find_if(asked_.begin(), asked_.end(), asks);
  if (count != sizeof wanted || outstanding != asked_.end()) {
    if (outstanding != asked_.end() && path_ != nullptr) {
      path_->send(profile::Header{.kind = static_cast<std::uint8_t>(profile::Kind::cancel),
                                  .task = found->second.task,
                                  .request = outstanding->first});
    }
    drop_client(id);
    return;
  }
  if (wanted.address_size > sizeof wanted.address || wanted.text_size > sizeof wanted.text) {
    answer_error(id, EINVAL);
  } else {
    call(id, wanted);
  }
}

void Instance::answer(std::uint64_t id, const lfp_local_answer& made, int descriptor) {
  const auto found = clients_.find(id);
  if (found == clients_.end()) {
    return;
  }
  (void)send_with_descriptor(found->second.connection.get(),
                             std::as_bytes(std::span(&made, 1)),
                             descriptor,
                             MSG_DONTWAIT | MSG_NOSIGNAL);
  drop_client(id);
}

void Instance::answer_error(std::uint64_t id, int error) {
  lfp_local_answer made{};
  made.error = error;
  answer(id, made);
}

int Instance::own_option(Socket& one, const lfp_local_request& wanted, lfp_local_answer& made) {
  if (wanted.operation == LFP_LOCAL_GETSOCKOPT && wanted.arguments[0] == SOL_SOCKET &&
      wanted.arguments[1] == SO_ERROR) {
    made.value = std::exchange(one.error, 0);
    return 0;
  }
  return -1;
}

void Instance::call(std::uint64_t id, const lfp_local_request& wanted) {
  // A socket of a path that is over stays over [LFP-170]; whoever wants a new one gets a new path.
  if (path_ == nullptr && (is_about_a_socket(wanted.operation) || !start(0).empty())) {
    answer_error(id, settings_.path_loss_error);
    return;
  }
  const std::uint32_t task = clients_.at(id).task;
  if (wanted.operation == LFP_LOCAL_SOCKET) {
    const bool stream = wanted.arguments[1] == SOCK_STREAM;
    if (!stream && wanted.arguments[1] != SOCK_DGRAM) {
      answer_error(id, ESOCKTNOSUPPORT);
      return;
    }
    Socket* made = make(task);
    if (made == nullptr) {
      answer_error(id, EMFILE);
      return;
    }
    if (!stream) {
      made->kind = {.domain = wanted.arguments[0],
                    .largest =
                        std::min(wanted.arguments[0] == AF_INET ? largest_of_ipv4 : largest_of_ipv6,
                                 std::min(path_->theirs().window, path_->ours().window))};
    }
    request(Call::socket,
            id,
            made->number(),
            {.argument_1 = vse_family(wanted.arguments[0]),
             .argument_2 = stream ? stream_type : datagram_type,
             .argument_3 = static_cast<std::uint32_t>(wanted.arguments[2])});
    return;
  }
  if (wanted.operation == LFP_LOCAL_RESOLVE) {
    request(Call::gethostbyname,
            id,
            profile::no_socket,
            {},
            ebcdic::octets_of(std::string_view(wanted.text, wanted.text_size)));
    return;
  }
  if (wanted.operation == LFP_LOCAL_HOSTNAME || wanted.operation == LFP_LOCAL_HOSTID) {
    request(wanted.operation == LFP_LOCAL_HOSTID ? Call::gethostid : Call::gethostname,
            id,
            profile::no_socket);
    return;
  }
  Socket* one = find(wanted.number, wanted.generation);
  if (one == nullptr || one->closing) {
    // Both directions are over, though the program has not closed it: nothing of it is left.
    const bool asks_for_error = wanted.operation == LFP_LOCAL_GETSOCKOPT &&
                                wanted.arguments[0] == SOL_SOCKET &&
                                wanted.arguments[1] == SO_ERROR;
    answer_error(id, asks_for_error ? 0 : ENOTCONN);
    return;
  }
  CallBody body;
  put_address(address_of(reinterpret_cast<const sockaddr*>(wanted.address), wanted.address_size),
              body);
  lfp_local_answer made{};
  switch (wanted.operation) {
  case LFP_LOCAL_BIND:
    request(Call::bind, id, one->number(), body);
    return;
  case LFP_LOCAL_LISTEN:
    one->backlog = static_cast<std::uint32_t>(std::clamp(wanted.arguments[0], 0, 65535));
    request(Call::listen, id, one->number(), {.argument_1 = one->backlog});
    return;
  case LFP_LOCAL_ACCEPT:
    if (one->listening) {
      answer(id, made);
    } else if (!one->stream()) {
      answer_error(id, EOPNOTSUPP);
    } else if (!accept(*one, id)) {
      answer_error(id, EMFILE);
    }
    return;
  case LFP_LOCAL_CONNECTS:
    answer_error(id,
                 one->connected    ? EISCONN
                 : one->connecting ? EALREADY
                                   : std::exchange(one->error, 0));
    return;
  case LFP_LOCAL_CONNECT: {
    // What the daemon says of any other is for that program alone.
    const bool begins = one->stream() && !one->connecting && !one->connected;
    one->connecting = one->connecting || begins;
    one->filled = static_cast<std::uint32_t>(std::max(wanted.arguments[1], 0));
    request(Call::connect,
            wanted.arguments[0] != 0 ? 0 : id,
            one->number(),
            body,
            {},
            wanted.arguments[0] != 0);
    asked_[requests_made_].begins = begins;
    if (wanted.arguments[0] != 0) {
      answer_error(id, EINPROGRESS);
    }
    return;
  }
  case LFP_LOCAL_GETSOCKNAME:
    request(Call::getsockname, id, one->number());
    return;
  case LFP_LOCAL_GETPEERNAME:
    request(Call::getpeername, id, one->number());
    return;
  case LFP_LOCAL_SHUTDOWN:
    if (one->listening || (one->connected && !one->shut_by_program)) {
      answer(id, made);
    } else {
      // Linux shuts down what is not connected, and says that it is not.
      const auto how = static_cast<std::uint32_t>(wanted.arguments[0]);
      one->shut_by_program = one->shut_by_program || how != SHUT_RD;
      request(Call::shutdown, id, one->number(), {.argument_1 = how});
    }
    return;
  case LFP_LOCAL_GETSOCKOPT:
  case LFP_LOCAL_SETSOCKOPT: {
    if (own_option(*one, wanted, made) == 0) {
      answer(id, made);
      return;
    }
    const std::uint32_t option = option_of(wanted.arguments[0], wanted.arguments[1]);
    if (option == 0) {
      answer_error(id, ENOPROTOOPT);
      return;
    }
    request(wanted.operation == LFP_LOCAL_GETSOCKOPT ? Call::getsockopt : Call::setsockopt,
            id,
            one->number(),
            {.argument_1 = option, .argument_2 = static_cast<std::uint32_t>(wanted.arguments[2])});
    return;
  }
  default:
    answer_error(id, ENOSYS);
    return;
  }
}

} // namespace pathproof::iut::lfp
