// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/hs/call_text.hpp"

namespace pathproof::iut {

namespace {

using iucv::hs::Kind;
using iucv::hs::Message;

constexpr int seqpacket = 5;
constexpr int dont_wait = 0x40;
constexpr int end_of_record = 0x80;
constexpr int room = 4096;
constexpr const char* closed_descriptor = "9999";

} // namespace

bool is_handshake(Kind kind) {
  return kind == Kind::call_connect || kind == Kind::call_accept;
}

bool may_wait(const Label& label) {
  const auto kind = static_cast<Kind>(label.kind);
  const std::size_t wait_at = kind == Kind::call_accept || kind == Kind::call_recv ? 1 : 2;
  return label.arguments[wait_at] == 1;
}

std::string
agent_address(const EndpointNames& names, const std::string& user, const std::string& name) {
  return iucv_address(user, name, names.padding);
}

std::uint32_t received_message(const AgentAnswer& answer) {
  const Bytes data = answer.bytes(3);
  std::uint32_t message_class = 0;
  for (const std::uint8_t octet : answer.bytes(2)) {
    message_class = message_class << 8U | octet;
  }
  return EndpointFrames::message_of({reinterpret_cast<const char*>(data.data()), data.size()},
                                    message_class);
}

std::string
agent_command(const Label& call, const EndpointNames& names, const std::string& descriptor) {
  const std::string fd = descriptor.empty() ? closed_descriptor : descriptor;
  const int flags = may_wait(call) ? 0 : dont_wait;
  const auto second = call.arguments[1];
  switch (static_cast<Kind>(call.kind)) {
  case Kind::call_socket:
    return "socket 32 " + std::to_string(second == 0 ? seqpacket : 1) + " 0";
  case Kind::call_bind:
    return "bind " + fd + " " +
           agent_address(names, second == 0 ? names.user : "NODEV1", names.server);
  case Kind::call_limit: {
    const std::string value{
        0, 0, static_cast<char>(second >> 8U), static_cast<char>(second & 0xFFU)};
    return "setsockopt " + fd + " 277 0x1000 " + hexadecimal(value);
  }
  case Kind::call_listen:
    return "listen " + fd + " " + std::to_string(second);
  case Kind::call_connect:
    return "connect " + fd + " " +
           agent_address(
               names, EndpointNames::peer_user(second + 1), EndpointNames::peer_name(second + 1));
  case Kind::call_accept:
    return "accept " + fd;
  case Kind::call_send: {
    const MessageContent& content = content_of(static_cast<Message>(second));
    return "send " + fd + " " + std::to_string(end_of_record | flags) + " " +
           target_class(content.message_class) + " " + hexadecimal(content.data);
  }
  case Kind::call_recv:
    return "recv " + fd + " " + std::to_string(room) + " " + std::to_string(flags);
  case Kind::call_shutdown:
    return "shutdown " + fd + " " + std::to_string(second);
  default:
    return "close " + fd;
  }
}

} // namespace pathproof::iut
