// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/flow.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace pathproof::iut::lfp {

namespace {

using profile::Header;
using profile::Kind;
using profile::Message;

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

} // namespace

Flow::Flow(Path& path, std::uint32_t socket)
    : path_(path), socket_(socket), window_(path.theirs().window),
      window_left_(path.ours().window) {}

Flow::Sent Flow::send_from(int stream) {
  if (window_ == 0) {
    return {Outcome::no_window};
  }
  const auto room = path_.data_room();
  const std::size_t wanted = std::min<std::size_t>(room.size(), window_);
  const ssize_t count = ::recv(stream, room.data(), wanted, MSG_DONTWAIT);
  if (count > 0) {
    const auto octets = static_cast<std::size_t>(count);
    take(static_cast<std::uint32_t>(octets));
    send_chunk(octets);
    return {octets == wanted ? Outcome::whole : Outcome::part};
  }
  if (count == 0) {
    return {Outcome::end};
  }
  if (would_block(errno)) {
    return {Outcome::nothing};
  }
  return errno == EINTR ? Sent{Outcome::interrupted} : Sent{Outcome::end, errno};
}

Flow::Sent Flow::look_for_end(int stream) {
  std::uint8_t octet = 0;
  const ssize_t count = ::recv(stream, &octet, sizeof octet, MSG_DONTWAIT | MSG_PEEK);
  if (count > 0 || (count < 0 && (would_block(errno) || errno == EINTR))) {
    return {Outcome::nothing};
  }
  return {Outcome::end, count == 0 ? 0 : errno};
}

void Flow::send_chunk(std::size_t size, std::uint16_t flags) {
  path_.commit(Header{.kind = static_cast<std::uint8_t>(Kind::data),
                      .flags = flags,
                      .socket = socket_,
                      .value = chunks_sent_++},
               size);
}

std::string Flow::credit(std::uint32_t octets) {
  if (octets == 0 || octets > path_.theirs().window - window_) {
    return "credit above the window";
  }
  window_ += octets;
  return {};
}

std::string Flow::receive(const Message& message) {
  const auto octets = static_cast<std::uint32_t>(message.text.size());
  if (octets > window_left_) {
    return "more data than the window";
  }
  if (message.header.value != chunks_received_) {
    return "a chunk with a wrong number";
  }
  ++chunks_received_;
  window_left_ -= octets;
  return {};
}

// How many octets need not wait here. The end, or an error, of a socket that takes nothing more is
// read on the other direction.
std::size_t Flow::write_some(int stream, std::span<const std::uint8_t> octets) {
  if (write_error_ == 0) {
    const ssize_t count = ::send(stream, octets.data(), octets.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0) {
      return static_cast<std::size_t>(count);
    }
    if (would_block(errno) || errno == EINTR) {
      return 0;
    }
    write_error_ = errno;
  }
  return octets.size();
}

void Flow::write(int stream, std::span<const std::uint8_t> payload) {
  const std::size_t taken = unwritten_.empty() ? write_some(stream, payload) : 0;
  const auto rest = payload.subspan(taken);
  if (!rest.empty()) {
    unwritten_.emplace_back(rest.begin(), rest.end());
  }
  consumed(static_cast<std::uint32_t>(taken));
}

void Flow::write_rest(int stream) {
  std::size_t octets = 0;
  while (!unwritten_.empty()) {
    const auto rest = std::span<const std::uint8_t>(unwritten_.front()).subspan(written_of_first_);
    const std::size_t taken = write_some(stream, rest);
    octets += taken;
    written_of_first_ += taken;
    if (taken < rest.size()) {
      break;
    }
    unwritten_.pop_front();
    written_of_first_ = 0;
  }
  consumed(static_cast<std::uint32_t>(octets));
}

void Flow::consumed(std::uint32_t octets) {
  unreported_ += octets;
  return_credit(unwritten_.empty() && window_left_ < path_.payload());
}

void Flow::consumed_datagram(std::uint32_t octets, bool none_waits) {
  unreported_ += octets;
  return_credit(none_waits);
}

void Flow::return_credit(bool needed) {
  const auto& ours = path_.ours();
  const bool enough = unreported_ >= profile::credit_point(ours.window, ours.threshold);
  if (unreported_ > 0 && (enough || needed) && gives_credit_) {
    window_left_ += unreported_;
    path_.send(Header{.kind = static_cast<std::uint8_t>(Kind::credit),
                      .socket = socket_,
                      .value = std::exchange(unreported_, 0)});
  }
}

} // namespace pathproof::iut::lfp
