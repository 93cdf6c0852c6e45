// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/judged_path.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "conformance/iut/hs/failure.hpp"

namespace pathproof::iut::lfp {

namespace {

constexpr std::size_t read_at_once = 65536;
// The other side may be busy for a moment; one that takes nothing for so long is lost.
constexpr int send_patience_ms = 1000;
constexpr std::uint32_t kind_of_nothing = 0xFF;

} // namespace

JudgedPath::JudgedPath(Carrier carrier, std::uint32_t mtu, MessageLog* log)
    : carrier_(std::move(carrier)), wire_(carrier_.layout), mtu_(mtu), log_(log) {}

std::size_t JudgedPath::log(MessageLog::By by, std::span<const std::uint8_t> octets) {
  return log_ != nullptr ? log_->add(by, octets) : no_message;
}

std::string JudgedPath::refuses(std::span<const std::uint8_t> message) const {
  std::vector<std::uint8_t> made;
  return wire_.has_layout() ? wire_.encode(message, made) : std::string();
}

void JudgedPath::send(std::span<const std::uint8_t> message) {
  if (std::string why = wire_.has_layout() ? wire_.encode(message, sent_) : std::string();
      !why.empty()) {
    throw SystemFailed({FaultKind::refused, std::move(why)});
  }
  log(MessageLog::By::kit, message);
  send_wire(wire_.has_layout() ? std::span<const std::uint8_t>(sent_) : message);
}

void JudgedPath::send(const profile::Malformed& what, const MalformedBase& base) {
  const auto octets = octets_of(what, base);
  if (refuses(octets).empty()) {
    send(octets);
    return;
  }
  const bool cut = carrier_.record && what.damage == profile::Damage::ends;
  profile::Malformed instead = what;
  if (cut) {
    instead.damage = profile::Damage::none;
  } else if (what.damage != profile::Damage::out_of_bounds) {
    instead.damage = profile::Damage::unknown_kind;
    instead.value = kind_of_nothing;
  } else {
    instead.value = 0; // which no bound permits either, and fits
  }
  const auto other = octets_of(instead, base);
  if (!cut) {
    send(other);
    return;
  }
  if (std::string why = wire_.encode(other, sent_); !why.empty()) {
    throw SystemFailed({FaultKind::refused, std::move(why)});
  }
  log(MessageLog::By::kit, octets);
  send_wire(std::span<const std::uint8_t>(sent_).first(wire_.offset_of(*what.field)));
}

void JudgedPath::send_wire(std::span<const std::uint8_t> octets) {
  while (!octets.empty()) {
    const ssize_t count = ::send(carrier_.socket.get(),
                                 octets.data(),
                                 octets.size(),
                                 MSG_DONTWAIT | MSG_NOSIGNAL | (carrier_.record ? MSG_EOR : 0));
    if (count >= 0) {
      octets = octets.subspan(static_cast<std::size_t>(count));
      continue;
    }
    pollfd room{carrier_.socket.get(), POLLOUT, 0};
    if (errno != EAGAIN || ::poll(&room, 1, send_patience_ms) != 1) {
      return;
    }
  }
}

bool JudgedPath::wait(int milliseconds) {
  if (over_ || wire_.length_in(stream_)) {
    return true;
  }
  pollfd ready{carrier_.socket.get(), POLLIN, 0};
  return ::poll(&ready, 1, milliseconds) == 1;
}

Arrival JudgedPath::receive() {
  if (over_) {
    return {.kind = Arrival::Kind::closed};
  }
  return carrier_.record ? receive_record() : receive_of_stream();
}

Arrival JudgedPath::over(Arrival::Kind kind) {
  over_ = true;
  return {.kind = kind};
}

// The octets that are one record, or one message of a stream.
Arrival JudgedPath::arrived() {
  const profile::Message message = wire_.decode(octets_);
  over_ = static_cast<bool>(message.error);
  return {.kind = over_ ? Arrival::Kind::nonsense : Arrival::Kind::message,
          .message = message,
          .number = log(MessageLog::By::iut, over_ ? octets_ : wire_.message_in(octets_))};
}

Arrival JudgedPath::receive_record() {
  octets_.resize(wire_.most(mtu_) + 1); // one more shows a record that is too long
  const ssize_t count =
      ::recv(carrier_.socket.get(), octets_.data(), octets_.size(), MSG_DONTWAIT | MSG_TRUNC);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
    return {};
  }
  if (count <= 0) {
    return over(Arrival::Kind::closed);
  }
  // With MSG_TRUNC it says how long the record is, whatever was read of it.
  const bool cut = static_cast<std::size_t>(count) > octets_.size();
  octets_.resize(std::min(static_cast<std::size_t>(count), octets_.size()));
  if (cut || wire_.is_too_long(octets_, mtu_)) {
    Arrival arrival = over(Arrival::Kind::too_long);
    arrival.number = log(MessageLog::By::iut, octets_);
    return arrival;
  }
  return arrived();
}

Arrival JudgedPath::receive_of_stream() {
  bool ended = false;
  std::array<std::uint8_t, read_at_once> more;
  const ssize_t count = ::recv(carrier_.socket.get(), more.data(), more.size(), MSG_DONTWAIT);
  if (count > 0) {
    stream_.insert(stream_.end(), more.begin(), more.begin() + count);
  } else {
    ended = count == 0 || (errno != EAGAIN && errno != EINTR);
  }
  const auto length = wire_.length_in(stream_);
  if (length && length->octets == 0) {
    Arrival arrival = over(Arrival::Kind::nonsense);
    arrival.message = wire_.decode(stream_);
    arrival.number = log(MessageLog::By::iut, stream_);
    return arrival;
  }
  if (length && wire_.is_too_long(*length, mtu_)) {
    Arrival arrival = over(Arrival::Kind::too_long);
    arrival.number = log(MessageLog::By::iut, stream_);
    return arrival;
  }
  if (!length || length->with_padding > stream_.size()) {
    return ended ? over(Arrival::Kind::closed) : Arrival{};
  }
  const auto end = stream_.begin() + static_cast<std::ptrdiff_t>(length->with_padding);
  octets_.assign(stream_.begin(), end);
  stream_.erase(stream_.begin(), end);
  return arrived();
}

} // namespace pathproof::iut::lfp
