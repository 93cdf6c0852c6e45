// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/hs/frames.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "model/core/ebcdic.hpp"

namespace pathproof::iut {

namespace {

using iucv::HsFrame;
using iucv::HsKind;
using iucv::hs::Address;
using iucv::hs::Kind;
using iucv::hs::Message;

constexpr std::size_t long_octets = 5000; // more than a frame of 1500 takes, three times
constexpr std::size_t large_octets = 1300;
constexpr unsigned flood_frames = 2000;

const std::string fence_user = "FENCE";
const std::string fence_name = "FENCE";

struct Party {
  std::string user;
  std::string name;
};

// User ids are padded already.
HsFrame header(const Party& from, const Party& to, std::uint8_t flags, std::uint16_t window = 0) {
  HsFrame made;
  made.flags = flags;
  made.window = window;
  made.dest_user_id = ebcdic::padded<iucv::hs_name_size>(to.user, to.user.size());
  made.dest_app_name = iucv::hs_name<16>(to.name);
  made.src_user_id = ebcdic::padded<iucv::hs_name_size>(from.user, from.user.size());
  made.src_app_name = iucv::hs_name<16>(from.name);
  return made;
}

HsFrame header(const Party& from, const Party& to, HsKind kind, std::uint16_t window = 0) {
  return header(from, to, iucv::hs_flags_of(kind), window);
}

bool is_from(const HsFrame& frame, const Party& party) {
  const HsFrame wanted = header(party, {}, HsKind::data);
  return frame.src_user_id == wanted.src_user_id && frame.src_app_name == wanted.src_app_name;
}

bool is_to(const HsFrame& frame, const Party& party) {
  const HsFrame wanted = header({}, party, HsKind::data);
  return frame.dest_user_id == wanted.dest_user_id && frame.dest_app_name == wanted.dest_app_name;
}

Bytes with_payload(const HsFrame& frame, std::string_view payload) {
  const auto* const first = reinterpret_cast<const std::uint8_t*>(payload.data());
  return iucv::encode(frame, {first, payload.size()});
}

Bytes message_frame(HsFrame frame, Message message) {
  const MessageContent& content = content_of(message);
  frame.message_class = content.message_class;
  return with_payload(frame, content.data);
}

Label label(Kind kind, std::uint32_t first, std::uint32_t second = 0, std::uint32_t third = 0) {
  return {static_cast<std::uint16_t>(kind), {first, second, third}};
}

Party peer_party(const EndpointNames& names, unsigned peer) {
  return {names.padded(EndpointNames::peer_user(peer)), EndpointNames::peer_name(peer)};
}

Party whom(const EndpointNames& names, std::uint32_t address) {
  switch (static_cast<Address>(address)) {
  case Address::other_name:
    return {names.padded(names.user), "NOBODY"};
  case Address::other_user:
    return {names.padded("OTHER"), names.server};
  default:
    return {names.padded(names.user), names.server};
  }
}

// Flags and size of what is no frame of the seven kinds, in the order of odd_names.
struct Odd {
  std::uint8_t flags;
  std::size_t octets;
};

constexpr std::array odd_frames{Odd{0x01, 104},
                                Odd{0x05, 104},
                                Odd{0x0A, 104},
                                Odd{0x0C, 104},
                                Odd{0x18, 104},
                                Odd{0x20, 104},
                                Odd{0xFF, 104},
                                Odd{iucv::hs_flags_of(HsKind::syn), 103},
                                Odd{iucv::hs_flags_of(HsKind::syn), 50},
                                Odd{iucv::hs_flags_of(HsKind::syn), 2}};
static_assert(odd_frames.size() == iucv::hs::odd_names.size());

// In the order of stray_kinds.
constexpr std::array strays{
    HsKind::syn_ack, HsKind::syn_fin, HsKind::data, HsKind::win, HsKind::sht, HsKind::fin};
static_assert(strays.size() == iucv::hs::stray_kinds.size());

Bytes stray(Party from, Party to, std::uint32_t kind, std::uint32_t wrong) {
  const std::array<std::string*, 4> names{&to.name, &to.user, &from.name, &from.user};
  *names.at(wrong) = "WRONG";
  const HsFrame frame = header(from, to, strays.at(kind), 1);
  return strays.at(kind) == HsKind::data ? message_frame(frame, Message::a)
                                         : with_payload(frame, "");
}

// Nothing in it that a sender has to leave zero.
bool clean(const HsFrame& frame, bool data) {
  const auto zero = [](const auto& octets) {
    return std::all_of(octets.begin(), octets.end(), [](std::uint8_t one) { return one == 0; });
  };
  return zero(frame.dest_node_id) && zero(frame.src_node_id) && frame.message_id == 0 &&
         frame.audit == 0 && frame.length == 0 && frame.reply_size == 0 &&
         zero(frame.parameter_list) && frame.message_flags == 0 && frame.pad == 0 &&
         (data || (frame.message_class == 0 && frame.tag == 0));
}

std::string_view payload_of(const iucv::HsPacket& packet) {
  return {reinterpret_cast<const char*>(packet.payload.data()), packet.payload.size()};
}

std::string long_text() {
  std::string text;
  while (text.size() < long_octets) {
    text += std::to_string(text.size()) + " ";
  }
  return text;
}

} // namespace

const MessageContent& content_of(Message message) {
  static const MessageContent a{"a", 0};
  static const MessageContent b{"message b", 0x01020304};
  static const MessageContent c{std::string(1000, 'c'), 3};
  static const MessageContent long_one{long_text(), 4};
  static const MessageContent large{std::string(large_octets, 'x'), 0};
  static const MessageContent none;
  switch (message) {
  case Message::a:
    return a;
  case Message::b:
    return b;
  case Message::c:
    return c;
  case Message::long_one:
    return long_one;
  case Message::large:
    return large;
  default:
    return none;
  }
}

std::vector<Bytes> EndpointFrames::frames_of(const Label& label) const {
  const auto kind = static_cast<Kind>(label.kind);
  const unsigned peer = label.arguments[0] + 1;
  const Party from = peer_party(names_, peer);
  const Party to = whom(names_, static_cast<std::uint32_t>(Address::server));
  const auto second = label.arguments[1];
  const auto window = static_cast<std::uint16_t>(second);
  switch (kind) {
  case Kind::frame_syn:
    return {with_payload(header(from,
                                whom(names_, second),
                                HsKind::syn,
                                static_cast<std::uint16_t>(label.arguments[2])),
                         "")};
  case Kind::frame_syn_ack:
    return {with_payload(header(from, to, HsKind::syn_ack, window), "")};
  case Kind::frame_syn_fin:
    return {with_payload(header(from, to, HsKind::syn_fin, window), "")};
  case Kind::frame_data: {
    const auto confirmed = static_cast<std::uint16_t>(label.arguments[2]);
    return {message_frame(header(from, to, confirmed == 0 ? HsKind::data : HsKind::win, confirmed),
                          static_cast<Message>(second))};
  }
  case Kind::frame_win:
    return {with_payload(header(from, to, HsKind::win, window), "")};
  case Kind::frame_sht:
    return {with_payload(header(from, to, HsKind::sht), "")};
  case Kind::frame_fin:
    return {with_payload(header(from, to, HsKind::fin), "")};
  case Kind::frame_stray:
    return {stray(from, to, second, label.arguments[2])};
  case Kind::frame_odd: {
    const Odd& odd = odd_frames.at(second);
    Bytes frame = with_payload(header(from, to, odd.flags, 1), "");
    frame.resize(odd.octets);
    return {frame};
  }
  case Kind::frame_flood:
    return std::vector<Bytes>(flood_frames,
                              message_frame(header(from, to, HsKind::data), Message::large));
  default:
    throw std::logic_error("a label of the peer is no frame");
  }
}

Bytes EndpointFrames::fence(std::uint16_t window) const {
  return with_payload(header({names_.padded(fence_user), fence_name},
                             {names_.padded(names_.user), "NOFENCE"},
                             HsKind::syn,
                             window),
                      "");
}

std::optional<std::uint16_t> EndpointFrames::fence_of(const Bytes& frame) const {
  const iucv::HsPacket packet = iucv::decode(frame);
  if (!packet.error.what.empty() || iucv::hs_kind(packet.header.flags) != HsKind::syn_fin ||
      !is_to(packet.header, {names_.padded(fence_user), fence_name})) {
    return std::nullopt;
  }
  return packet.header.window;
}

Label EndpointFrames::label_of(const Bytes& frame) {
  const iucv::HsPacket packet = iucv::decode(frame);
  unsigned peer = 0;
  for (unsigned one = 1; one <= 2 && packet.error.what.empty(); ++one) {
    if (is_to(packet.header, peer_party(names_, one))) {
      peer = one;
    }
  }
  if (peer == 0) {
    return label(Kind::sent_other, unlisted);
  }
  const std::uint32_t to = peer - 1;
  const HsFrame& head = packet.header;
  const HsKind kind = iucv::hs_kind(head.flags);
  const bool is_data = kind == HsKind::data || (kind == HsKind::win && !packet.payload.empty());
  const auto from = [&](Address address) {
    return is_from(head, whom(names_, static_cast<std::uint32_t>(address)));
  };
  if (!clean(head, is_data) || (!is_data && !packet.payload.empty())) {
    return label(Kind::sent_other, to);
  }
  if (kind == HsKind::syn_fin) {
    for (const Address address : {Address::server, Address::other_name, Address::other_user}) {
      if (from(address)) {
        return label(Kind::sent_syn_fin, to, static_cast<std::uint32_t>(address), head.window);
      }
    }
  }
  if (!from(Address::server)) {
    return label(Kind::sent_other, to);
  }
  switch (kind) {
  case HsKind::syn:
    return label(Kind::sent_syn, to, head.window);
  case HsKind::syn_ack:
    return label(Kind::sent_syn_ack, to, head.window);
  case HsKind::data:
  case HsKind::win:
    return is_data ? data_label(packet, to) : label(Kind::sent_win, to, head.window);
  case HsKind::sht:
    return label(head.window == 0 ? Kind::sent_sht : Kind::sent_other, to);
  case HsKind::fin:
    return label(head.window == 0 ? Kind::sent_fin : Kind::sent_other, to);
  default:
    return label(Kind::sent_other, to);
  }
}

Label EndpointFrames::data_label(const iucv::HsPacket& packet, unsigned peer) {
  const std::string_view data = payload_of(packet);
  const HsFrame& head = packet.header;
  if ((iucv::hs_kind(head.flags) == HsKind::data) != (head.window == 0)) {
    return label(Kind::sent_other, peer);
  }
  std::uint32_t message = message_of(data, head.message_class);
  const MessageContent& whole = content_of(Message::long_one);
  const std::string_view left = std::string_view(whole.data).substr(long_sent_);
  if (message == unlisted && head.message_class == whole.message_class && left.starts_with(data)) {
    long_sent_ = data.size() == left.size() ? 0 : long_sent_ + data.size();
    message = static_cast<std::uint32_t>(long_sent_ == 0 ? Message::rest : Message::part);
  } else {
    long_sent_ = 0;
  }
  return label(Kind::sent_data, peer, message, head.window);
}

std::uint32_t EndpointFrames::message_of(std::string_view data, std::uint32_t message_class) {
  for (const Message one : {Message::empty, Message::a, Message::b, Message::c, Message::large}) {
    const MessageContent& content = content_of(one);
    if (content.data == data && (content.message_class == message_class || data.empty())) {
      return static_cast<std::uint32_t>(one);
    }
  }
  return unlisted;
}

} // namespace pathproof::iut
