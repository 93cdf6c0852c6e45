// SPDX-License-Identifier: Apache-2.0
// The frame of AF_IUCV over HiperSockets: a transport header of 104 octets, then the payload. On
// Ethernet it follows the 14 octets of the Ethernet header.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/core/ebcdic.hpp"
#include "model/core/frame.hpp"
#include "model/iucv/requirements_hs_frame.hpp"

namespace pathproof::iucv {

inline constexpr std::uint16_t hs_magic = 0xFBFB; // and the Ethernet type
inline constexpr std::uint8_t hs_version = 1;
inline constexpr std::size_t hs_header_size = 104;
inline constexpr std::size_t hs_name_size = 8; // significant octets of a user id or name

inline constexpr NamedValue hs_flags[]{{0x01, "ACK", "accepted: with SYN"},
                                       {0x02, "SYN", "asks for a connection, or answers that"},
                                       {0x04, "FIN", "ends the connection; refused: with SYN"},
                                       {0x08, "WIN", "the window confirms messages"},
                                       {0x10, "SHT", "the sender sends no more data"}};

// Which whole octets of flags mean something. Every other value is HsKind::other.
inline constexpr NamedValue hs_kinds[]{{0x00, "data", "a message"},
                                       {0x02, "SYN", "asks for a connection"},
                                       {0x03, "SYN+ACK", "accepts it"},
                                       {0x06, "SYN+FIN", "refuses it"},
                                       {0x04, "FIN", "ends the connection"},
                                       {0x08, "WIN", "confirms messages; longer: and is one"},
                                       {0x10, "SHT", "sends no more data"}};

// In the order of hs_kinds.
enum class HsKind : std::uint8_t { data, syn, syn_ack, syn_fin, fin, win, sht, other };

constexpr HsKind hs_kind(std::uint8_t flags) {
  std::uint8_t kind = 0;
  while (kind < std::size(hs_kinds) && hs_kinds[kind].value != flags) {
    ++kind;
  }
  return static_cast<HsKind>(kind);
}

// The flags of a kind that has some: not of HsKind::other.
constexpr std::uint8_t hs_flags_of(HsKind kind) {
  return static_cast<std::uint8_t>(hs_kinds[static_cast<std::size_t>(kind)].value);
}

static_assert(hs_kind(0x00) == HsKind::data && hs_kind(0x02) == HsKind::syn &&
              hs_kind(0x03) == HsKind::syn_ack && hs_kind(0x06) == HsKind::syn_fin &&
              hs_kind(0x04) == HsKind::fin && hs_kind(0x08) == HsKind::win &&
              hs_kind(0x10) == HsKind::sht && hs_kind(0x01) == HsKind::other);

inline constexpr std::array hs_fields{
    FrameField{.name = "magic",
               .offset = 0,
               .width = 2,
               .meaning = "FBFB in every frame",
               .cites = {&req::iucv_180, &req::iucv_181},
               .fixed = FixedValue{hs_magic, "wrong magic"},
               .hexadecimal = true},
    FrameField{.name = "version",
               .offset = 2,
               .width = 1,
               .meaning = "1 in every frame",
               .cites = {&req::iucv_181},
               .fixed = FixedValue{hs_version, "wrong version"}},
    FrameField{.name = "flags",
               .offset = 3,
               .width = 1,
               .kind = FieldKind::flags,
               .meaning = "what kind of frame it is",
               .cites = {&req::iucv_196},
               .flags = hs_flags,
               .values = hs_kinds,
               .hexadecimal = true},
    FrameField{.name = "window",
               .offset = 4,
               .width = 2,
               .meaning = "SYN and SYN+ACK: messages the sender takes; WIN: messages confirmed",
               .cites = {&req::iucv_180}},
    FrameField{.name = "dest_node_id",
               .offset = 6,
               .width = 8,
               .kind = FieldKind::octets,
               .meaning = "zero",
               .cites = {&req::iucv_184}},
    FrameField{.name = "dest_user_id",
               .offset = 14,
               .width = 8,
               .kind = FieldKind::ebcdic,
               .meaning = "user id of the receiver",
               .cites = {&req::iucv_183},
               .significant = hs_name_size},
    FrameField{.name = "dest_app_name",
               .offset = 22,
               .width = 16,
               .kind = FieldKind::ebcdic,
               .meaning = "application name of the receiver",
               .cites = {&req::iucv_183},
               .significant = hs_name_size},
    FrameField{.name = "src_node_id",
               .offset = 38,
               .width = 8,
               .kind = FieldKind::octets,
               .meaning = "zero",
               .cites = {&req::iucv_184}},
    FrameField{.name = "src_user_id",
               .offset = 46,
               .width = 8,
               .kind = FieldKind::ebcdic,
               .meaning = "user id of the sender",
               .cites = {&req::iucv_183},
               .significant = hs_name_size},
    FrameField{.name = "src_app_name",
               .offset = 54,
               .width = 16,
               .kind = FieldKind::ebcdic,
               .meaning = "application name of the sender",
               .cites = {&req::iucv_183},
               .significant = hs_name_size},
    FrameField{.name = "iucv_hdr.id",
               .offset = 70,
               .width = 4,
               .meaning = "message id, not used",
               .cites = {&req::iucv_190, &req::iucv_192}},
    FrameField{.name = "iucv_hdr.audit",
               .offset = 74,
               .width = 4,
               .meaning = "audit trail, not used",
               .cites = {&req::iucv_190, &req::iucv_192},
               .hexadecimal = true},
    FrameField{.name = "iucv_hdr.class",
               .offset = 78,
               .width = 4,
               .meaning = "target class of the message",
               .cites = {&req::iucv_190, &req::iucv_191}},
    FrameField{.name = "iucv_hdr.tag",
               .offset = 82,
               .width = 4,
               .meaning = "the sender's counter",
               .cites = {&req::iucv_190, &req::iucv_191}},
    FrameField{.name = "iucv_hdr.length",
               .offset = 86,
               .width = 4,
               .meaning = "not used: the payload is what follows the header",
               .cites = {&req::iucv_189, &req::iucv_190}},
    FrameField{.name = "iucv_hdr.reply_size",
               .offset = 90,
               .width = 4,
               .meaning = "not used",
               .cites = {&req::iucv_190, &req::iucv_192}},
    FrameField{.name = "iucv_hdr.rmmsg",
               .offset = 94,
               .width = 8,
               .kind = FieldKind::octets,
               .meaning = "parameter-list data, not used",
               .cites = {&req::iucv_190, &req::iucv_192}},
    FrameField{.name = "iucv_hdr.flags",
               .offset = 102,
               .width = 1,
               .meaning = "not used",
               .cites = {&req::iucv_190, &req::iucv_192},
               .hexadecimal = true},
    FrameField{.name = "pad",
               .offset = 103,
               .width = 1,
               .kind = FieldKind::reserved,
               .meaning = "zero",
               .cites = {&req::iucv_180}}};

inline constexpr FrameTable hs_frame_table{.name = "afiucv",
                                           .title = "AF_IUCV over HiperSockets",
                                           .size = hs_header_size,
                                           .order = ByteOrder::big,
                                           .fields = hs_fields,
                                           .kind_field = "flags",
                                           .ethertype = hs_magic};

static_assert(problem_of(hs_frame_table).empty(), "see problem_of");

// The header over a domain of octets. Its members are the table's fields, in their order.
template <class D>
struct HsFrameOf {
  template <std::size_t Width>
  using Number = typename D::template Number<Width>;
  template <std::size_t Width>
  using Text = std::array<typename D::Octet, Width>;

  Number<2> magic{hs_magic};
  Number<1> version{hs_version};
  Number<1> flags{0};
  Number<2> window{0};
  Text<8> dest_node_id{};
  Text<8> dest_user_id{};
  Text<16> dest_app_name{};
  Text<8> src_node_id{};
  Text<8> src_user_id{};
  Text<16> src_app_name{};
  Number<4> message_id{0};
  Number<4> audit{0};
  Number<4> message_class{0};
  Number<4> tag{0};
  Number<4> length{0};
  Number<4> reply_size{0};
  Text<8> parameter_list{};
  Number<1> message_flags{0};
  Number<1> pad{0};

  static constexpr auto members() {
    return std::tuple{frame_member<2>(&HsFrameOf::magic),
                      frame_member<1>(&HsFrameOf::version),
                      frame_member<1>(&HsFrameOf::flags),
                      frame_member<2>(&HsFrameOf::window),
                      frame_member<8>(&HsFrameOf::dest_node_id),
                      frame_member<8>(&HsFrameOf::dest_user_id),
                      frame_member<16>(&HsFrameOf::dest_app_name),
                      frame_member<8>(&HsFrameOf::src_node_id),
                      frame_member<8>(&HsFrameOf::src_user_id),
                      frame_member<16>(&HsFrameOf::src_app_name),
                      frame_member<4>(&HsFrameOf::message_id),
                      frame_member<4>(&HsFrameOf::audit),
                      frame_member<4>(&HsFrameOf::message_class),
                      frame_member<4>(&HsFrameOf::tag),
                      frame_member<4>(&HsFrameOf::length),
                      frame_member<4>(&HsFrameOf::reply_size),
                      frame_member<8>(&HsFrameOf::parameter_list),
                      frame_member<1>(&HsFrameOf::message_flags),
                      frame_member<1>(&HsFrameOf::pad)};
  }
};

// Numbers in the machine's order; texts as they travel, in EBCDIC.
using HsFrame = HsFrameOf<Octets>;

static_assert(members_fit<hs_frame_table, HsFrame>());

bool operator==(const HsFrame& a, const HsFrame& b);

// A user id, or an application name, padded as it travels: hs_name("BOXKIT").
template <std::size_t Width = hs_name_size>
constexpr std::array<std::uint8_t, Width> hs_name(std::string_view text) {
  return ebcdic::padded<Width>(text, hs_name_size);
}

// What octets are decoded to: a header and the payload, which is a part of those octets; or why
// they are no frame, and then nothing else.
struct HsPacket {
  HsFrame header{};
  std::span<const std::uint8_t> payload{};
  FrameError error{};
};

// The frame in these octets. Errors: "too short", "wrong magic", "wrong version" [IUCV-181]; any
// octets of which there are enough, and that have the two fixed values, are a frame.
inline HsPacket decode(std::span<const std::uint8_t> octets) {
  if (!begins_with_frame<hs_frame_table>(octets)) {
    return {.error = error_in(hs_frame_table, octets)};
  }
  return {.header = read_frame<hs_frame_table, Octets, HsFrame>(octets.data()),
          .payload = octets.subspan(hs_header_size)};
}

// The header's octets, with whatever magic and version it has: a kit sends wrong ones too.
constexpr void encode_into(const HsFrame& header, std::span<std::uint8_t, hs_header_size> octets) {
  write_frame<hs_frame_table, Octets>(header, octets.data());
}

std::vector<std::uint8_t> encode(const HsFrame& header, std::span<const std::uint8_t> payload = {});

using EthernetAddress = std::array<std::uint8_t, 6>;

inline constexpr EthernetAddress ethernet_broadcast{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};

// The same of a whole Ethernet frame, whose header is not looked at (see is_carried_by); offsets of
// errors count from its begin. Payload length = frame length - 118 [IUCV-189].
HsPacket decode_ethernet(std::span<const std::uint8_t> frame);

std::vector<std::uint8_t> encode_ethernet(const EthernetAddress& destination,
                                          const EthernetAddress& source,
                                          const HsFrame& header,
                                          std::span<const std::uint8_t> payload = {});

} // namespace pathproof::iucv
