// SPDX-License-Identifier: Apache-2.0
// The texts of channel.hpp, which need no channel.
#include <algorithm>
#include <array>

#include "conformance/iut/channel.hpp"

namespace pathproof::iut {
namespace {

constexpr std::array<bool, 256> make_line_characters() {
  std::array<bool, 256> table{};
  for (char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                 " .,-_/:='()+*%&<>?;")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}

constexpr std::array<bool, 256> line_characters = make_line_characters();

} // namespace

std::string_view to_string(FaultKind kind) {
  switch (kind) {
  case FaultKind::died:
    return "died";
  case FaultKind::not_implemented:
    return "not-implemented";
  case FaultKind::hung:
    return "hung";
  case FaultKind::garbage:
    return "garbage";
  case FaultKind::oversized:
    return "oversized";
  case FaultKind::unsolicited:
    return "unsolicited";
  case FaultKind::refused:
    return "refused";
  case FaultKind::misnumbered:
    return "misnumbered";
  }
  return "unknown";
}

bool is_line_character(char character) {
  return line_characters[static_cast<unsigned char>(character)];
}

std::size_t find_illegal_character(std::string_view text) {
  const auto found = std::find_if_not(text.begin(), text.end(), is_line_character);
  return found == text.end() ? std::string_view::npos
                             : static_cast<std::size_t>(found - text.begin());
}

std::string excerpt(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::size_t shown_max = 60;
  std::string shown;
  for (const char c : text.substr(0, shown_max)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      shown += c;
    } else {
      shown += {'<', digits[byte >> 4U], digits[byte & 15U], '>'};
    }
  }
  return text.size() > shown_max ? shown + "..." : shown;
}

} // namespace pathproof::iut
