// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/instance.hpp"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/lfp/carrier.hpp"
#include "conformance/iut/lfp/program_pair.hpp"
#include "conformance/iut/stream_address.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::Call;
using profile::Header;
using profile::Kind;
using profile::Message;

// A daemon that is there answers hello within this.
constexpr int least_patience_ms = 5000;
constexpr std::uint32_t shut_sending = 1;
constexpr int clients_backlog = 128;
// Programs that were told of a reset are looked at so often.
constexpr int between_resets_ms = 200;

// Whether the program has no descriptor of the other end any more, and did not only shut it down.
bool is_closed(int ours) {
  pollfd one{ours, 0, 0};
  return ::poll(&one, 1, 0) == 1 && (one.revents & POLLHUP) != 0;
}

// What the daemon's first message says when it is no hello, or none that a path can have.
std::string why_there_is_no_path(const Message& first) {
  if (first.kind() == Kind::hello) {
    return "the daemon's hello: " +
           std::string(profile::meaning_of_refusal(
               static_cast<std::uint32_t>(unbearable(first.hello).value())));
  }
  if (first.kind() != Kind::refused) {
    return "the daemon's first message is no hello";
  }
  const std::uint32_t reason = first.header.value;
  return "the daemon refused, reason " + std::to_string(reason) + ": " +
         std::string(profile::meaning_of_refusal(reason));
}

} // namespace

Instance::Instance(InstanceSettings settings) : settings_(std::move(settings)) {
  const SocketAddress address = unix_address(settings_.local, "the path of the instance");
  listener_ = Descriptor(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  int error = bind_unix(listener_.get(), address);
  if (error == 0 && ::listen(listener_.get(), clients_backlog) != 0) {
    error = errno;
  }
  if (error != 0) {
    throw UsageError("cannot listen at " + settings_.local + ": " +
                     std::generic_category().message(error));
  }
  events_.require(listener_.get(), of_listener);
}

Instance::~Instance() {
  ::unlink(settings_.local.c_str());
}

std::string Instance::start(int patience_ms) {
  Carrier carrier = connect_carrier(settings_.carrier, patience_ms, settings_.iucv);
  if (!carrier.socket) {
    return why_not(settings_.carrier, carrier);
  }
  path_ = std::make_unique<Path>(
      std::move(carrier.socket), carrier.record, settings_.ours, settings_.layout);
  path_->send(Header{.kind = static_cast<std::uint8_t>(Kind::hello)}, settings_.ours);
  const Deadline deadline(std::max(patience_ms, least_patience_ms));
  std::string refused;
  while (!path_->is_open()) {
    std::array<pollfd, 2> ready{{{path_->descriptor(), POLLIN, 0}, {stop_, POLLIN, 0}}};
    const bool heard = path_->flush() &&
                       ::poll(ready.data(), ready.size(), deadline.left_ms()) > 0 &&
                       ready[1].revents == 0 && path_->receive([&](const Message& message) {
                         if (message.kind() == Kind::hello && !unbearable(message.hello)) {
                           path_->open(message.hello);
                           return true;
                         }
                         refused = why_there_is_no_path(message);
                         return false;
                       });
    if (!heard) {
      std::string why = !refused.empty()            ? refused
                        : !path_->trouble().empty() ? path_->trouble()
                                                    : "the daemon does not answer";
      path_.reset();
      return why;
    }
  }
  sockets_.clear();
  sockets_.resize(path_->theirs().sockets);
  free_numbers_.clear();
  // Each socket may have a window of data here.
  const auto most = static_cast<std::uint32_t>(std::min<std::uint64_t>(
      path_->theirs().sockets, settings_.buffer_ceiling / settings_.ours.window));
  for (std::uint32_t i = most; i > 0; --i) {
    free_numbers_.push_back(i - 1);
  }
  events_.watch_path(*path_);
  return {};
}

int Instance::patience_ms() const {
  if (path_ == nullptr) {
    return -1;
  }
  const int patience = path_->patience_ms(turns_.anyone_waits());
  if (resets_.empty()) {
    return patience;
  }
  return patience < 0 ? between_resets_ms : std::min(patience, between_resets_ms);
}

void Instance::run(int stop) {
  stop_ = stop;
  events_.require(stop, of_stop);
  const auto handle_event = [this](std::uint64_t carried, std::uint32_t events) {
    switch (carried & what_mask) {
    case of_listener:
      take_client();
      break;
    case of_client:
      hear_client(carried & ~what_mask);
      break;
    default:
      event(carried, events);
      break;
    }
  };
  const auto handle_message = [this](const Message& message) { return handle(message); };
  for (;;) {
    const Events::Turn turn = events_.wait(patience_ms(), handle_event);
    if (turn.stop) {
      if (path_ != nullptr) {
        path_->say_goodbye(goodbye_patience_ms);
      }
      return;
    }
    if (path_ != nullptr && turn.path_readable && !path_->receive(handle_message)) {
      end_path(path_->trouble());
    }
    serve_path();
  }
}

// What every turn ends with: data that waited, and whatever is to be written.
void Instance::serve_path() {
  if (path_ == nullptr) {
    return;
  }
  if (!path_->look_at_clock()) {
    end_path(path_->trouble());
    return;
  }
  look_at_resets();
  turns_.serve(*path_, [this](std::uint32_t number) {
    if (Socket* one = find(number); one != nullptr) {
      pump(*one);
    }
  });
  if (!path_->flush()) {
    end_path(path_->trouble());
    return;
  }
  events_.path_was_flushed(*path_);
}

// Each call that is outstanding ends, once, and each socket with it [LFP-170].
void Instance::end_path(const std::string& why) {
  settings_.log("the path is over: " + why);
  for (const auto& [number, asked] : std::exchange(asked_, {})) {
    if (asked.client != 0) {
      answer_error(asked.client, settings_.path_loss_error);
    }
  }
  sockets_.clear();
  free_numbers_.clear();
  resets_.clear();
  starved_.clear();
  turns_ = {};
  path_.reset(); // the sockets needed it
}

Instance::Socket* Instance::find(std::uint32_t number) {
  return number < sockets_.size() ? sockets_[number].get() : nullptr;
}

// Nothing when the number stands for another socket by now.
Instance::Socket* Instance::find(std::uint32_t number, std::uint32_t generation) {
  Socket* one = find(number);
  return one != nullptr && one->generation == generation ? one : nullptr;
}

Instance::Socket* Instance::make(std::uint32_t task) {
  if (free_numbers_.empty()) {
    return nullptr;
  }
  auto made = std::make_unique<Socket>(*path_, free_numbers_.back());
  free_numbers_.pop_back();
  made->generation = ++generations_ & generation_mask;
  made->task = task;
  auto& place = sockets_[made->number()];
  place = std::move(made);
  return place.get();
}

// Has the daemon close it; its number is released when that is done.
void Instance::close(Socket& one) {
  one.closing = true;
  request(Call::close, 0, one.number());
}

void Instance::release(std::uint32_t number) {
  sockets_[number].reset();
  free_numbers_.push_back(number);
  for (const auto& [listener, generation] : std::exchange(starved_, {})) {
    if (Socket* one = find(listener, generation); one != nullptr) {
      accept_ahead(*one);
    }
  }
}

void Instance::event(std::uint64_t carried, std::uint32_t events) {
  Socket* one = find(socket_number_of(carried), generation_of(carried));
  if (one == nullptr || one->closing) {
    return;
  }
  if ((events & EPOLLOUT) != 0) {
    if (one->listening) {
      deliver(*one);
    } else if (!one->stream()) {
      write_records(*one);
    } else {
      write_rest(*one);
    }
  }
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) {
    one->hung_up = true;
  }
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) {
    one->readable = true;
    pump(*one);
  }
}

void Instance::pump(Socket& one) {
  if (one.was_reset) {
    return; // looks closed to a poll, and there is nobody to send to
  }
  for (int i = 0; one.readable && !one.closing; ++i) {
    if (!path_->may_send_data() || i == Turns::chunks_at_once) {
      turns_.wait(one.number());
      return;
    }
    if (!(one.stream() ? pump_once(one) : pump_datagram(one))) {
      return;
    }
  }
}

bool Instance::pump_once(Socket& one) {
  if (!one.connected) {
    // Only whether the program is still there counts before.
    if (is_closed(one.ours.get())) {
      program_is_done(one);
    }
    return false;
  }
  if (one.shut_by_program) {
    if (is_closed(one.ours.get())) {
      program_is_done(one);
    }
    one.readable = false;
    return false;
  }
  switch (one.flow.send_from(one.ours.get()).outcome) {
  case Flow::Outcome::whole:
  case Flow::Outcome::interrupted:
    return true;
  case Flow::Outcome::part:
    one.readable = one.hung_up; // the program's end may be what comes next
    return one.readable;
  case Flow::Outcome::nothing:
    one.readable = false;
    return false;
  case Flow::Outcome::no_window:
    return false; // credit comes back to it
  case Flow::Outcome::end:
    program_is_done(one);
    return false;
  }
  return false;
}

// The program has shut its sending down, or closed.
void Instance::program_is_done(Socket& one) {
  if (is_closed(one.ours.get())) {
    close(one);
  } else if (!one.shut_by_program) {
    one.shut_by_program = true;
    request(Call::shutdown, 0, one.number(), {.argument_1 = shut_sending});
  }
}

void Instance::write_rest(Socket& one) {
  one.flow.write_rest(one.ours.get());
  if (one.flow.all_written() && one.over && !one.over_told) {
    one.over_told = true;
    one.was_reset = one.error != 0;
    if (one.was_reset) {
      resets_.emplace_back(one.number(), one.generation);
    }
    ::shutdown(one.ours.get(), one.was_reset ? SHUT_RDWR : SHUT_WR);
  }
}

// No event tells that a program closes what is shut down already.
void Instance::look_at_resets() {
  const auto now = std::chrono::steady_clock::now();
  if (resets_.empty() || now < next_look_) {
    return;
  }
  next_look_ = now + std::chrono::milliseconds(between_resets_ms);
  std::erase_if(resets_, [this](const auto& which) {
    const auto [number, generation] = which;
    Socket* one = find(number, generation);
    const bool gone = one == nullptr || !program_has_end(number, generation);
    if (gone && one != nullptr && !one->closing) {
      close(*one);
    }
    return gone;
  });
}

} // namespace pathproof::iut::lfp
