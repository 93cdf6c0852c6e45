// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/judged_end.hpp"

#include <algorithm>
#include <utility>

#include "conformance/iut/hs/failure.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::CallBody;
using profile::Header;
using profile::Kind;
using Octets = std::vector<std::uint8_t>;

} // namespace

void misbehaves(std::string sentence) {
  throw SystemFailed({FaultKind::died, std::move(sentence)});
}

Header message_header(Kind kind, std::uint32_t socket) {
  return {.kind = static_cast<std::uint8_t>(kind), .socket = socket};
}

void JudgedEnd::begin(Carrier carrier, const profile::Hello& hello) {
  received_ = 0;
  said_ = 0;
  heard_ = 0;
  path_.emplace(std::move(carrier), hello.mtu, log_);
  says(hello);
}

void JudgedEnd::says(const profile::Hello& hello) {
  hello_ = hello;
  // A hello or a refusal has to fit whatever the kit says that it takes.
  const auto room = static_cast<std::uint32_t>(profile::header_size + profile::hello_size);
  path_->takes(std::max(hello.mtu, room));
}

void JudgedEnd::send(Header header, std::uint32_t confirms, std::span<const std::uint8_t> text) {
  said_ += confirms;
  header.received = said_;
  Octets octets;
  profile::encode(header, text, octets);
  send_octets(octets);
}

void JudgedEnd::send(Header header, std::uint32_t confirms, const CallBody& call) {
  said_ += confirms;
  header.received = said_;
  Octets octets;
  profile::encode(header, call, {}, octets);
  send_octets(octets);
}

void JudgedEnd::send_wrong(profile::Fault fault, std::uint32_t mtu) {
  Header header = message_header(Kind::heartbeat);
  header.received = said_;
  Octets octets;
  switch (fault) {
  case profile::Fault::unknown_kind:
    header.kind = 0xFF;
    profile::encode(header, std::span<const std::uint8_t>(), octets);
    break;
  case profile::Fault::wrong_length:
    profile::encode(header, std::span<const std::uint8_t>(), octets);
    header.length = profile::header_size - 1;
    write_frame<profile::header_table, pathproof::Octets>(header, octets.data());
    if (path_ && !path_->refuses(octets).empty()) {
      // In a layout whose length does not count the header, less than that cannot be said. Then it
      // is a request without a body.
      header = message_header(Kind::request);
      header.received = said_;
      profile::encode(header, std::span<const std::uint8_t>(), octets);
    }
    break;
  case profile::Fault::too_long:
    header = message_header(Kind::data, 0);
    header.received = said_;
    profile::encode(header, Octets(mtu + 1 - profile::header_size), octets);
    break;
  default:
    profile::encode(message_header(Kind::hello), hello_, octets);
    break;
  }
  send_octets(octets);
}

std::uint32_t JudgedEnd::count(const Header& header) {
  if (header.kind != static_cast<std::uint8_t>(Kind::confirm)) {
    ++received_;
  }
  return header.received - std::exchange(heard_, header.received);
}

void JudgedEnd::send_octets(std::span<const std::uint8_t> octets) {
  if (path_) {
    path_->send(octets);
    spoke_ = std::chrono::steady_clock::now();
  }
}

void JudgedEnd::stay_awake() {
  if (std::chrono::steady_clock::now() - spoke_ > std::chrono::milliseconds(awake_ms)) {
    send(message_header(Kind::confirm), 0);
  }
}

// What it confirms is left for the next message that a label shows.
void JudgedEnd::pass_over(bool silently) {
  ++received_;
  if (!silently) {
    send(message_header(Kind::confirm), 1);
  }
}

} // namespace pathproof::iut::lfp
