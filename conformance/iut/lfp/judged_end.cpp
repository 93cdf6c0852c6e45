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

constexpr std::size_t kind_offset = profile::header_table.find("kind")->offset;
constexpr std::uint32_t more_than_any_limit = 0x10000;
constexpr std::uint32_t no_descriptor_of_any = 0xFF00; // fits in two octets, as a layout may have
constexpr std::uint32_t no_request = 0xFFFFFFFFU;      // the number of none

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
  last_response_.clear();
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

void JudgedEnd::say(const Label& label, const Addressee& to) {
  using profile::Show;
  const auto& with = label.arguments;
  switch (static_cast<Show>(label.kind)) {
  case Show::instance_credit:
  case Show::daemon_credit: {
    Header header = message_header(Kind::credit, to.socket);
    header.value = with[1];
    send(header, with[2]);
    break;
  }
  case Show::instance_confirm:
  case Show::daemon_confirm:
    send(message_header(Kind::confirm), with[0]);
    break;
  case Show::instance_heartbeat:
  case Show::daemon_heartbeat:
    send(message_header(Kind::heartbeat), with[0]);
    break;
  case Show::instance_wrong:
  case Show::daemon_wrong:
    send_wrong(label, to);
    break;
  case Show::instance_malformed:
    send_malformed(0, with[0], to.mtu);
    break;
  case Show::daemon_malformed:
    send_malformed(1, with[0], to.mtu);
    break;
  default: // of what is ignored
    said_ += with[1];
    send_octets(ignored_octets(with[0], to.sockets));
    break;
  }
}

void JudgedEnd::send_wrong(const Label& label, const Addressee& to) {
  const auto [fault, socket, size, number, unused, unused_too] = label.arguments;
  Header header = message_header(Kind::heartbeat);
  std::uint32_t text = 0; // octets
  const auto says = [&](Kind kind, std::uint32_t of, std::uint32_t value) {
    header = message_header(kind, of);
    header.value = value;
  };
  std::uint32_t confirmed = said_;
  switch (static_cast<profile::Fault>(fault)) {
  case profile::Fault::unknown_kind:
    header.kind = 0xFF;
    break;
  case profile::Fault::wrong_length:
    send_of_wrong_length();
    return;
  case profile::Fault::too_long:
    says(Kind::data, 0, 0);
    text = profile::payload_of(to.mtu) + 1;
    break;
  case profile::Fault::second_hello: {
    Octets octets;
    profile::encode(message_header(Kind::hello), hello_, octets);
    send_octets(octets);
    return;
  }
  case profile::Fault::confirms_too_many:
    says(Kind::confirm, profile::no_socket, 0);
    confirmed = received_ + more_than_any_limit;
    break;
  case profile::Fault::data_above_window:
  case profile::Fault::wrong_number:
  case profile::Fault::data_behind_end:
    says(Kind::data, to.socket, number);
    text = size;
    break;
  case profile::Fault::credit_of_nothing:
  case profile::Fault::credit_above_window:
    says(Kind::credit, to.socket, size);
    break;
  case profile::Fault::end_twice:
    says(Kind::end, to.socket, 0);
    break;
  case profile::Fault::data_of_no_socket:
    says(Kind::data, no_descriptor_of_any, 0);
    text = 1;
    break;
  case profile::Fault::credit_for_no_socket:
    says(Kind::credit, no_descriptor_of_any, 1);
    break;
  case profile::Fault::end_of_no_socket:
    says(Kind::end, no_descriptor_of_any, 0);
    break;
  case profile::Fault::response_for_no_request:
  case profile::Fault::response_twice:
    send_response_again(static_cast<profile::Fault>(fault) == profile::Fault::response_twice);
    return;
  case profile::Fault::count:
    break;
  }
  header.received = confirmed;
  Octets octets;
  profile::encode(header, Octets(text), octets);
  send_octets(octets);
}

void JudgedEnd::send_of_wrong_length() {
  Header header = message_header(Kind::heartbeat);
  header.received = said_;
  Octets octets;
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
  send_octets(octets);
}

// The last one, or a response whose request has another number.
void JudgedEnd::send_response_again(bool same) {
  Octets octets = last_response_;
  if (octets.empty()) {
    profile::encode(message_header(Kind::response), CallBody{}, {}, octets);
  }
  auto header =
      read_frame<profile::header_table, pathproof::Octets, profile::Header>(octets.data());
  header.received = said_;
  header.request = same ? header.request : no_request;
  write_frame<profile::header_table, pathproof::Octets>(header, octets.data());
  send_octets(octets);
}

void JudgedEnd::send_malformed(unsigned side, std::uint32_t what, std::uint32_t mtu) {
  if (path_) {
    path_->send(profile::malformed.at(side).all.at(what),
                {.hello = hello_,
                 .received = said_,
                 .mtu = mtu,
                 .only_length = !path_->is_record() || path_->has_layout()});
    spoke_ = std::chrono::steady_clock::now();
  }
}

std::string JudgedEnd::refuses_ignored(std::uint32_t what) const {
  return path_ ? path_->refuses(ignored_octets(what, 1)) : std::string();
}

std::vector<std::uint8_t> JudgedEnd::ignored_octets(std::uint32_t what,
                                                    std::uint32_t sockets) const {
  const profile::Ignored& one = profile::ignored.at(what);
  Header header = message_header(one.kind);
  header.received = said_;
  if (one.kind == Kind::data || one.kind == Kind::credit) {
    header.socket = one.in_range ? sockets - 1 : sockets;
    header.value = one.kind == Kind::credit ? 1 : 0;
  } else if (one.kind == Kind::cancel) {
    header.task = 1;
    header.request = no_request;
  }
  Octets octets;
  profile::encode(header, Octets(one.kind == Kind::data ? 1 : 0), octets);
  if (one.unused != nullptr && one.unused->kind != FieldKind::flags) {
    write_number_of(profile::header_table, *one.unused, 1, octets);
  } else if (one.unused != nullptr) {
    // All flags that there is room for, with those that mean something elsewhere.
    for (const std::uint32_t bits : {0xFFFFU, 0xFFU, 1U}) {
      write_number_of(profile::header_table, *one.unused, bits, octets);
      if (!path_ || path_->refuses(octets).empty()) {
        break;
      }
    }
  }
  return octets;
}

std::uint32_t JudgedEnd::count(const Header& header) {
  if (header.kind != static_cast<std::uint8_t>(Kind::confirm)) {
    ++received_;
  }
  return header.received - std::exchange(heard_, header.received);
}

void JudgedEnd::send_octets(std::span<const std::uint8_t> octets) {
  if (path_) {
    if (octets.size() >= profile::header_size &&
        octets[kind_offset] == static_cast<std::uint8_t>(Kind::response)) {
      last_response_.assign(octets.begin(), octets.end());
    }
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
