// SPDX-License-Identifier: Apache-2.0
// The messages of the kit's own framing profile lfp-open 1 (docs/profiles/lfp-open-1.md): the
// header that each begins with, and the two bodies that have fields. IBM's format is not public
// [LFP-150]; nothing here claims to be it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/core/ebcdic.hpp"
#include "model/core/frame.hpp"
#include "model/lfp/call.hpp"
#include "model/lfp/requirements.hpp"

namespace pathproof::lfp {

inline constexpr std::uint32_t profile_magic = 0x4C46504FU;
inline constexpr std::uint8_t profile_version = 1;
inline constexpr std::string_view of_wrong_version = "wrong version";
inline constexpr std::size_t header_size = 32;
inline constexpr std::size_t hello_size = 68;
inline constexpr std::size_t call_size = 52;
inline constexpr std::size_t name_size = 8;
inline constexpr std::uint32_t no_socket = 0xFFFFFFFFU;

enum class Kind : std::uint8_t {
  hello = 1,
  refused = 2,
  request = 3,
  response = 4,
  data = 5,
  credit = 6,
  end = 7,
  cancel = 8,
  confirm = 9,
  heartbeat = 10,
  goodbye = 11,
};

inline constexpr NamedValue kinds[]{
    {1, "hello", "first message of each side"},
    {2, "refused", "the daemon's answer in place of hello; value says why"},
    {3, "request", "a socket call"},
    {4, "response", "how it ended"},
    {5, "data", "a chunk of what a socket sends or has received; value is its number"},
    {6, "credit", "value more octets may be sent on the socket"},
    {7, "end", "no more data in this direction; value is 0, or the error that ended it"},
    {8, "cancel", "the request with this number is to end"},
    {9, "confirm", "nothing but the count of messages received; counts as no message"},
    {10, "heartbeat", "the sender is there"},
    {11, "goodbye", "the path ends in order"}};

inline constexpr std::uint16_t flag_more = 0x0001;
inline constexpr std::uint16_t flag_address = 0x0002;

inline constexpr NamedValue flags[]{
    {flag_more, "MORE", "data: the datagram goes on in the next chunk"},
    {flag_address, "ADDRESS", "data: begins with the call body, whose address is the datagram's"}};

// Why a path is refused: the value of Kind::refused.
enum class Refusal : std::uint8_t {
  version = 1,
  names = 2,
  busy = 3,
  mtu = 4,
  message_limit = 5,
  malformed = 6,
};

// How the reasons are called, and what they mean.
inline constexpr NamedValue refusals[]{
    {1, "version", "another version of the profile"},
    {2, "names", "other names than were configured"},
    {3, "busy", "there is a path already"},
    {4, "mtu", "an MTU that the profile does not bear"},
    {5, "message_limit", "a message limit, window or threshold that the profile does not bear"},
    {6, "malformed", "no hello"}};

// What the reason means; for one that the profile does not have, that.
constexpr std::string_view meaning_of_refusal(std::uint32_t reason) {
  for (const NamedValue& one : refusals) {
    if (one.value == reason) {
      return one.meaning;
    }
  }
  return "not one of the profile";
}

inline constexpr std::array header_fields{
    FrameField{.name = "magic",
               .offset = 0,
               .width = 4,
               .meaning = "LFPO in ASCII, in every message",
               .cites = {&req::lfp_160},
               .fixed = FixedValue{profile_magic, "wrong magic"},
               .hexadecimal = true},
    FrameField{.name = "length",
               .offset = 4,
               .width = 4,
               .meaning = "octets of the whole message, this header with it",
               .cites = {&req::lfp_162, &req::lfpo_003}},
    FrameField{.name = "version",
               .offset = 8,
               .width = 1,
               .meaning = "major version of the profile",
               .cites = {&req::lfp_160},
               .fixed = FixedValue{profile_version, of_wrong_version}},
    FrameField{.name = "kind",
               .offset = 9,
               .width = 1,
               .meaning = "what kind of message it is",
               .cites = {&req::lfpo_002},
               .values = kinds},
    FrameField{.name = "flags",
               .offset = 10,
               .width = 2,
               .kind = FieldKind::flags,
               .meaning = "of data",
               .cites = {&req::lfp_162, &req::lfpo_006},
               .flags = flags,
               .hexadecimal = true},
    FrameField{.name = "task",
               .offset = 12,
               .width = 4,
               .meaning = "request, response, cancel: the z/VSE task",
               .cites = {&req::lfp_169}},
    FrameField{.name = "request",
               .offset = 16,
               .width = 4,
               .meaning = "request, response, cancel: the number of the request",
               .cites = {&req::lfp_169}},
    FrameField{.name = "socket",
               .offset = 20,
               .width = 4,
               .meaning = "the z/VSE descriptor, FFFFFFFF: none",
               .cites = {&req::lfp_169, &req::lfpo_004},
               .hexadecimal = true},
    FrameField{.name = "value",
               .offset = 24,
               .width = 4,
               .meaning = "see kind",
               .cites = {&req::lfp_164, &req::lfp_162}},
    FrameField{.name = "received",
               .offset = 28,
               .width = 4,
               .meaning = "messages that the sender has received so far, modulo 2 to the 32",
               .cites = {&req::lfp_163, &req::lfpo_005}}};

inline constexpr FrameTable header_table{.name = "lfpopen",
                                         .title = "LFP open profile 1",
                                         .size = header_size,
                                         .order = ByteOrder::big,
                                         .fields = header_fields,
                                         .kind_field = "kind",
                                         .link_type = 147}; // USER0: for private use

static_assert(problem_of(header_table).empty(), "see problem_of");

// The header over a domain of octets. Its members are the table's fields, in their order.
template <class D>
struct HeaderOf {
  template <std::size_t Width>
  using Number = typename D::template Number<Width>;

  Number<4> magic{profile_magic};
  Number<4> length{header_size};
  Number<1> version{profile_version};
  Number<1> kind{0};
  Number<2> flags{0};
  Number<4> task{0};
  Number<4> request{0};
  Number<4> socket{no_socket};
  Number<4> value{0};
  Number<4> received{0};

  static constexpr auto members() {
    return std::tuple{frame_member<4>(&HeaderOf::magic),
                      frame_member<4>(&HeaderOf::length),
                      frame_member<1>(&HeaderOf::version),
                      frame_member<1>(&HeaderOf::kind),
                      frame_member<2>(&HeaderOf::flags),
                      frame_member<4>(&HeaderOf::task),
                      frame_member<4>(&HeaderOf::request),
                      frame_member<4>(&HeaderOf::socket),
                      frame_member<4>(&HeaderOf::value),
                      frame_member<4>(&HeaderOf::received)};
  }
};

using Header = HeaderOf<Octets>;

static_assert(members_fit<header_table, Header>());

inline constexpr std::array hello_fields{
    FrameField{.name = "minor",
               .offset = 0,
               .width = 2,
               .meaning = "minor version; an unknown one is no reason to refuse",
               .cites = {&req::lfp_160}},
    FrameField{.name = "system_id",
               .offset = 2,
               .width = 2,
               .meaning = "0 to 99, of the instance; the daemon says it again",
               .cites = {&req::lfp_040}},
    FrameField{.name = "mtu",
               .offset = 4,
               .width = 4,
               .meaning = "octets of the largest message that the sender takes",
               .cites = {&req::lfp_160, &req::lfp_162}},
    FrameField{.name = "message_limit",
               .offset = 8,
               .width = 4,
               .meaning = "messages unconfirmed that the sender bears",
               .cites = {&req::lfp_160, &req::lfp_163}},
    FrameField{.name = "window",
               .offset = 12,
               .width = 4,
               .meaning = "octets that the sender bears unconsumed, each socket",
               .cites = {&req::lfp_160, &req::lfp_164}},
    FrameField{.name = "threshold",
               .offset = 16,
               .width = 4,
               .meaning = "per cent of the window at which the sender returns credit",
               .cites = {&req::lfp_160, &req::lfp_165}},
    FrameField{.name = "tasks",
               .offset = 20,
               .width = 4,
               .meaning = "tasks that the sender bears at once",
               .cites = {&req::lfp_160, &req::lfp_056}},
    FrameField{.name = "sockets",
               .offset = 24,
               .width = 4,
               .meaning = "sockets that the sender bears at once",
               .cites = {&req::lfp_160, &req::lfp_057}},
    FrameField{.name = "heartbeat_interval",
               .offset = 28,
               .width = 4,
               .meaning =
                   "milliseconds of silence after which the sender sends a heartbeat; 0: none",
               .cites = {&req::lfp_173}},
    FrameField{.name = "heartbeat_misses",
               .offset = 32,
               .width = 4,
               .meaning =
                   "intervals of the other's silence after which the sender gives up the path",
               .cites = {&req::lfp_173}},
    FrameField{.name = "user_id",
               .offset = 36,
               .width = 8,
               .kind = FieldKind::ebcdic,
               .meaning = "the sender's system",
               .cites = {&req::lfp_161, &req::lfp_052},
               .significant = name_size},
    FrameField{.name = "app_name",
               .offset = 44,
               .width = 8,
               .kind = FieldKind::ebcdic,
               .meaning = "the sender's application name",
               .cites = {&req::lfp_161, &req::lfp_053},
               .significant = name_size},
    FrameField{.name = "peer_user_id",
               .offset = 52,
               .width = 8,
               .kind = FieldKind::ebcdic,
               .meaning = "the system that the sender means to talk to",
               .cites = {&req::lfp_161, &req::lfp_046},
               .significant = name_size},
    FrameField{.name = "peer_app_name",
               .offset = 60,
               .width = 8,
               .kind = FieldKind::ebcdic,
               .meaning = "the application that the sender means to talk to",
               .cites = {&req::lfp_161, &req::lfp_047},
               .significant = name_size}};

inline constexpr FrameTable hello_table{.name = "lfpopen.hello",
                                        .title = "LFP open profile 1, body of hello",
                                        .size = hello_size,
                                        .order = ByteOrder::big,
                                        .fields = hello_fields};

static_assert(problem_of(hello_table).empty(), "see problem_of");

// The body of hello over a domain of octets.
template <class D>
struct HelloOf {
  template <std::size_t Width>
  using Number = typename D::template Number<Width>;
  using Name = std::array<typename D::Octet, name_size>;

  Number<2> minor{0};
  Number<2> system_id{0};
  Number<4> mtu{0};
  Number<4> message_limit{0};
  Number<4> window{0};
  Number<4> threshold{0};
  Number<4> tasks{0};
  Number<4> sockets{0};
  Number<4> heartbeat_interval{0};
  Number<4> heartbeat_misses{0};
  Name user_id{};
  Name app_name{};
  Name peer_user_id{};
  Name peer_app_name{};

  static constexpr auto members() {
    return std::tuple{frame_member<2>(&HelloOf::minor),
                      frame_member<2>(&HelloOf::system_id),
                      frame_member<4>(&HelloOf::mtu),
                      frame_member<4>(&HelloOf::message_limit),
                      frame_member<4>(&HelloOf::window),
                      frame_member<4>(&HelloOf::threshold),
                      frame_member<4>(&HelloOf::tasks),
                      frame_member<4>(&HelloOf::sockets),
                      frame_member<4>(&HelloOf::heartbeat_interval),
                      frame_member<4>(&HelloOf::heartbeat_misses),
                      frame_member<8>(&HelloOf::user_id),
                      frame_member<8>(&HelloOf::app_name),
                      frame_member<8>(&HelloOf::peer_user_id),
                      frame_member<8>(&HelloOf::peer_app_name)};
  }
};

using Hello = HelloOf<Octets>;

static_assert(members_fit<hello_table, Hello>());

inline constexpr std::array call_fields{
    FrameField{.name = "call",
               .offset = 0,
               .width = 2,
               .meaning = "which call",
               .cites = {&req::lfpo_007, &req::lfp_082},
               .values = calls},
    FrameField{.name = "reserved",
               .offset = 2,
               .width = 2,
               .kind = FieldKind::reserved,
               .meaning = "zero",
               .cites = {&req::lfpo_007}},
    FrameField{.name = "result",
               .offset = 4,
               .width = 4,
               .meaning = "response: RETCODE, negative in two's complement; request: 0",
               .cites = {&req::lfp_084, &req::lfpo_007}},
    FrameField{.name = "error",
               .offset = 8,
               .width = 4,
               .meaning = "response: ERRNO in the numbering of z/VSE, 0 without an error",
               .cites = {&req::lfp_084, &req::lfp_140}},
    FrameField{.name = "argument_1",
               .offset = 12,
               .width = 4,
               .meaning = "see the calls",
               .cites = {&req::lfpo_007}},
    FrameField{.name = "argument_2",
               .offset = 16,
               .width = 4,
               .meaning = "see the calls",
               .cites = {&req::lfpo_007}},
    FrameField{.name = "argument_3",
               .offset = 20,
               .width = 4,
               .meaning = "see the calls",
               .cites = {&req::lfpo_007}},
    FrameField{.name = "family",
               .offset = 24,
               .width = 2,
               .meaning = "of the address: 2 AF_INET, 19 AF_INET6, 0 none",
               .cites = {&req::lfp_083}},
    FrameField{.name = "port",
               .offset = 26,
               .width = 2,
               .meaning = "of the address",
               .cites = {&req::lfpo_007}},
    FrameField{.name = "flow_information",
               .offset = 28,
               .width = 4,
               .meaning = "of an IPv6 address",
               .cites = {&req::lfp_083}},
    FrameField{.name = "address",
               .offset = 32,
               .width = 16,
               .kind = FieldKind::octets,
               .meaning = "IPv6, or IPv4 in the first four octets and zeros",
               .cites = {&req::lfp_083, &req::lfpo_007}},
    FrameField{.name = "scope",
               .offset = 48,
               .width = 4,
               .meaning = "of an IPv6 address",
               .cites = {&req::lfp_083}}};

inline constexpr FrameTable call_table{.name = "lfpopen.call",
                                       .title = "LFP open profile 1, body of request and response",
                                       .size = call_size,
                                       .order = ByteOrder::big,
                                       .fields = call_fields,
                                       .kind_field = "call"};

static_assert(problem_of(call_table).empty(), "see problem_of");

// The body of request and response over a domain of octets; text or an option's value follows it.
template <class D>
struct CallBodyOf {
  template <std::size_t Width>
  using Number = typename D::template Number<Width>;
  using Address = std::array<typename D::Octet, 16>;

  Number<2> call{0};
  std::array<typename D::Octet, 2> reserved{};
  Number<4> result{0};
  Number<4> error{0};
  Number<4> argument_1{0};
  Number<4> argument_2{0};
  Number<4> argument_3{0};
  Number<2> family{0};
  Number<2> port{0};
  Number<4> flow_information{0};
  Address address{};
  Number<4> scope{0};

  static constexpr auto members() {
    return std::tuple{frame_member<2>(&CallBodyOf::call),
                      frame_member<2>(&CallBodyOf::reserved),
                      frame_member<4>(&CallBodyOf::result),
                      frame_member<4>(&CallBodyOf::error),
                      frame_member<4>(&CallBodyOf::argument_1),
                      frame_member<4>(&CallBodyOf::argument_2),
                      frame_member<4>(&CallBodyOf::argument_3),
                      frame_member<2>(&CallBodyOf::family),
                      frame_member<2>(&CallBodyOf::port),
                      frame_member<4>(&CallBodyOf::flow_information),
                      frame_member<16>(&CallBodyOf::address),
                      frame_member<4>(&CallBodyOf::scope)};
  }
};

using CallBody = CallBodyOf<Octets>;

static_assert(members_fit<call_table, CallBody>());

} // namespace pathproof::lfp
