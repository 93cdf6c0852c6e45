// SPDX-License-Identifier: Apache-2.0
// The data of a daemon's sockets, in both directions.
#include <algorithm>
#include <cerrno>

#include "conformance/iut/lfp/linux_sockets.hpp"
#include "model/lfp/error_number.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::Call;
using profile::CallBody;
using profile::Header;
using profile::Kind;
using profile::Message;

constexpr std::uint32_t shutdown_both = 2;

} // namespace

void LinuxSockets::path_has_room() {
  turns_.serve(path_, [this](std::uint32_t number) {
    if (Socket* one = find(number); one != nullptr) {
      pump(*one);
    }
  });
}

void LinuxSockets::pump(Socket& one) {
  for (int i = 0; one.readable && !one.received_all && !one.closing; ++i) {
    if (!path_.may_send_data() || i == Turns::chunks_at_once) {
      end_if_nothing_is_left(one);
      turns_.wait(one.number());
      return;
    }
    if (!(one.stream ? pump_stream(one) : pump_datagram(one))) {
      return;
    }
  }
}

// False when there is nothing more to do for now.
bool LinuxSockets::pump_stream(Socket& one) {
  const Flow::Sent sent = one.flow.send_from(one.linux_socket.get());
  switch (sent.outcome) {
  case Flow::Outcome::whole:
  case Flow::Outcome::interrupted:
    return true;
  case Flow::Outcome::part:
    one.readable = one.hung_up; // the partner's end may be what comes next
    return one.readable;
  case Flow::Outcome::nothing:
    one.readable = false;
    return false;
  case Flow::Outcome::no_window:
    end_if_nothing_is_left(one);
    return false; // credit comes back to it
  case Flow::Outcome::end:
    end(one, sent.error);
    return false;
  }
  return false;
}

// What cannot send data can tell the end.
void LinuxSockets::end_if_nothing_is_left(Socket& one) {
  if (one.stream && one.hung_up) {
    const Flow::Sent sent = Flow::look_for_end(one.linux_socket.get());
    if (sent.outcome == Flow::Outcome::end) {
      end(one, sent.error);
    }
  }
}

// One datagram is kept here until there is window for it; the next ones wait in Linux, which drops
// what it has no room for.
bool LinuxSockets::pump_datagram(Socket& one) {
  if (!one.datagrams.is_sending()) {
    constexpr std::size_t largest = 65536;
    datagram_.resize(largest);
    LinuxAddress from;
    from.size = sizeof from.storage;
    const ssize_t count = ::recvfrom(one.linux_socket.get(),
                                     datagram_.data(),
                                     datagram_.size(),
                                     MSG_DONTWAIT,
                                     from.get(),
                                     &from.size);
    if (count < 0) {
      // Any other error is that of a datagram that was sent, told once: there may be more behind.
      one.readable = !(errno == EAGAIN || errno == EWOULDBLOCK);
      return one.readable;
    }
    if (!one.datagrams.begin(from, std::span(datagram_).first(static_cast<std::size_t>(count)))) {
      return true;
    }
  }
  return one.datagrams.send_next();
}

void LinuxSockets::end(Socket& one, int error) {
  one.received_all = true;
  // The instance's program was told nothing of a write that failed. EPIPE says no more than the
  // end.
  const int of_write = one.flow.write_error();
  if (error == 0 && of_write != EPIPE) {
    error = of_write;
  }
  path_.send(Header{.kind = static_cast<std::uint8_t>(Kind::end),
                    .socket = one.number(),
                    .value = error == 0 ? 0 : profile::vse_error(error)});
}

std::string LinuxSockets::credit(const Message& message) {
  Socket* one = find(message.header.socket);
  if (one == nullptr) {
    return {}; // for one that was closed meanwhile
  }
  std::string fault = one->flow.credit(message.header.value);
  if (fault.empty()) {
    pump(*one);
  }
  return fault;
}

std::string LinuxSockets::data(const Message& message) {
  Socket* one = find(message.header.socket);
  if (one == nullptr) {
    return {};
  }
  if (std::string fault = one->flow.receive(message); !fault.empty()) {
    return fault;
  }
  if (one->closing || one->shutting) {
    return "data after the end of its direction";
  }
  if (!one->stream) {
    if (one->datagrams.take(message)) {
      send_datagram(*one);
    }
  } else {
    one->flow.write(one->linux_socket.get(), message.text);
  }
  return {};
}

void LinuxSockets::send_datagram(Socket& one) {
  const LinuxAddress& to = one.datagrams.address();
  const auto octets = one.datagrams.payload();
  const auto send = [&] {
    return ::sendto(one.linux_socket.get(),
                    octets.data(),
                    octets.size(),
                    MSG_DONTWAIT | MSG_NOSIGNAL,
                    to.size == 0 ? nullptr : to.get(),
                    to.size);
  };
  // An error may be that of a datagram before, and then this one was not sent. What the system does
  // not take is lost, as datagrams may be.
  if ((to.size == 0 || limits_.permits(to)) && send() < 0 && errno == ECONNREFUSED) {
    (void)send();
  }
  one.readable = true; // it has a port now
  one.flow.consumed_datagram(static_cast<std::uint32_t>(octets.size()), true);
  one.datagrams.passed_on();
  pump(one);
}

// What stands behind the data: the end of the direction, and of the socket.
void LinuxSockets::settle(Socket& one) {
  if (!one.flow.all_written()) {
    return;
  }
  if (one.shutting) {
    const Asked asked = *one.shutting;
    const int how = asked.argument == shutdown_both ? SHUT_RDWR : SHUT_WR;
    const int error = ::shutdown(one.linux_socket.get(), how) == 0 ? 0 : errno;
    one.shutting.reset();
    answer(asked, Call::shutdown, error, {}, one.number());
  }
  if (one.closing) {
    const Asked asked = *one.closing;
    const std::uint32_t number = one.number();
    end_waiting(one);
    release(number);
    answer(asked, Call::close, 0, {}, number);
  }
}

} // namespace pathproof::iut::lfp
