// SPDX-License-Identifier: Apache-2.0
#include "model/lfp/layout_value.hpp"

#include <algorithm>
#include <limits>

#include "model/core/ebcdic.hpp"

namespace pathproof::lfp::layout_detail {

namespace {

constexpr std::uint8_t ascii_blank = 0x20;

const LayoutCode* find_code(const std::vector<LayoutCode>& codes,
                            std::uint64_t LayoutCode::*side,
                            std::uint64_t value) {
  const auto found = std::find_if(
      codes.begin(), codes.end(), [&](const LayoutCode& one) { return one.*side == value; });
  return found == codes.end() ? nullptr : &*found;
}

std::optional<std::uint64_t> translated_bits(const std::vector<LayoutCode>& codes,
                                             std::uint64_t LayoutCode::*from,
                                             std::uint64_t LayoutCode::*to,
                                             std::uint64_t value) {
  std::uint64_t made = 0;
  for (const LayoutCode& one : codes) {
    if ((value & one.*from) != 0) {
      made |= one.*to;
      value &= ~(one.*from);
    }
  }
  return value == 0 ? std::optional(made) : std::nullopt;
}

bool is_signed(const FrameField& field) {
  return field.name == "result"; // RETCODE, the only one
}

bool is_mtu(const FrameField& field) {
  return field.name == "mtu";
}

std::optional<std::uint8_t> as_it_is(std::uint8_t octet) {
  return octet;
}

// Copies from one width to another. What has no room has to be filler.
bool copy_text(std::span<const std::uint8_t> from,
               std::span<std::uint8_t> to,
               Translate translate,
               std::uint8_t filler_from,
               std::uint8_t filler_to) {
  for (std::size_t i = 0; i < std::max(from.size(), to.size()); ++i) {
    if (i >= to.size()) {
      if (from[i] != filler_from) {
        return false;
      }
    } else if (i >= from.size()) {
      to[i] = filler_to;
    } else if (const auto made = translate(from[i])) {
      to[i] = *made;
    } else {
      return false;
    }
  }
  return true;
}

} // namespace

std::uint64_t number_at(const LayoutField& one, std::span<const std::uint8_t> octets) {
  std::uint64_t value = 0;
  for (std::size_t left = one.width; left-- > 0;) {
    value = value << 8U | octets[one.offset + frame_detail::place(one.order, one.width, left)];
  }
  return value;
}

void put_number(const LayoutField& one, std::uint64_t value, std::span<std::uint8_t> octets) {
  for (std::size_t i = 0; i < one.width; ++i, value >>= 8U) {
    octets[one.offset + frame_detail::place(one.order, one.width, i)] =
        static_cast<std::uint8_t>(value);
  }
}

std::uint64_t translated(const std::vector<LayoutCode>& codes,
                         std::uint64_t LayoutCode::*from,
                         std::uint64_t LayoutCode::*to,
                         std::uint64_t value,
                         std::size_t width) {
  if (const LayoutCode* const code = find_code(codes, from, value)) {
    return code->*to;
  }
  std::uint64_t made = value <= most_of(width) ? value : most_of(width);
  for (bool first = true; find_code(codes, to, made) != nullptr; first = false) {
    made = first ? most_of(width) : made - 1;
  }
  return made;
}

std::optional<std::uint64_t>
wire_number(const Layout& layout, const LayoutField& one, std::uint64_t value) {
  const FrameField& field = *one.field;
  if (!field.values.empty()) {
    return translated(one.codes, &LayoutCode::profile, &LayoutCode::wire, value, one.width);
  }
  if (field.kind == FieldKind::flags) {
    return translated_bits(one.codes, &LayoutCode::profile, &LayoutCode::wire, value);
  }
  if (const LayoutCode* const code = find_code(one.codes, &LayoutCode::profile, value)) {
    return code->wire;
  }
  auto number = static_cast<std::int64_t>(value);
  if (is_mtu(field)) {
    number +=
        static_cast<std::int64_t>(layout.header.size) - static_cast<std::int64_t>(header_size);
  }
  std::int64_t least = 0;
  std::uint64_t most = most_of(one.width);
  if (is_signed(field)) {
    number = static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
    most >>= 1U;
    least = -static_cast<std::int64_t>(most) - 1;
  }
  number += one.bias;
  if (number < least || (number > 0 && static_cast<std::uint64_t>(number) > most)) {
    return {};
  }
  const std::uint64_t made = static_cast<std::uint64_t>(number) & most_of(one.width);
  // A number that stands for something else there cannot be said.
  return find_code(one.codes, &LayoutCode::wire, made) == nullptr ? std::optional(made)
                                                                  : std::nullopt;
}

std::optional<std::uint64_t>
profile_number(const Layout& layout, const LayoutField& one, std::uint64_t wire) {
  const FrameField& field = *one.field;
  if (!field.values.empty()) {
    return translated(one.codes, &LayoutCode::wire, &LayoutCode::profile, wire, field.width);
  }
  if (field.kind == FieldKind::flags) {
    return translated_bits(one.codes, &LayoutCode::wire, &LayoutCode::profile, wire);
  }
  if (const LayoutCode* const code = find_code(one.codes, &LayoutCode::wire, wire)) {
    return code->profile;
  }
  if (is_signed(field) && one.width < 8 && wire > most_of(one.width) >> 1U) {
    wire |= ~most_of(one.width);
  } else if (!is_signed(field) && wire > static_cast<std::uint64_t>(2 * layout_bias_most)) {
    return {};
  }
  // No overflow: what is signed is the profile's in 32 bits, or more than it can hold.
  const auto unbiased = static_cast<std::int64_t>(wire - static_cast<std::uint64_t>(one.bias));
  if (is_signed(field)) {
    const bool fits = unbiased >= std::numeric_limits<std::int32_t>::min() &&
                      unbiased <= std::numeric_limits<std::int32_t>::max();
    return fits ? std::optional<std::uint64_t>(static_cast<std::uint32_t>(unbiased)) : std::nullopt;
  }
  if (unbiased < 0) {
    return is_mtu(field) ? std::optional<std::uint64_t>(0) : std::nullopt;
  }
  const auto number = static_cast<std::uint64_t>(unbiased);
  if (is_mtu(field)) {
    return layout.profile_mtu(number);
  }
  const bool fits = number <= most_of(field.width) &&
                    find_code(one.codes, &LayoutCode::profile, number) == nullptr;
  return fits ? std::optional(number) : std::nullopt;
}

// NUL is that in both code pages.
std::optional<std::uint8_t> to_ascii(std::uint8_t octet) {
  const char made = ebcdic::character(octet);
  return made == '\0' && octet != 0 ? std::nullopt : std::optional(static_cast<std::uint8_t>(made));
}

std::optional<std::uint8_t> to_ebcdic(std::uint8_t octet) {
  const std::uint8_t made = ebcdic::octet(static_cast<char>(octet));
  return made == 0 && octet != 0 ? std::nullopt : std::optional(made);
}

bool put_octets(const Layout& layout,
                const LayoutField& one,
                std::span<const std::uint8_t> from,
                std::span<std::uint8_t> to) {
  const bool text = one.field->kind == FieldKind::ebcdic;
  const bool ascii = text && layout.ascii;
  return copy_text(from,
                   to,
                   ascii ? to_ascii : as_it_is,
                   text ? ebcdic::blank : std::uint8_t{0},
                   ascii  ? ascii_blank
                   : text ? ebcdic::blank
                          : std::uint8_t{0});
}

bool take_octets(const Layout& layout,
                 const LayoutField& one,
                 std::span<const std::uint8_t> from,
                 std::span<std::uint8_t> to) {
  const bool text = one.field->kind == FieldKind::ebcdic;
  const bool ascii = text && layout.ascii;
  return copy_text(from,
                   to,
                   ascii ? to_ebcdic : as_it_is,
                   ascii  ? ascii_blank
                   : text ? ebcdic::blank
                          : std::uint8_t{0},
                   text ? ebcdic::blank : std::uint8_t{0});
}

bool append_characters(std::span<const std::uint8_t> text,
                       Translate translate,
                       std::vector<std::uint8_t>& to) {
  const std::size_t begin = to.size();
  to.resize(begin + text.size());
  return copy_text(text, std::span(to).subspan(begin), translate, 0, 0);
}

} // namespace pathproof::lfp::layout_detail
