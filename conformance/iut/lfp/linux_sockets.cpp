// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/linux_sockets.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "model/lfp/error_number.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::Call;
using profile::CallBody;
using profile::Header;
using profile::Kind;
using profile::Message;

constexpr std::uint32_t shutdown_receiving = 0;
constexpr std::uint32_t shutdown_both = 2;
constexpr std::uint32_t stream_type = 1;
constexpr std::uint32_t datagram_type = 2;

} // namespace

LinuxSockets::LinuxSockets(Path& path, Events& events, SocketLimits limits)
    : path_(path), events_(events), limits_(std::move(limits)) {
  sockets_.resize(path.ours().sockets);
}

LinuxSockets::~LinuxSockets() = default;

LinuxSockets::Socket* LinuxSockets::find(std::uint32_t number) {
  if (number >= sockets_.size() || !sockets_[number] || !sockets_[number]->linux_socket) {
    return nullptr;
  }
  return sockets_[number].get();
}

// Nothing when the number is none, is in use, or buffers for it would be too many.
LinuxSockets::Socket* LinuxSockets::reserve(std::uint32_t number, std::uint32_t task, bool stream) {
  if (number >= sockets_.size() || sockets_[number]) {
    return nullptr;
  }
  auto made = std::make_unique<Socket>(path_, number);
  made->generation = ++generations_ & generation_mask;
  made->task = task;
  made->stream = stream;
  ++open_;
  sockets_[number] = std::move(made);
  return sockets_[number].get();
}

void LinuxSockets::release(std::uint32_t number) {
  if (sockets_[number]) {
    promised_ -= sockets_[number]->promised;
    --open_;
    sockets_[number].reset();
  }
}

int LinuxSockets::watch(const Socket& one) {
  return events_.watch_socket(one.linux_socket.get(), one.number(), one.generation);
}

void LinuxSockets::answer(const Asked& asked,
                          Call call,
                          int error,
                          CallBody body,
                          std::uint32_t socket,
                          std::span<const std::uint8_t> text) {
  body.call = static_cast<std::uint16_t>(call);
  body.result = error == 0 ? 0 : 0xFFFFFFFFU;
  body.error = error == 0 ? 0 : profile::vse_error(error);
  Header header{.kind = static_cast<std::uint8_t>(Kind::response), .socket = socket};
  header.task = asked.task;
  header.request = asked.request;
  path_.send(header, body, text);
}

int LinuxSockets::make_socket(const Message& message) {
  const int family = linux_family(message.call.argument_1);
  const std::uint32_t type = message.call.argument_2;
  if (family < 0) {
    return EAFNOSUPPORT;
  }
  if (type != stream_type && type != datagram_type) {
    return ESOCKTNOSUPPORT;
  }
  Descriptor made(
      ::socket(family,
               (type == stream_type ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC,
               static_cast<int>(message.call.argument_3)));
  if (!made) {
    return errno;
  }
  if (promised_ + path_.ours().window > limits_.buffer_ceiling) {
    return ENOBUFS;
  }
  Socket* one = reserve(message.header.socket, message.header.task, type == stream_type);
  if (one == nullptr) {
    return message.header.socket < sockets_.size() ? EBADF : EMFILE;
  }
  one->linux_socket = std::move(made);
  one->promised = path_.ours().window;
  promised_ += one->promised;
  if (const int error = watch(*one); error != 0) {
    release(one->number());
    return error;
  }
  return 0;
}

int LinuxSockets::bind_socket(Socket& one, const CallBody& call) {
  const LinuxAddress address = address_of(call);
  if (address.size == 0) {
    return EAFNOSUPPORT;
  }
  if (!limits_.permits(address)) {
    return EACCES;
  }
  return ::bind(one.linux_socket.get(), address.get(), address.size) == 0 ? 0 : errno;
}

void LinuxSockets::connect_socket(Socket& one, const Message& message) {
  const Asked asked{message.header.task, message.header.request, 0};
  LinuxAddress address = address_of(message.call);
  if (message.call.family == 0 && !one.stream) {
    address.size = sizeof address.storage; // AF_UNSPEC: it has no partner any more
  } else if (address.size == 0 || !limits_.permits(address)) {
    answer(asked, Call::connect, address.size == 0 ? EAFNOSUPPORT : EACCES, {}, one.number());
    return;
  }
  if (one.connecting) {
    answer(asked, Call::connect, EALREADY, {}, one.number());
    return;
  }
  const int result = ::connect(one.linux_socket.get(), address.get(), address.size);
  const int error = result == 0 ? 0 : errno;
  if (error == EINPROGRESS || error == EINTR) {
    one.connecting = asked;
    return;
  }
  answer(asked, Call::connect, error, {}, one.number());
  if (error == 0) {
    establish(one);
  }
}

void LinuxSockets::connect_ready(Socket& one) {
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(one.linux_socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
    error = errno;
  }
  if (error == 0) {
    // Linux lets one more connect() succeed before it says EISCONN, where the first did not wait.
    LinuxAddress partner;
    partner.size = sizeof partner.storage;
    if (::getpeername(one.linux_socket.get(), partner.get(), &partner.size) == 0) {
      (void)::connect(one.linux_socket.get(), partner.get(), partner.size);
    }
  }
  const Asked asked = *one.connecting;
  one.connecting.reset();
  answer(asked, Call::connect, error, {}, one.number());
  if (error == 0) {
    establish(one);
  }
}

void LinuxSockets::establish(Socket& one) {
  one.connected = true;
  one.readable = true;
  pump(one);
}

int LinuxSockets::name_of(Socket& one, bool peer, CallBody& body) {
  LinuxAddress address;
  address.size = sizeof address.storage;
  const int result = peer ? ::getpeername(one.linux_socket.get(), address.get(), &address.size)
                          : ::getsockname(one.linux_socket.get(), address.get(), &address.size);
  if (result != 0) {
    return errno;
  }
  put_address(address, body);
  return 0;
}

void LinuxSockets::accept_on(Socket& one, const Message& message) {
  const Asked asked{message.header.task, message.header.request, message.call.argument_1};
  if (!one.listening) {
    answer(asked, Call::accept, EINVAL, {}, one.number());
  } else if (promised_ + path_.ours().window > limits_.buffer_ceiling) {
    answer(asked, Call::accept, ENOBUFS, {}, one.number());
  } else if (Socket* made = reserve(asked.argument, asked.task, true); made == nullptr) {
    answer(
        asked, Call::accept, asked.argument < sockets_.size() ? EBADF : EMFILE, {}, one.number());
  } else {
    made->promised = path_.ours().window;
    promised_ += made->promised;
    one.accepting.push_back(asked);
    accept_ready(one);
  }
}

void LinuxSockets::accept_ready(Socket& one) {
  while (!one.accepting.empty()) {
    LinuxAddress address;
    address.size = sizeof address.storage;
    Descriptor made(::accept4(
        one.linux_socket.get(), address.get(), &address.size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    const int error = made ? 0 : errno;
    if (error == EAGAIN || error == EWOULDBLOCK) {
      return;
    }
    if (error == EINTR || error == ECONNABORTED) {
      continue;
    }
    const Asked asked = one.accepting.front();
    one.accepting.pop_front();
    if (error != 0) {
      release(asked.argument);
      answer(asked, Call::accept, error, {}, one.number());
      continue;
    }
    Socket& partner = *sockets_[asked.argument];
    partner.linux_socket = std::move(made);
    CallBody body{.argument_1 = asked.argument};
    put_address(address, body);
    const int watched = watch(partner);
    answer(asked, Call::accept, watched, body, one.number());
    if (watched != 0) {
      release(asked.argument);
    } else {
      establish(partner);
    }
  }
}

void LinuxSockets::request(const Message& message) {
  const auto call = static_cast<Call>(message.call.call);
  const Asked asked{message.header.task, message.header.request, message.call.argument_1};
  if (call == Call::socket) {
    answer(asked, call, make_socket(message), {}, message.header.socket);
    return;
  }
  Socket* one = find(message.header.socket);
  if (one == nullptr || one->closing) {
    answer(asked, call, EBADF, {}, message.header.socket);
    return;
  }
  CallBody body;
  int error = 0;
  switch (call) {
  case Call::bind:
    error = bind_socket(*one, message.call);
    break;
  case Call::listen:
    error = ::listen(one->linux_socket.get(), static_cast<int>(asked.argument)) == 0 ? 0 : errno;
    one->listening = one->listening || error == 0;
    break;
  case Call::accept:
    accept_on(*one, message);
    return;
  case Call::connect:
    connect_socket(*one, message);
    return;
  case Call::shutdown:
    if (asked.argument == shutdown_receiving) {
      error = ::shutdown(one->linux_socket.get(), SHUT_RD) == 0 ? 0 : errno;
      break;
    }
    if (asked.argument > shutdown_both || one->shutting) {
      error = EINVAL;
      break;
    }
    one->shutting = asked;
    settle(*one);
    return;
  case Call::close:
    one->closing = asked;
    one->flow.stop_credit();
    settle(*one);
    return;
  case Call::getsockname:
  case Call::getpeername:
    error = name_of(*one, call == Call::getpeername, body);
    break;
  case Call::getsockopt:
    error = get_option(one->linux_socket.get(), asked.argument, body.argument_2);
    body.argument_1 = asked.argument;
    break;
  case Call::setsockopt:
    error = set_option(one->linux_socket.get(), asked.argument, message.call.argument_2);
    break;
  default:
    error = EOPNOTSUPP;
    break;
  }
  answer(asked, call, error, body, message.header.socket);
}

void LinuxSockets::cancel(std::uint32_t task, std::uint32_t request) {
  const auto named = [&](const Asked& asked) {
    return asked.task == task && asked.request == request;
  };
  for (auto& one : sockets_) {
    if (!one) {
      continue;
    }
    if (one->connecting && named(*one->connecting)) {
      const Asked asked = *one->connecting;
      one->connecting.reset();
      answer(asked, Call::connect, ECANCELED, {}, one->number());
      return;
    }
    const auto found = std::find_if(one->accepting.begin(), one->accepting.end(), named);
    if (found != one->accepting.end()) {
      const Asked asked = *found;
      one->accepting.erase(found);
      release(asked.argument);
      answer(asked, Call::accept, ECANCELED, {}, one->number());
      return;
    }
  }
}

// Calls that wait on the socket end before it does [LFPO-016].
void LinuxSockets::end_waiting(Socket& one) {
  if (one.connecting) {
    const Asked asked = *one.connecting;
    one.connecting.reset();
    answer(asked, Call::connect, ECANCELED, {}, one.number());
  }
  for (const Asked& waiting : std::exchange(one.accepting, {})) {
    release(waiting.argument);
    answer(waiting, Call::accept, ECANCELED, {}, one.number());
  }
}

// … and so do those of the task itself that were sent ahead.
void LinuxSockets::close_task(std::uint32_t task) {
  for (auto& one : sockets_) {
    if (!one || !one->linux_socket) {
      continue; // what is reserved goes with the ACCEPT that it is for
    }
    if (one->task != task) {
      std::erase_if(one->accepting, [&](const Asked& ahead) {
        if (ahead.task == task) {
          release(ahead.argument);
          answer(ahead, Call::accept, ECANCELED, {}, one->number());
        }
        return ahead.task == task;
      });
      continue;
    }
    end_waiting(*one);
    if (one->shutting) {
      answer(*one->shutting, Call::shutdown, ECANCELED, {}, one->number());
    }
    if (one->closing) {
      answer(*one->closing, Call::close, 0, {}, one->number());
    }
    release(one->number());
  }
}

void LinuxSockets::event(std::uint64_t carried, std::uint32_t events) {
  const std::uint32_t number = socket_number_of(carried);
  Socket* one = find(number);
  if (one == nullptr || one->generation != generation_of(carried)) {
    return; // of a socket that is closed by now
  }
  // A fresh stream socket says it is hung up.
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0 && (one->connected || one->connecting)) {
    one->hung_up = true;
  }
  if (one->connecting && (events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0) {
    connect_ready(*one);
    return;
  }
  if (one->listening) {
    accept_ready(*one);
    return;
  }
  if (!one->connected && one->stream) {
    return;
  }
  if ((events & EPOLLOUT) != 0) {
    one->flow.write_rest(one->linux_socket.get());
    settle(*one);
    one = find(number); // it may be closed now
    if (one == nullptr) {
      return;
    }
  }
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) {
    one->readable = true;
    pump(*one);
  }
}

} // namespace pathproof::iut::lfp
