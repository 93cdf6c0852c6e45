// SPDX-License-Identifier: Apache-2.0
// The characters that code pages 037 and 1047 (and all other Latin EBCDIC code pages) have in the
// same places. Octets that stand for none of them are never guessed at: text forms keep them as
// octets.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pathproof::ebcdic {

inline constexpr std::uint8_t blank = 0x40;

namespace detail {

struct Run {
  std::uint8_t first;
  std::string_view characters;
};

inline constexpr Run runs[]{{0x40, " "},
                            {0x4B, ".<(+"},
                            {0x50, "&"},
                            {0x5C, "*);"},
                            {0x60, "-/"},
                            {0x6B, ",%_>?"},
                            {0x7A, ":"},
                            {0x7D, "'=\""},
                            {0x81, "abcdefghi"},
                            {0x91, "jklmnopqr"},
                            {0xA2, "stuvwxyz"},
                            {0xC1, "ABCDEFGHI"},
                            {0xD1, "JKLMNOPQR"},
                            {0xE2, "STUVWXYZ"},
                            {0xF0, "0123456789"}};

consteval std::array<char, 256> characters() {
  std::array<char, 256> table{};
  for (const Run& run : runs) {
    for (std::size_t i = 0; i < run.characters.size(); ++i) {
      table[run.first + i] = run.characters[i];
    }
  }
  return table;
}

consteval std::array<std::uint8_t, 128> octets() {
  std::array<std::uint8_t, 128> table{};
  for (const Run& run : runs) {
    for (std::size_t i = 0; i < run.characters.size(); ++i) {
      table[static_cast<std::size_t>(run.characters[i])] = static_cast<std::uint8_t>(run.first + i);
    }
  }
  return table;
}

inline constexpr std::array<char, 256> character_table = characters();
inline constexpr std::array<std::uint8_t, 128> octet_table = octets();

} // namespace detail

// The ASCII character of the octet; '\0' where the code pages differ or have a control character.
constexpr char character(std::uint8_t octet) {
  return detail::character_table[octet];
}

// The octet of the ASCII character; 0 where it is none of those that are everywhere the same.
constexpr std::uint8_t octet(char character) {
  const auto code = static_cast<unsigned char>(character);
  return code < detail::octet_table.size() ? detail::octet_table[code] : std::uint8_t{0};
}

// The text, padded with blanks to `width` octets and with zeros from there on. What does not fit is
// cut off.
template <std::size_t Width>
constexpr std::array<std::uint8_t, Width> padded(std::string_view text, std::size_t width = Width) {
  std::array<std::uint8_t, Width> octets{};
  for (std::size_t i = 0; i < width && i < Width; ++i) {
    octets[i] = i < text.size() ? octet(text[i]) : blank;
  }
  return octets;
}

// The octet of each character.
inline std::vector<std::uint8_t> octets_of(std::string_view text) {
  std::vector<std::uint8_t> octets;
  octets.reserve(text.size());
  for (const char one : text) {
    octets.push_back(octet(one));
  }
  return octets;
}

// The character of each octet; `unknown` where character() has none.
inline std::string text_of(std::span<const std::uint8_t> octets, char unknown = '\0') {
  std::string text;
  text.reserve(octets.size());
  for (const std::uint8_t one : octets) {
    const char known = character(one);
    text += known == '\0' ? unknown : known;
  }
  return text;
}

} // namespace pathproof::ebcdic
