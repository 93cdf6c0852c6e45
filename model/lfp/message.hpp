// SPDX-License-Identifier: Apache-2.0
// A whole message of the profile: header, body and what follows it, from octets and to octets.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/lfp/frame.hpp"

namespace pathproof::lfp {

// What octets are decoded to, a part of which are `text` and `payload`; or why they are no message,
// and then nothing else.
struct Message {
  Header header{};
  Hello hello{};   // of Kind::hello
  CallBody call{}; // of Kind::request and Kind::response, and of data with an address
  std::span<const std::uint8_t> text{}; // of request and response; of data the payload
  FrameError error{};

  Kind kind() const { return static_cast<Kind>(header.kind); }
};

inline constexpr std::string_view of_wrong_length = "wrong length";
inline constexpr std::string_view of_unknown_kind = "unknown kind";

// Octets of the fields behind the header, or nothing for a kind that there is not.
constexpr std::optional<std::size_t> body_size(std::uint8_t kind, std::uint16_t flag_bits) {
  switch (static_cast<Kind>(kind)) {
  case Kind::hello:
    return hello_size;
  case Kind::request:
  case Kind::response:
    return call_size;
  case Kind::data:
    return (flag_bits & flag_address) != 0 ? call_size : 0;
  case Kind::refused:
  case Kind::credit:
  case Kind::end:
  case Kind::cancel:
  case Kind::confirm:
  case Kind::heartbeat:
  case Kind::goodbye:
    return 0;
  }
  return {};
}

// The table of those fields; nullptr where there are none.
constexpr const FrameTable* body_table(std::uint8_t kind, std::uint16_t flag_bits) {
  const std::optional<std::size_t> size = body_size(kind, flag_bits);
  return size.value_or(0) == 0 ? nullptr : *size == hello_size ? &hello_table : &call_table;
}

// Whether anything may follow the fields.
constexpr bool has_text(Kind kind) {
  return kind == Kind::request || kind == Kind::response || kind == Kind::data;
}

// Any octets give a message or an error: "too short", "wrong magic", "wrong version", "wrong
// length" (not the number of octets, or not that of the kind), "unknown kind" [LFPO-002, LFPO-003].
Message decode(std::span<const std::uint8_t> octets);

// The octets that the message at the begin of a stream has, once its header is there: nothing
// before. What is no message, and a length below the header's, gives 0 [LFPO-003].
std::optional<std::size_t> length_in(std::span<const std::uint8_t> octets);

// Replaces `octets` by the message, whose length becomes what it is. The other fields of the header
// go out as they are: a kit sends wrong ones too.
void encode(const Header& header,
            std::span<const std::uint8_t> text,
            std::vector<std::uint8_t>& octets);
void encode(const Header& header, const Hello& hello, std::vector<std::uint8_t>& octets);
void encode(const Header& header,
            const CallBody& call,
            std::span<const std::uint8_t> text,
            std::vector<std::uint8_t>& octets);

// The most octets of payload that a chunk has [LFP-162]; 0 where not even one fits.
constexpr std::uint32_t payload_of(std::uint32_t mtu, bool with_address = false) {
  const std::uint32_t before = header_size + (with_address ? call_size : 0);
  return mtu > before ? mtu - before : 0;
}

// At how many octets consumed credit is returned [LFP-165]; at least one. `threshold` is 1 to 100.
constexpr std::uint32_t credit_point(std::uint32_t window, std::uint32_t threshold) {
  const auto point = static_cast<std::uint32_t>(std::uint64_t{window} * threshold / 100);
  return point == 0 ? 1 : point;
}

} // namespace pathproof::lfp
