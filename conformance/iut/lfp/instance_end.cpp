// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/instance_end.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "conformance/iut/deadline.hpp"
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
constexpr unsigned of_kit = 0; // a side, of labels

} // namespace

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
  begin(std::move(carrier), hello);
  Header header = message_header(Kind::hello);
  header.version = profile::profile_version + (wrong_version ? 1 : 0);
  Octets octets;
  profile::encode(header, hello, octets);
  send_octets(octets);
  return path().wait(answer_ms()) ? path().receive() : Arrival{};
}

Arrival InstanceEnd::say_malformed(Carrier carrier,
                                   const profile::Hello& hello,
                                   std::uint32_t what,
                                   std::uint32_t mtu) {
  begin(std::move(carrier), hello);
  send_malformed(of_kit, what, mtu);
  return path().wait(answer_ms()) ? path().receive() : Arrival{};
}

void InstanceEnd::prepare(unsigned sockets, Partners& partners) {
  for (unsigned i = 0; i < sockets; ++i) {
    perform(Call::socket, i, {.argument_1 = vse_af_inet, .argument_2 = stream_type});
    CallBody to;
    put_address(partners.address(), to);
    perform(Call::connect, i, to);
    if (!partners.accept(i, answer_ms())) {
      misbehaves("no connection comes of a CONNECT that it says is done");
    }
  }
  counts_from_here(1);
}

// One call, which has to go well.
void InstanceEnd::perform(Call call, unsigned socket, CallBody body) {
  body.call = static_cast<std::uint16_t>(call);
  Header header = message_header(Kind::request, socket);
  header.task = kit_task;
  header.request = ++requests_;
  header.received = received();
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
  const Deadline deadline(answer_ms());
  while (path().wait(deadline.left_ms())) {
    const Arrival arrival = path().receive();
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

} // namespace pathproof::iut::lfp
