// SPDX-License-Identifier: Apache-2.0
// The text form of a frame, made of characters that every code page has:
//
//   afiucv SYN+ACK window=128 dest_user_id=BOXKIT dest_app_name=ECHO payload=C1C2
//
// First the table's name and the kind, then every field that has not its usual value (the fixed
// one, else zero) in the order of the table, then the payload. Numbers are decimal, or hexadecimal
// after 0x; flags are names joined by +; octets are pairs of hexadecimal digits. Of an EBCDIC text
// trailing blanks are left out, an octet that is no such character is %HH, and what follows the
// significant octets stands after a + where it is not zero.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/core/frame.hpp"

namespace pathproof {

// The text of any octet string; one that is too short for a header is "afiucv octets=…".
std::string print(const FrameTable& table, std::span<const std::uint8_t> octets);

// The octets of a text: what `print` was given, for all that it writes. Gives nothing, and one
// sentence in `error`, for a text that is no frame of this table.
std::optional<std::vector<std::uint8_t>>
parse(const FrameTable& table, std::string_view text, std::string& error);

// The text of one field alone: "BOXKIT".
std::string
print(const FrameTable& table, const FrameField& field, std::span<const std::uint8_t> octets);

// Two upper case digits for each octet.
std::string hexadecimal(std::span<const std::uint8_t> octets);

// Characters of an EBCDIC text that stand for themselves in the text form.
constexpr bool stands_for_itself(char character) {
  return character != '\0' && character != ' ' && character != '%' && character != '+' &&
         character != '"';
}

} // namespace pathproof
