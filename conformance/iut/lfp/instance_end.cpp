// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/instance_end.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/hs/failure.hpp"
#include "conformance/iut/lfp/call_messages.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::Call;
using profile::CallBody;
using profile::Header;
using profile::Kind;
using profile::Message;
using Octets = std::vector<std::uint8_t>;

constexpr std::uint32_t stream_type = 1;

std::string name_of(Call call) {
  const auto* const found = std::find_if(
      std::begin(profile::calls), std::end(profile::calls), [&](const NamedValue& one) {
        return one.value == static_cast<std::uint64_t>(call);
      });
  return std::string(found->name);
}

} // namespace

void misbehaves(std::string sentence) {
  throw SystemFailed({FaultKind::died, std::move(sentence)});
}

Header message_header(Kind kind, std::uint32_t socket) {
  return {.kind = static_cast<std::uint8_t>(kind), .socket = socket};
}

std::optional<std::uint32_t>
refused_as_another(Carrier carrier, const profile::Hello& hello, int answer_ms) {
  JudgedPath other(std::move(carrier), profile::header_size + profile::hello_size);
  Octets octets;
  profile::encode(message_header(Kind::hello), hello, octets);
  other.send(octets);
  if (!other.wait(answer_ms)) {
    return {};
  }
  const Arrival arrival = other.receive();
  if (arrival.kind != Arrival::Kind::message) {
    misbehaves("it closes the carrier of a second instance and does not say why");
  }
  if (arrival.message.kind() != Kind::refused) {
    misbehaves("it does not refuse a second instance");
  }
  const std::uint32_t reason = arrival.message.header.value;
  if (!other.wait(answer_ms) || other.receive().kind != Arrival::Kind::closed) {
    misbehaves("it does not close the carrier of a second instance that it has refused");
  }
  return reason;
}

Arrival InstanceEnd::say_hello(Carrier carrier, const profile::Hello& hello, bool wrong_version) {
  hello_ = hello;
  received_ = 0;
  said_ = 0;
  heard_ = 0;
  // A refusal has to fit whatever the instance says that it takes.
  const auto room = static_cast<std::uint32_t>(profile::header_size + profile::hello_size);
  path_.emplace(std::move(carrier), std::max(hello.mtu, room));
  Header header = message_header(Kind::hello);
  header.version = profile::profile_version + (wrong_version ? 1 : 0);
  Octets octets;
  profile::encode(header, hello, octets);
  send_octets(octets);
  return path_->wait(answer_ms_) ? path_->receive() : Arrival{};
}

void InstanceEnd::prepare(unsigned sockets, Partners& partners) {
  for (unsigned i = 0; i < sockets; ++i) {
    perform(Call::socket, i, {.argument_1 = vse_af_inet, .argument_2 = stream_type});
    CallBody to;
    put_address(partners.address(), to);
    perform(Call::connect, i, to);
    if (!partners.accept(i, answer_ms_)) {
      misbehaves("no connection comes of a CONNECT that it says is done");
    }
  }
  said_ = received_ - 1;
}

// One call, which has to go well.
void InstanceEnd::perform(Call call, unsigned socket, CallBody body) {
  body.call = static_cast<std::uint16_t>(call);
  Header header = message_header(Kind::request, socket);
  header.task = kit_task;
  header.request = ++requests_;
  header.received = received_;
  Octets octets;
  profile::encode(header, body, {}, octets);
  send_octets(octets);
  const std::string name = name_of(call);
  const Message answer = response(name);
  if (answer.header.request != requests_ || answer.header.task != kit_task ||
      answer.call.call != body.call) {
    misbehaves("its response to " + name + " is that to another request");
  }
  if (answer.call.result != 0 || answer.call.error != 0) {
    misbehaves(name + " of a socket that the test needs fails with error " +
               std::to_string(answer.call.error));
  }
}

// Confirmations may come before it.
Message InstanceEnd::response(const std::string& call) {
  const Deadline deadline(answer_ms_);
  while (path_->wait(deadline.left_ms())) {
    const Arrival arrival = path_->receive();
    if (arrival.kind == Arrival::Kind::nothing) {
      continue;
    }
    if (arrival.kind != Arrival::Kind::message) {
      misbehaves("it ends the path at " + call + " of a socket that the test needs");
    }
    count(arrival.message.header);
    if (arrival.message.kind() == Kind::response) {
      return arrival.message;
    }
  }
  misbehaves("it does not answer " + call + " of a socket that the test needs");
}

void InstanceEnd::send(Header header, std::uint32_t confirms, std::span<const std::uint8_t> text) {
  said_ += confirms;
  header.received = said_;
  Octets octets;
  profile::encode(header, text, octets);
  send_octets(octets);
}

void InstanceEnd::send(Header header, std::uint32_t confirms, const CallBody& call) {
  said_ += confirms;
  header.received = said_;
  Octets octets;
  profile::encode(header, call, {}, octets);
  send_octets(octets);
}

void InstanceEnd::send_wrong(profile::Fault fault, std::uint32_t mtu) {
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

std::uint32_t InstanceEnd::count(const Header& header) {
  if (header.kind != static_cast<std::uint8_t>(Kind::confirm)) {
    ++received_;
  }
  return header.received - std::exchange(heard_, header.received);
}

void InstanceEnd::send_octets(std::span<const std::uint8_t> octets) {
  if (path_) {
    path_->send(octets);
    spoke_ = std::chrono::steady_clock::now();
  }
}

void InstanceEnd::stay_awake() {
  if (std::chrono::steady_clock::now() - spoke_ > std::chrono::milliseconds(awake_ms)) {
    send(message_header(Kind::confirm), 0);
  }
}

// What it confirms is left for the next message that a label shows.
void InstanceEnd::pass_over(bool silently) {
  ++received_;
  if (!silently) {
    send(message_header(Kind::confirm), 1);
  }
}

} // namespace pathproof::iut::lfp
