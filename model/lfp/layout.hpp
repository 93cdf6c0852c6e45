// SPDX-License-Identifier: Apache-2.0
// Wire layouts: where the fields of the profile's messages are on a wire that is not the profile's,
// and how they are said there. A layout is data; all but the carrier sees messages of the profile.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/lfp/message.hpp"

namespace pathproof::lfp {

// A value of the profile that is another one on the wire.
struct LayoutCode {
  std::uint64_t profile = 0;
  std::uint64_t wire = 0;
};

// Where a field of a frame table is, and how it is said.
struct LayoutField {
  const FrameField* field = nullptr;
  std::size_t offset = 0;
  std::size_t width = 0;
  ByteOrder order = ByteOrder::big;
  std::int64_t bias = 0; // what a number is more by on the wire
  // Of kind and call each named value; of flags each bit; of socket no_socket, where it is another
  // number. For these, bias means nothing.
  std::vector<LayoutCode> codes{};
};

struct LayoutConstant {
  std::size_t offset = 0;
  std::vector<std::uint8_t> octets{};
};

// Octets that are zero when they are sent, and not looked at.
struct LayoutGap {
  std::size_t offset = 0;
  std::size_t width = 0;
};

// Header, body of hello or body of a call.
struct LayoutPart {
  const FrameTable* table = nullptr;
  std::size_t size = 0;
  std::vector<LayoutField> fields{};
  std::vector<LayoutConstant> constants{};
  std::vector<LayoutGap> reserved{};

  const LayoutField* find(std::string_view name) const;
};

struct Layout {
  LayoutPart header{.table = &header_table};
  LayoutPart hello{.table = &hello_table};
  LayoutPart call{.table = &call_table};
  bool length_of_body = false;        // length does not count the header
  std::size_t padding = 1;            // behind a message there are zeros up to a multiple of this
  bool ascii = false;                 // names and texts, in place of EBCDIC
  std::vector<LayoutCode> refusals{}; // the value of refused

  // An MTU counts octets on the wire, padding not among them, and in the profile as many more or
  // less as the header is. What the profile cannot say becomes its nearest number [LFP-162].
  std::uint64_t wire_mtu(std::uint32_t mtu) const;
  std::uint32_t profile_mtu(std::uint64_t mtu) const;

  // With padding.
  std::size_t padded(std::size_t octets) const;
};

// A part has at most so many octets, so that every MTU that the profile bears has room for each.
inline constexpr std::size_t layout_part_most = 256;
inline constexpr std::size_t layout_text_most = 64; // octets of a name or an address
inline constexpr std::size_t layout_padding_most = 256;
inline constexpr std::int64_t layout_bias_most = std::int64_t{1} << 40;

// Whether a layout has a place for the field: not for magic, for which it has constants, nor for
// reserved octets.
bool is_laid_out(const FrameField& field);

// The profile's own layout, as the frame tables have it.
Layout open_layout();

// What is wrong with a layout: where, as "header", "header.kind", "header.constants.0" or
// "kinds.hello", and one sentence.
struct LayoutProblem {
  std::string where;
  std::string sentence;
};

// Nothing for a layout in which every message that fits it has one form, and gets back from it:
// each field of the tables has a place, none overlap, each octet is accounted for, and each code
// has a value of its own.
std::optional<LayoutProblem> problem_of(const Layout& layout);

inline constexpr std::string_view of_wrong_constant = "wrong constant";
inline constexpr std::string_view of_unfit_value = "a value that the profile cannot hold";

// Replaces `wire` by the message in the layout. Empty, or what does not fit: "header.value: 70000
// does not fit in 2 octets". Takes what is no message too, as long as it has a header: a kit sends
// wrong ones. A value of kind, call or reason that is not in its table becomes one that is not
// in the layout's.
std::string to_wire(const Layout& layout,
                    std::span<const std::uint8_t> message,
                    std::vector<std::uint8_t>& wire);

// Replaces `message` by what is on the wire, padding included, which decode() then takes; or an
// error, with its place on the wire: those of decode(), "wrong constant", and a value that is too
// large for the profile.
FrameError from_wire(const Layout& layout,
                     std::span<const std::uint8_t> wire,
                     std::vector<std::uint8_t>& message);

struct WireLength {
  std::size_t octets = 0; // which the MTU counts
  std::size_t with_padding = 0;

  friend bool operator==(const WireLength&, const WireLength&) = default;
};

// As length_in() of message.hpp: nothing before the header is there, 0 for what is no message.
std::optional<WireLength> length_in(const Layout& layout, std::span<const std::uint8_t> wire);

} // namespace pathproof::lfp
