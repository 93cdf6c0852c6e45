// SPDX-License-Identifier: Apache-2.0
// An instance towards its daemon: requests, their responses, and data that has arrived.
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "conformance/iut/lfp/instance.hpp"
#include "conformance/iut/lfp/program_pair.hpp"
#include "conformance/iut/send_descriptor.hpp"
#include "model/core/ebcdic.hpp"
#include "model/lfp/error_number.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::Call;
using profile::CallBody;
using profile::Header;
using profile::Kind;
using profile::Message;

// More connections than this are not accepted before the program asks.
constexpr std::uint32_t accepted_ahead = 64;

void put(const LinuxAddress& address, std::uint32_t& size, std::uint8_t* octets) {
  size = address.size;
  std::memcpy(octets, &address.storage, address.size);
}

int error_of(const CallBody& body) {
  return body.error == 0 && body.result == 0 ? 0 : profile::linux_error(body.error);
}

} // namespace

void Instance::request(Call call,
                       std::uint64_t client,
                       std::uint32_t socket,
                       CallBody body,
                       std::span<const std::uint8_t> text,
                       bool unblocking) {
  const std::uint32_t number = ++requests_made_;
  const auto task = clients_.find(client);
  body.call = static_cast<std::uint16_t>(call);
  const Socket* one = find(socket);
  const std::uint32_t generation = one == nullptr ? 0 : one->generation;
  asked_[number] = {call, client, socket, generation, body.argument_1, unblocking, false};
  // What no program waits for is a request of the task that has made the socket [LFPO-010].
  const std::uint32_t maker = one == nullptr ? 0 : one->task;
  path_->send(Header{.kind = static_cast<std::uint8_t>(Kind::request),
                     .task = task == clients_.end() ? maker : task->second.task,
                     .request = number,
                     .socket = socket},
              body,
              text);
}

bool Instance::handle(const Message& message) {
  std::string fault;
  switch (message.kind()) {
  case Kind::response:
    return response(message);
  case Kind::data:
    fault = data(message);
    break;
  case Kind::credit:
    fault = credit(message);
    break;
  case Kind::end:
    fault = end(message);
    break;
  case Kind::goodbye:
    fault = "goodbye";
    break;
  default:
    fault = "a message of kind " + std::to_string(message.header.kind) + " from a daemon";
    break;
  }
  if (!fault.empty()) {
    settings_.log("the daemon: " + fault);
  }
  return fault.empty();
}

bool Instance::response(const Message& message) {
  const auto found = asked_.find(message.header.request);
  if (found == asked_.end() ||
      static_cast<std::uint16_t>(found->second.call) != message.call.call) {
    settings_.log("the daemon: a response that nobody asked for");
    return false;
  }
  const Asked asked = found->second;
  asked_.erase(found);
  const int error = error_of(message.call);
  lfp_local_answer made{};
  made.error = error;
  Socket* one = find(asked.socket, asked.generation);
  switch (asked.call) {
  case Call::socket: {
    if (one == nullptr) {
      break;
    }
    if (error == 0) {
      made.error =
          make_program_pair(one->number(), one->generation, one->ours, one->theirs, one->kind);
    }
    if (made.error == 0) {
      made.error = events_.watch_socket(one->ours.get(), one->number(), one->generation);
    }
    if (made.error != 0 || clients_.find(asked.client) == clients_.end()) {
      answer(asked.client, made);
      if (error == 0) {
        close(*one);
      } else {
        release(asked.socket);
      }
      return true;
    }
    answer(asked.client, made, one->theirs.get());
    one->theirs.reset();
    return true;
  }
  case Call::close:
    release(asked.socket);
    return true;
  case Call::accept:
    accepted(one, asked, message.call, error);
    return true;
  case Call::connect:
    if (one != nullptr && asked.begins) {
      connected(*one, asked, error);
    } else if (asked.client != 0) {
      answer_error(asked.client, error);
    }
    return true;
  case Call::listen:
    if (error == 0 && one != nullptr) {
      one->listening = true;
      accept_ahead(*one);
    }
    break;
  case Call::getsockname:
  case Call::getpeername:
  case Call::gethostid:
    put(address_of(message.call), made.address_size, made.address);
    break;
  case Call::getsockopt:
    made.value = static_cast<std::int32_t>(message.call.argument_2);
    break;
  case Call::gethostbyname: {
    auto rest = message.text;
    while (rest.size() >= profile::call_size &&
           made.text_size + sizeof(lfp_local_host) <= LFP_LOCAL_TEXT) {
      const auto body = read_frame<profile::call_table, Octets, CallBody>(rest.data());
      lfp_local_host host{};
      host.family = static_cast<std::uint32_t>(linux_family(body.family));
      std::copy(body.address.begin(), body.address.end(), host.address);
      std::memcpy(made.text + made.text_size, &host, sizeof host);
      made.text_size += sizeof host;
      rest = rest.subspan(profile::call_size);
    }
    break;
  }
  case Call::gethostname:
    made.text_size =
        static_cast<std::uint32_t>(ebcdic::text_of(message.text).copy(made.text, sizeof made.text));
    break;
  default:
    break;
  }
  if (asked.client != 0) {
    answer(asked.client, made);
  }
  return true;
}

void Instance::connected(Socket& one, const Asked& asked, int error) {
  // The program's poll sees the socket writable now, and asks SO_ERROR how it went.
  std::array<char, 4096> nothing{};
  while (one.filled > 0) {
    const ssize_t count = ::recv(one.ours.get(),
                                 nothing.data(),
                                 std::min<std::size_t>(nothing.size(), one.filled),
                                 MSG_DONTWAIT);
    if (count <= 0) {
      break;
    }
    one.filled -= static_cast<std::uint32_t>(count);
  }
  one.connecting = false;
  if (asked.unblocking) {
    one.error = error;
  } else {
    answer_error(asked.client, error);
  }
  if (error == 0) {
    one.connected = true;
    one.readable = true;
    write_rest(one);
    pump(one);
  }
}

bool Instance::accept(Socket& listener, std::uint64_t client) {
  Socket* made = make(listener.task);
  if (made != nullptr) {
    ++listener.accepting;
    request(Call::accept, client, listener.number(), {.argument_1 = made->number()});
  }
  return made != nullptr;
}

// No more than the backlog, with those that the program has not taken yet.
void Instance::accept_ahead(Socket& listener) {
  int unread = 0; // octets, of what was delivered
  if (::ioctl(listener.ours.get(), SIOCOUTQ, &unread) == 0 && unread == 0) {
    listener.delivered = 0;
  }
  const std::uint32_t most = std::min(std::max(listener.backlog, 1U), accepted_ahead);
  while (!listener.closing && listener.arrivals.empty() &&
         listener.accepting + listener.delivered < most) {
    if (!accept(listener, 0)) {
      starved_.emplace_back(listener.number(), listener.generation);
      return;
    }
  }
}

// The listener may be gone, or is about to: then nobody wants the connection.
void Instance::accepted(Socket* listener, const Asked& asked, const CallBody& body, int error) {
  Socket* made = find(asked.argument);
  const bool is_open = error == 0; // at the daemon
  if (listener != nullptr) {
    --listener->accepting;
  }
  if (error == 0 && (listener == nullptr || listener->closing)) {
    error = ECONNABORTED;
  }
  if (error == 0) {
    error = make_program_pair(made->number(), made->generation, made->ours, made->theirs);
  }
  if (error == 0) {
    error = events_.watch_socket(made->ours.get(), made->number(), made->generation);
  }
  if (error != 0) {
    if (is_open) {
      close(*made);
    } else {
      release(asked.argument);
    }
    if (listener != nullptr && listener->listening && !listener->closing) {
      starved_.emplace_back(listener->number(), listener->generation); // it may be so then
    }
    answer_error(asked.client, error);
    return;
  }
  made->connected = true;
  lfp_local_arrival arrival{};
  put(address_of(body), arrival.address_size, arrival.address);
  listener->arrivals.emplace_back(std::move(made->theirs), arrival);
  deliver(*listener);
  answer_error(asked.client, 0);
}

// Connections go to the program through the listening socket's own pair, so that it can wait for
// them as for anything else.
void Instance::deliver(Socket& listener) {
  while (!listener.arrivals.empty()) {
    auto& [descriptor, arrival] = listener.arrivals.front();
    const auto octets = std::as_bytes(std::span(&arrival, 1));
    if (send_with_descriptor(
            listener.ours.get(), octets, descriptor.get(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
      return; // until it is writable; or it is closed, which is seen elsewhere
    }
    listener.arrivals.pop_front();
    ++listener.delivered;
  }
  accept_ahead(listener);
}

std::string Instance::data(const Message& message) {
  Socket* one = find(message.header.socket);
  if (one == nullptr) {
    return "data of a socket that there is not";
  }
  if (std::string fault = one->flow.receive(message); !fault.empty()) {
    return fault;
  }
  if (one->over) {
    return "data after the end of its direction";
  }
  if (!one->stream()) {
    if (one->datagrams.take(message)) {
      take_datagram(*one);
    }
  } else if (!one->closing) {
    one->flow.write(one->ours.get(), message.text);
  }
  return {};
}

std::string Instance::credit(const Message& message) {
  Socket* one = find(message.header.socket);
  if (one == nullptr) {
    return "credit for a socket that there is not";
  }
  std::string fault = one->flow.credit(message.header.value);
  if (fault.empty()) {
    pump(*one);
  }
  return fault;
}

std::string Instance::end(const Message& message) {
  Socket* one = find(message.header.socket);
  if (one == nullptr || one->over) {
    return "an end of a direction that there is not";
  }
  one->over = true;
  one->flow.stop_credit();
  one->error = message.header.value == 0 ? 0 : profile::linux_error(message.header.value);
  if (!one->closing) {
    write_rest(*one);
  }
  return {};
}

} // namespace pathproof::iut::lfp
