// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/daemon_end.hpp"

#include <string>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/lfp/call_messages.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::Header;
using profile::Kind;
using Octets = std::vector<std::uint8_t>;

} // namespace

void DaemonEnd::say_hello(const profile::Hello& ours) {
  Header header = message_header(Kind::hello);
  header.received = received();
  Octets octets;
  profile::encode(header, ours, octets);
  send_octets(octets);
  counts_from_here(0);
  says(ours);
}

void DaemonEnd::refuse(profile::Refusal why) {
  Header header = message_header(Kind::refused);
  header.received = received();
  header.value = static_cast<std::uint32_t>(why);
  Octets octets;
  profile::encode(header, std::span<const std::uint8_t>(), octets);
  send_octets(octets);
  close();
}

std::uint32_t DaemonEnd::perform(profile::Call call) {
  const std::string name(name_of(call));
  const Deadline deadline(answer_ms());
  while (path().wait(deadline.left_ms())) {
    const Arrival arrival = path().receive();
    if (arrival.kind == Arrival::Kind::nothing) {
      continue;
    }
    if (arrival.kind != Arrival::Kind::message) {
      misbehaves("it ends the path at " + name + " of a socket that the test needs");
    }
    const profile::Message& message = arrival.message;
    count(message.header);
    if (message.kind() == Kind::confirm || message.kind() == Kind::heartbeat) {
      continue;
    }
    if (message.kind() != Kind::request || message.call.call != static_cast<std::uint16_t>(call)) {
      misbehaves("it sends something else than the request for " + name +
                 " of a socket that the test needs");
    }
    Header header = message_header(Kind::response, message.header.socket);
    header.task = message.header.task;
    header.request = message.header.request;
    header.received = received();
    profile::CallBody body{};
    body.call = message.call.call;
    Octets octets;
    profile::encode(header, body, {}, octets);
    send_octets(octets);
    return header.socket;
  }
  misbehaves("it sends no request for " + name + " of a socket that the test needs");
}

} // namespace pathproof::iut::lfp
