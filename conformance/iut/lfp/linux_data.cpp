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
// Chunks of one socket before others have their turn.
constexpr int chunks_at_once = 16;

Header header_of(Kind kind, std::uint32_t socket, std::uint32_t value) {
  return {.kind = static_cast<std::uint8_t>(kind), .socket = socket, .value = value};
}

} // namespace

void LinuxSockets::stall(Socket& one) {
  if (!one.stalled) {
    one.stalled = true;
    stalled_.push_back(one.number);
  }
}

void LinuxSockets::path_has_room() {
  for (std::size_t turns = stalled_.size(); turns > 0 && path_.may_send_data(); --turns) {
    const std::uint32_t number = stalled_.front();
    stalled_.pop_front();
    if (Socket* one = find(number); one != nullptr && one->stalled) {
      one->stalled = false;
      pump(*one);
    }
  }
}

void LinuxSockets::pump(Socket& one) {
  for (int i = 0; one.readable && !one.received_all && !one.closing; ++i) {
    if (!path_.may_send_data() || i == chunks_at_once) {
      stall(one);
      return;
    }
    if (!(one.stream ? pump_stream(one) : pump_datagram(one))) {
      return;
    }
  }
}

// False when there is nothing more to do for now.
bool LinuxSockets::pump_stream(Socket& one) {
  if (one.window == 0) {
    return false; // credit comes back to it
  }
  const auto room = path_.data_room();
  const std::size_t wanted = std::min<std::size_t>(room.size(), one.window);
  const ssize_t count = ::recv(one.linux_socket.get(), room.data(), wanted, MSG_DONTWAIT);
  if (count > 0) {
    const auto octets = static_cast<std::uint32_t>(count);
    path_.commit(header_of(Kind::data, one.number, one.chunks_sent++), octets);
    one.window -= octets;
    // A short count: there is nothing left, unless the partner's end is what comes next.
    one.readable = octets == wanted || one.hung_up;
    return one.readable;
  }
  if (count == 0) {
    end(one, 0);
  } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
    one.readable = false;
  } else if (errno != EINTR) {
    end(one, errno);
  }
  return one.readable && !one.received_all;
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
    if (static_cast<std::size_t>(size) > one.window && one.window < path_.theirs().window) {
      return false; // until credit is back
    }
    one.datagram.resize(profile::call_size + largest);
    const ssize_t count = ::recvfrom(one.linux_socket.get(),
                                     one.datagram.data() + profile::call_size,
                                     largest,
                                     MSG_DONTWAIT,
                                     from.get(),
                                     &from.size);
    if (count < 0 || static_cast<std::size_t>(count) > one.window) {
      one.datagram.clear(); // larger than any window: datagrams may get lost
      return count >= 0;
    }
    CallBody body;
    put_address(from, body);
    write_frame<profile::call_table, Octets>(body, one.datagram.data());
    one.datagram.resize(profile::call_size + static_cast<std::size_t>(count));
    one.datagram_sent = 0;
    one.window -= static_cast<std::uint32_t>(count);
  }
  const auto room = path_.data_room();
  const std::size_t rest = one.datagram.size() - one.datagram_sent;
  const std::size_t part = std::min(rest, room.size());
  std::copy_n(
      one.datagram.begin() + static_cast<std::ptrdiff_t>(one.datagram_sent), part, room.begin());
  Header header = header_of(Kind::data, one.number, one.chunks_sent++);
  header.flags = static_cast<std::uint16_t>((one.datagram_sent == 0 ? profile::flag_address : 0U) |
                                            (part < rest ? profile::flag_more : 0U));
  path_.commit(header, part);
  one.datagram_sent += part;
  if (one.datagram_sent == one.datagram.size()) {
    one.datagram.clear();
  }
  return true;
}

void LinuxSockets::end(Socket& one, int error) {
  one.received_all = true;
  path_.send(header_of(Kind::end, one.number, error == 0 ? 0 : profile::vse_error(error)));
}

std::string LinuxSockets::credit(const Message& message) {
  Socket* one = find(message.header.socket);
  if (one == nullptr) {
    return {}; // for one that was closed meanwhile
  }
  if (message.header.value == 0 || message.header.value > path_.theirs().window - one->window) {
    return "credit above the window";
  }
  one->window += message.header.value;
  pump(*one);
  return {};
}

std::string LinuxSockets::data(const Message& message) {
  Socket* one = find(message.header.socket);
  if (one == nullptr) {
    return {};
  }
  const auto octets = static_cast<std::uint32_t>(message.text.size());
  if (octets > one->window_left) {
    return "more data than the window";
  }
  if (message.header.value != one->chunks_received) {
    return "a chunk with a wrong number";
  }
  if (one->closing || one->shutting) {
    return "data after the end of its direction";
  }
  ++one->chunks_received;
  one->window_left -= octets;
  if (!one->stream) {
    if (one->assembled.empty()) {
      one->destination = address_of(message.call);
    }
    one->assembled.insert(one->assembled.end(), message.text.begin(), message.text.end());
    if ((message.header.flags & profile::flag_more) == 0) {
      send_datagram(*one);
    }
  } else if (one->unwritten.empty()) {
    write_stream(*one, message.text);
  } else {
    one->unwritten.emplace_back(message.text.begin(), message.text.end());
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
  consumed(one, octets);
  pump(one);
}

void LinuxSockets::write_stream(Socket& one, std::span<const std::uint8_t> payload) {
  std::size_t taken = payload.size();
  if (!one.send_failed) {
    const ssize_t count =
        ::send(one.linux_socket.get(), payload.data(), payload.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0) {
      taken = static_cast<std::size_t>(count);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
      taken = 0;
    } else {
      one.send_failed = true; // the partner's end, or an error, is read on the other direction
    }
  }
  if (taken < payload.size()) {
    one.unwritten.emplace_back(payload.begin() + static_cast<std::ptrdiff_t>(taken), payload.end());
    one.written_of_first = 0;
  }
  consumed(one, static_cast<std::uint32_t>(taken));
}

void LinuxSockets::write_rest(Socket& one) {
  std::uint32_t octets = 0;
  while (!one.unwritten.empty()) {
    const auto& first = one.unwritten.front();
    std::size_t taken = first.size() - one.written_of_first;
    if (!one.send_failed) {
      const ssize_t count = ::send(one.linux_socket.get(),
                                   first.data() + one.written_of_first,
                                   taken,
                                   MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count >= 0) {
        taken = static_cast<std::size_t>(count);
      } else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
        break;
      } else {
        one.send_failed = true;
      }
    }
    octets += static_cast<std::uint32_t>(taken);
    one.written_of_first += taken;
    if (one.written_of_first == first.size()) {
      one.unwritten.pop_front();
      one.written_of_first = 0;
    }
  }
  consumed(one, octets);
  settle(one);
}

// Passed on so much: credit goes back when there is enough of it [LFP-165, LFPO-014].
void LinuxSockets::consumed(Socket& one, std::uint32_t octets) {
  one.unreported += octets;
  const auto& ours = path_.ours();
  const bool enough = one.unreported >= profile::credit_point(ours.window, ours.threshold);
  const bool needed = one.unwritten.empty() && one.window_left < path_.payload();
  if (one.unreported > 0 && (enough || needed) && !one.closing) {
    one.window_left += one.unreported;
    path_.send(header_of(Kind::credit, one.number, std::exchange(one.unreported, 0)));
  }
}

// What stands behind the data: the end of the direction, and of the socket.
void LinuxSockets::settle(Socket& one) {
  if (!one.unwritten.empty()) {
    return;
  }
  if (one.shutting) {
    const Asked asked = *one.shutting;
    const int how = asked.argument == shutdown_both ? SHUT_RDWR : SHUT_WR;
    const int error = ::shutdown(one.linux_socket.get(), how) == 0 ? 0 : errno;
    one.shutting.reset();
    answer(asked, Call::shutdown, error, {}, one.number);
  }
  if (one.closing) {
    const Asked asked = *one.closing;
    const std::uint32_t number = one.number;
    if (one.connecting) {
      answer(*one.connecting, Call::connect, ECANCELED, {}, number);
    }
    for (const Asked& waiting : one.accepting) {
      release(waiting.argument);
      answer(waiting, Call::accept, ECANCELED, {}, number);
    }
    release(number);
    answer(asked, Call::close, 0, {}, number);
  }
}

} // namespace pathproof::iut::lfp
