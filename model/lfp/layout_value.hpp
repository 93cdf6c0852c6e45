// SPDX-License-Identifier: Apache-2.0
// How one field of a message is said in a layout: numbers, codes and texts. For layout.cpp.
#pragma once

#include "model/lfp/layout.hpp"

namespace pathproof::lfp::layout_detail {

constexpr std::uint64_t most_of(std::size_t width) {
  return width >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * width)) - 1;
}

// The number in the field's octets; and back, cut off where it does not fit.
std::uint64_t number_at(const LayoutField& one, std::span<const std::uint8_t> octets);
void put_number(const LayoutField& one, std::uint64_t value, std::span<std::uint8_t> octets);

// The other side of a code. What has no name on one side has none on the other: it stays the number
// that it is, or becomes the largest of `width` octets that has no name.
std::uint64_t translated(const std::vector<LayoutCode>& codes,
                         std::uint64_t LayoutCode::*from,
                         std::uint64_t LayoutCode::*to,
                         std::uint64_t value,
                         std::size_t width);

// The value of a number in the layout, or nothing when it does not fit; and back, nothing when the
// profile cannot hold it.
std::optional<std::uint64_t>
wire_number(const Layout& layout, const LayoutField& one, std::uint64_t value);
std::optional<std::uint64_t>
profile_number(const Layout& layout, const LayoutField& one, std::uint64_t wire);

// A name or an address, from the profile's octets to the layout's, and back. False when it does not
// fit.
bool put_octets(const Layout& layout,
                const LayoutField& one,
                std::span<const std::uint8_t> from,
                std::span<std::uint8_t> to);
bool take_octets(const Layout& layout,
                 const LayoutField& one,
                 std::span<const std::uint8_t> from,
                 std::span<std::uint8_t> to);

// Another code page's octet, or nothing where it has none.
using Translate = std::optional<std::uint8_t> (*)(std::uint8_t);
std::optional<std::uint8_t> to_ascii(std::uint8_t octet);
std::optional<std::uint8_t> to_ebcdic(std::uint8_t octet);

// Appends the characters of a text. False when one has no octet there.
bool append_characters(std::span<const std::uint8_t> text,
                       Translate translate,
                       std::vector<std::uint8_t>& to);

} // namespace pathproof::lfp::layout_detail
