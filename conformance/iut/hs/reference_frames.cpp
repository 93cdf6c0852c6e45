// SPDX-License-Identifier: Apache-2.0
// The reference endpoint on the wire.
#include <algorithm>

#include "conformance/iut/hs/reference_endpoint.hpp"

namespace pathproof::iut {

using iucv::HsFrame;
using iucv::HsKind;
using iucv::HsPacket;
using iucv::hs::Address;
using iucv::hs::Kind;
using iucv::hs::Message;

namespace {

constexpr std::size_t unread_max = 16; // more than the model keeps
constexpr std::size_t held_max = 256;
constexpr std::size_t part_octets_max = 1382;
// What is no frame, and flags that mean nothing, as the model has them.
constexpr std::uint32_t odd_flags = 0;
constexpr std::uint32_t odd_octets = 7;
static_assert(iucv::hs::odd_names[odd_octets] == "octets_103");
// In the order of wrong_names.
constexpr std::uint32_t wrong_own_name = 0;
constexpr std::uint32_t wrong_own_user = 1;
constexpr std::uint32_t wrong_peer_name = 2;
constexpr std::uint32_t wrong_peer_user = 3;

Label label(Kind kind, std::uint32_t first, std::uint32_t second = 0, std::uint32_t third = 0) {
  return {static_cast<std::uint16_t>(kind), {first, second, third}};
}

std::array<std::uint8_t, iucv::hs_name_size> significant(const std::array<std::uint8_t, 16>& name) {
  std::array<std::uint8_t, iucv::hs_name_size> made{};
  std::copy_n(name.begin(), made.size(), made.begin());
  return made;
}

std::array<std::uint8_t, 16> whole(const std::array<std::uint8_t, iucv::hs_name_size>& name) {
  std::array<std::uint8_t, 16> made{};
  std::copy(name.begin(), name.end(), made.begin());
  return made;
}

// In the order of stray_kinds.
std::uint32_t stray_kind(HsKind kind) {
  switch (kind) {
  case HsKind::syn_ack:
    return 0;
  case HsKind::syn_fin:
    return 1;
  case HsKind::data:
    return 2;
  case HsKind::win:
    return 3;
  case HsKind::sht:
    return 4;
  default:
    return 5;
  }
}

} // namespace

ReferenceEndpoint::Said ReferenceEndpoint::frame(std::span<const std::uint8_t> octets) {
  Said said;
  arrived(octets, said);
  go_on(said);
  return said;
}

void ReferenceEndpoint::arrived(std::span<const std::uint8_t> octets, Said& said) {
  const HsPacket packet = iucv::decode(octets);
  if (packet.error) {
    take(label(Kind::frame_odd, 0, odd_octets), said);
    return;
  }
  const HsFrame& head = packet.header;
  const HsKind kind = iucv::hs_kind(head.flags);
  if (kind == HsKind::other) {
    take(label(Kind::frame_odd, 0, odd_flags), said);
    return;
  }
  if (kind == HsKind::syn) {
    arrived_syn(packet, said);
    return;
  }
  const Party from{head.src_user_id, significant(head.src_app_name)};
  const Party to{head.dest_user_id, significant(head.dest_app_name)};
  const std::optional<unsigned> peer = peer_of(from);
  if (!peer || !bound_ || to.name != own_name_.name || !is_own(to.user)) {
    take(label(Kind::frame_stray, 0, stray_kind(kind), wrong_name(from, to)), said);
    return;
  }
  if (!peers_[*peer].held.empty()) {
    if (peers_[*peer].held.size() < held_max) {
      peers_[*peer].held.emplace_back(octets.begin(), octets.end());
    }
    return;
  }
  switch (kind) {
  case HsKind::syn_ack:
    take(label(Kind::frame_syn_ack, *peer, head.window), said);
    break;
  case HsKind::syn_fin:
    take(label(Kind::frame_syn_fin, *peer, head.window), said);
    break;
  case HsKind::sht:
    take(label(Kind::frame_sht, *peer), said);
    break;
  case HsKind::fin:
    take(label(Kind::frame_fin, *peer), said);
    break;
  default:
    if (kind == HsKind::win && packet.payload.empty()) {
      take(label(Kind::frame_win, *peer, head.window), said);
    } else {
      arrived_data(*peer, packet, said);
    }
  }
}

std::uint32_t ReferenceEndpoint::wrong_name(const Party& from, const Party& to) const {
  if (!is_own(to.user)) {
    return wrong_own_user;
  }
  if (!bound_ || to.name != own_name_.name) {
    return wrong_own_name;
  }
  const bool user_known = std::any_of(peers_.begin(), peers_.end(), [&](const Peer& one) {
    return one.party && one.party->user == from.user;
  });
  return user_known ? wrong_peer_name : wrong_peer_user;
}

void ReferenceEndpoint::arrived_syn(const HsPacket& packet, Said& said) {
  const HsFrame& head = packet.header;
  Asked asked{.from = {head.src_user_id, significant(head.src_app_name)},
              .to = {head.dest_user_id, significant(head.dest_app_name)},
              .window = head.window};
  asked.elsewhere = !bound_ || asked.to.name != own_name_.name || !is_own(asked.to.user);
  const auto elsewhere =
      static_cast<std::uint32_t>(is_own(asked.to.user) ? Address::other_name : Address::other_user);
  Label shown = label(Kind::frame_syn, 0, elsewhere, 1);
  bool shows = true;
  if (!asked.elsewhere) {
    const std::optional<unsigned> peer = place_for(asked.from);
    asked.peer = peer.value_or(0);
    shown = label(Kind::frame_syn, asked.peer, 0, asked.window);
    shows = peer.has_value();
  }
  if (!shows || !permits(shown)) {
    // There is no such peer in the model, or it is at work: nobody is there for it.
    refuse(asked, said);
    return;
  }
  asked_ = asked;
  // How often somebody asks for what is not here shall not change what is chosen elsewhere.
  auto before = std::make_unique<Reference>(*reference_);
  take(shown, said);
  if (before->state() == reference_->state()) {
    reference_ = std::move(before);
  }
  asked_.reset();
}

void ReferenceEndpoint::refuse(const Asked& asked, Said& said) const {
  HsFrame made = header(asked.to, asked.from, HsKind::syn_fin);
  made.window = asked.window;
  said.frames.push_back(iucv::encode(made));
}

void ReferenceEndpoint::arrived_data(unsigned peer, const HsPacket& packet, Said& said) {
  const HsFrame& head = packet.header;
  const std::string data(packet.payload.begin(), packet.payload.end());
  const std::uint32_t known = EndpointFrames::message_of(data, head.message_class);
  if (known == static_cast<std::uint32_t>(Message::large)) {
    if (const Label flood = label(Kind::frame_flood, peer); permits(flood)) {
      take(flood, said);
    }
    return; // the rest of a flood
  }
  // With a confirmation the model has one message only, and of unknown ones none.
  std::uint32_t message = known == unlisted ? static_cast<std::uint32_t>(Message::c) : known;
  message = head.window == 0 ? message : static_cast<std::uint32_t>(Message::a);
  const Label shown = label(Kind::frame_data, peer, message, head.window);
  std::deque<Received>& unread = peers_[peer].unread;
  if (permits(shown)) {
    unread.push_back({message, {data, head.message_class}});
    if (unread.size() > unread_max) {
      unread.pop_front();
    }
    take(shown, said);
    return;
  }
  Bytes held = iucv::encode(head, packet.payload);
  if (head.window != 0) {
    // More is confirmed than was sent, or there is no room: the two halves are apart.
    take(label(Kind::frame_win, peer, head.window), said);
    HsFrame alone = head;
    alone.flags = iucv::hs_flags_of(HsKind::data);
    alone.window = 0;
    held = iucv::encode(alone, packet.payload);
  }
  peers_[peer].held.push_front(std::move(held));
}

// What the model had no room for, as far as it has now.
void ReferenceEndpoint::retry_held(Said& said) {
  for (Peer& one : peers_) {
    for (bool room = true; room && !one.held.empty();) {
      std::deque<Bytes> held = std::exchange(one.held, {});
      const Bytes first = std::move(held.front());
      held.pop_front();
      arrived(first, said);
      room = one.held.empty();
      one.held.insert(one.held.end(), held.begin(), held.end());
    }
  }
}

HsFrame ReferenceEndpoint::header(const Party& from, const Party& to, HsKind kind) const {
  HsFrame made;
  made.flags = iucv::hs_flags_of(kind);
  made.src_user_id = from.user;
  made.src_app_name = whole(from.name);
  made.dest_user_id = to.user;
  made.dest_app_name = whole(to.name);
  return made;
}

void ReferenceEndpoint::show_frame(const Label& shown, Said& said) {
  const auto kind = static_cast<Kind>(shown.kind);
  const std::uint32_t number = shown.arguments[0];
  Peer& peer = peers_.at(number % peers_.size());
  const Party to = peer.party.value_or(Party{});
  const auto window = static_cast<std::uint16_t>(shown.arguments[1]);
  const auto send = [&](HsFrame made, std::uint16_t value) {
    made.window = value;
    said.frames.push_back(iucv::encode(made));
  };
  switch (kind) {
  case Kind::sent_syn:
    connected_to_ = number % peers_.size();
    peer.unread.clear();
    send(header(own(), to, HsKind::syn), window);
    break;
  case Kind::sent_syn_ack:
    peer.waits = true;
    peer.unread.clear();
    send(header(own(), to, HsKind::syn_ack), window);
    break;
  case Kind::sent_syn_fin: {
    Asked asked = asked_.value_or(Asked{.from = to, .to = own()});
    const auto said_window = static_cast<std::uint16_t>(shown.arguments[2]);
    // What was shown to the model had a window of 1.
    asked.window =
        asked.elsewhere ? static_cast<std::uint16_t>(asked.window + said_window - 1) : said_window;
    refuse(asked, said);
    break;
  }
  case Kind::sent_data:
    said.frames.push_back(message_frame(shown, header(own(), to, HsKind::data)));
    break;
  case Kind::sent_win:
    send(header(own(), to, HsKind::win), window);
    break;
  case Kind::sent_sht:
    send(header(own(), to, HsKind::sht), 0);
    break;
  case Kind::sent_fin:
    send(header(own(), to, HsKind::fin), 0);
    break;
  default: { // a frame that nobody sends who is not broken on purpose
    HsFrame made = header(own(), to, HsKind::data);
    made.flags = 0xFF;
    send(made, 0);
  }
  }
}

Bytes ReferenceEndpoint::message_frame(const Label& shown, HsFrame head) {
  const auto message = static_cast<Message>(shown.arguments[1]);
  head.window = static_cast<std::uint16_t>(shown.arguments[2]);
  head.flags = iucv::hs_flags_of(head.window == 0 ? HsKind::data : HsKind::win);
  MessageContent content = content_of(message);
  if (message == Message::part || message == Message::rest) {
    content = part_of_long(message == Message::rest);
  } else if (current_ && current_->verb == "send" &&
             (message == Message::c ||
              EndpointFrames::message_of(sending_.data, sending_.message_class) ==
                  shown.arguments[1])) {
    content = sending_;
  }
  head.message_class = content.message_class;
  const auto* const first = reinterpret_cast<const std::uint8_t*>(content.data.data());
  return iucv::encode(head, {first, content.data.size()});
}

MessageContent ReferenceEndpoint::part_of_long(bool rest) {
  const std::size_t left = sending_.data.size() - std::min(sent_, sending_.data.size());
  const std::size_t size = rest ? left : std::min(part_octets_max, left / 2 + left % 2);
  MessageContent part{.data = sending_.data.substr(sending_.data.size() - left, size),
                      .message_class = sending_.message_class};
  sent_ += size;
  return part;
}

} // namespace pathproof::iut
