// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/instance.hpp"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/lfp/carrier.hpp"
#include "conformance/iut/lfp/instance_events.hpp"
#include "conformance/iut/stream_address.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::Call;
using profile::Header;
using profile::Kind;
using profile::Message;

constexpr int chunks_at_once = 16;
constexpr std::uint32_t shut_sending = 1;
constexpr int clients_backlog = 128;

// Whether the program has no descriptor of the other end any more, and did not only shut it down.
bool is_closed(int ours) {
  pollfd one{ours, 0, 0};
  return ::poll(&one, 1, 0) == 1 && (one.revents & POLLHUP) != 0;
}

} // namespace

Instance::Instance(InstanceSettings settings)
    : settings_(std::move(settings)), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
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
  watch(listener_.get(), of_programs, EPOLLIN, true);
}

Instance::~Instance() {
  ::unlink(settings_.local.c_str());
}

void Instance::watch(int descriptor, std::uint64_t what, std::uint32_t events, bool fresh) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = what;
  ::epoll_ctl(poll_.get(), fresh ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event);
}

std::string Instance::start(int patience_ms) {
  Carrier carrier = connect_carrier(settings_.carrier, patience_ms);
  if (!carrier.socket) {
    return "nobody is at " + settings_.carrier + ": " +
           std::generic_category().message(carrier.error);
  }
  path_ = std::make_unique<Path>(std::move(carrier.socket), carrier.record, settings_.ours);
  writing_ = false;
  path_->send(Header{.kind = static_cast<std::uint8_t>(Kind::hello)}, settings_.ours);
  const Deadline deadline(std::max(patience_ms, least_patience_ms));
  std::string refused;
  while (!path_->is_open()) {
    pollfd ready{path_->descriptor(), POLLIN, 0};
    const bool heard =
        path_->flush() && ::poll(&ready, 1, deadline.left_ms()) == 1 &&
        path_->receive([&](const Message& message) {
          if (message.kind() == Kind::hello) {
            path_->open(message.hello);
            return true;
          }
          refused = message.kind() == Kind::refused
                        ? "the daemon refused, reason " + std::to_string(message.header.value)
                        : "the daemon's first message is no hello";
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
  watch(path_->descriptor(), of_path, EPOLLIN, true);
  return {};
}

int Instance::patience_ms() const {
  if (path_ == nullptr) {
    return -1;
  }
  if (!stalled_.empty() && path_->may_send_data()) {
    return 0;
  }
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(path_->next_deadline() - Clock::now());
  return static_cast<int>(std::clamp<long>(left.count(), 0, 3'600'000));
}

void Instance::run(int stop) {
  watch(stop, of_stop, EPOLLIN, true);
  std::array<epoll_event, 64> events{};
  for (;;) {
    const int count = ::epoll_wait(poll_.get(), events.data(), events.size(), patience_ms());
    if (count < 0 && errno != EINTR) {
      throw UsageError("events cannot be waited for");
    }
    bool path_readable = false;
    for (int i = 0; i < count; ++i) {
      const std::uint64_t carried = events[static_cast<std::size_t>(i)].data.u64;
      const std::uint32_t kinds = events[static_cast<std::size_t>(i)].events;
      switch (carried & what_mask) {
      case of_stop:
        if (path_ != nullptr) {
          path_->send(Header{.kind = static_cast<std::uint8_t>(Kind::goodbye)});
          path_->flush();
        }
        return;
      case of_programs:
        take_client();
        break;
      case of_path:
        path_readable = path_readable || (kinds & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0;
        break;
      case of_client:
        hear_client(carried & ~what_mask);
        break;
      default:
        event(carried, kinds);
        break;
      }
    }
    if (path_ != nullptr && path_readable &&
        !path_->receive([this](const Message& message) { return handle(message); })) {
      end_path(path_->trouble());
    }
    serve_path();
  }
}

void Instance::serve_path() {
  if (path_ == nullptr) {
    return;
  }
  if (!path_->look_at_clock()) {
    end_path(path_->trouble());
    return;
  }
  for (std::size_t turns = stalled_.size(); turns > 0 && path_->may_send_data(); --turns) {
    const std::uint32_t number = stalled_.front();
    stalled_.pop_front();
    if (Socket* one = find(number); one != nullptr && one->stalled) {
      one->stalled = false;
      pump(*one);
    }
  }
  if (!path_->flush()) {
    end_path(path_->trouble());
  } else if (path_->wants_to_write() != writing_) {
    writing_ = !writing_;
    watch(path_->descriptor(),
          of_path,
          writing_ ? std::uint32_t{EPOLLIN} | EPOLLOUT : std::uint32_t{EPOLLIN},
          false);
  }
}

// Each call that is outstanding ends, once, and each socket with it [LFP-170].
void Instance::end_path(const std::string& why) {
  settings_.log("the path is over: " + why);
  path_.reset();
  for (const auto& [number, asked] : std::exchange(asked_, {})) {
    if (asked.client != 0) {
      answer_error(asked.client, settings_.path_loss_error);
    }
  }
  sockets_.clear();
  free_numbers_.clear();
  stalled_.clear();
}

Instance::Socket* Instance::find(std::uint32_t number) {
  return number < sockets_.size() ? sockets_[number].get() : nullptr;
}

Instance::Socket* Instance::make(std::uint32_t task) {
  if (free_numbers_.empty()) {
    return nullptr;
  }
  auto made = std::make_unique<Socket>();
  made->number = free_numbers_.back();
  free_numbers_.pop_back();
  made->generation = ++generations_ & generation_mask;
  made->task = task;
  made->window = path_->theirs().window;
  made->window_left = path_->ours().window;
  Socket* one = made.get();
  sockets_[one->number] = std::move(made);
  return one;
}

void Instance::event(std::uint64_t carried, std::uint32_t events) {
  const auto number = static_cast<std::uint32_t>(carried & number_mask);
  Socket* one = find(number);
  if (one == nullptr || one->generation != ((carried >> number_bits) & generation_mask) ||
      one->closing) {
    return;
  }
  if ((events & EPOLLOUT) != 0) {
    if (one->listening) {
      deliver(*one);
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

void Instance::stall(Socket& one) {
  if (!one.stalled) {
    one.stalled = true;
    stalled_.push_back(one.number);
  }
}

void Instance::pump(Socket& one) {
  for (int i = 0; one.readable && !one.closing; ++i) {
    if (!path_->may_send_data() || i == chunks_at_once) {
      stall(one);
      return;
    }
    if (!pump_once(one)) {
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
  if (one.window == 0) {
    return false;
  }
  const auto room = path_->data_room();
  const std::size_t wanted = std::min<std::size_t>(room.size(), one.window);
  const ssize_t count = ::recv(one.ours.get(), room.data(), wanted, MSG_DONTWAIT);
  if (count > 0) {
    const auto octets = static_cast<std::uint32_t>(count);
    path_->commit(Header{.kind = static_cast<std::uint8_t>(Kind::data),
                         .socket = one.number,
                         .value = one.chunks_sent++},
                  octets);
    one.window -= octets;
    // A short count: there is nothing left, unless the program's end is what comes next.
    one.readable = octets == wanted || one.hung_up;
    return one.readable;
  }
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    one.readable = false;
    return false;
  }
  if (count < 0 && errno == EINTR) {
    return true;
  }
  program_is_done(one);
  return false;
}

// The program has shut its sending down, or closed.
void Instance::program_is_done(Socket& one) {
  if (is_closed(one.ours.get())) {
    one.closing = true;
    request(Call::close, 0, one.number);
  } else if (!one.shut_by_program) {
    one.shut_by_program = true;
    request(Call::shutdown, 0, one.number, {.argument_1 = shut_sending});
  }
}

void Instance::write_rest(Socket& one) {
  std::uint32_t octets = 0;
  while (!one.unwritten.empty()) {
    const auto& first = one.unwritten.front();
    const std::size_t rest = first.size() - one.written_of_first;
    ssize_t count = ::send(
        one.ours.get(), first.data() + one.written_of_first, rest, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
        break;
      }
      count = static_cast<ssize_t>(rest); // nobody will read it
    }
    octets += static_cast<std::uint32_t>(count);
    one.written_of_first += static_cast<std::size_t>(count);
    if (one.written_of_first == first.size()) {
      one.unwritten.pop_front();
      one.written_of_first = 0;
    }
  }
  consumed(one, octets);
  if (one.unwritten.empty() && one.over && !one.over_told) {
    one.over_told = true;
    ::shutdown(one.ours.get(), one.error == 0 ? SHUT_WR : SHUT_RDWR);
  }
}

// The program can read so much more: credit goes back when there is enough of it.
void Instance::consumed(Socket& one, std::uint32_t octets) {
  one.unreported += octets;
  const auto& ours = path_->ours();
  const bool enough = one.unreported >= profile::credit_point(ours.window, ours.threshold);
  const bool needed = one.unwritten.empty() && one.window_left < path_->payload();
  if (one.unreported > 0 && (enough || needed) && !one.over) {
    one.window_left += one.unreported;
    path_->send(Header{.kind = static_cast<std::uint8_t>(Kind::credit),
                       .socket = one.number,
                       .value = std::exchange(one.unreported, 0)});
  }
}

} // namespace pathproof::iut::lfp
