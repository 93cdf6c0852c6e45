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

bool LinuxSockets::pump_datagram(Socket& one) {
  constexpr std::size_t largest = 65536;
  if (one.datagram.empty()) {
    LinuxAddress from;
    from.size = sizeof from.storage;
    std::uint8_t nothing = 0;
    const ssize_t size = ::recv(
        one.linux_socket.get(), &nothing, sizeof nothing, MSG_DONTWAIT | MSG_PEEK | MSG_TRUNC);
    if (size < 0) {
      one.readable = !(errno == EAGAIN || errno == EWOULDBLOCK);
      return false;
    }
    const std::uint32_t window = one.flow.window();
    if (static_cast<std::size_t>(size) > window && window < path_.theirs().window) {
      return false; // until credit is back
    }
    one.datagram.resize(profile::call_size + largest);
    const ssize_t count = ::recvfrom(one.linux_socket.get(),
                                     one.datagram.data() + profile::call_size,
                                     largest,
                                     MSG_DONTWAIT,
                                     from.get(),
                                     &from.size);
    if (count < 0 || static_cast<std::size_t>(count) > window) {
      one.datagram.clear(); // larger than any window: datagrams may get lost
      return count >= 0;
    }
    CallBody body;
    put_address(from, body);
    write_frame<profile::call_table, Octets>(body, one.datagram.data());
    one.datagram.resize(profile::call_size + static_cast<std::size_t>(count));
    one.datagram_sent = 0;
    one.flow.take(static_cast<std::uint32_t>(count));
  }
  const auto room = path_.data_room(one.datagram_sent == 0);
  const std::size_t rest = one.datagram.size() - one.datagram_sent;
  const std::size_t part = std::min(rest, room.size());
  std::copy_n(
      one.datagram.begin() + static_cast<std::ptrdiff_t>(one.datagram_sent), part, room.begin());
  const auto flags =
      static_cast<std::uint16_t>((one.datagram_sent == 0 ? profile::flag_address : 0U) |
                                 (part < rest ? profile::flag_more : 0U));
  one.flow.send_chunk(part, flags);
  one.datagram_sent += part;
  if (one.datagram_sent == one.datagram.size()) {
    one.datagram.clear();
  }
  return true;
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
    if (one->assembled.empty()) {
      one->destination = address_of(message.call);
    }
    one->assembled.insert(one->assembled.end(), message.text.begin(), message.text.end());
    if ((message.header.flags & profile::flag_more) == 0) {
      send_datagram(*one);
    }
  } else {
    one->flow.write(one->linux_socket.get(), message.text);
  }
  return {};
}

void LinuxSockets::send_datagram(Socket& one) {
  const bool permitted = one.destination.size == 0 || limits_.permits(one.destination);
  if (permitted) {
    // What the system does not take is lost, as datagrams may be.
    (void)::sendto(one.linux_socket.get(),
                   one.assembled.data(),
                   one.assembled.size(),
                   MSG_DONTWAIT | MSG_NOSIGNAL,
                   one.destination.size == 0 ? nullptr : one.destination.get(),
                   one.destination.size);
  }
  const auto octets = static_cast<std::uint32_t>(one.assembled.size());
  one.assembled.clear();
  one.readable = true; // it has a port now
  one.flow.consumed(octets);
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
