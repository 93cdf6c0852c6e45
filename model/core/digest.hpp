// SPDX-License-Identifier: Apache-2.0
// Tells one text from another, on every machine alike. It is no protection against forgery.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pathproof {

inline constexpr std::uint64_t digest_of_nothing = 0xcbf29ce484222325U;

// FNV-1a of the text behind another one, of which `before` is the digest.
constexpr std::uint64_t digest(std::string_view text, std::uint64_t before = digest_of_nothing) {
  std::uint64_t value = before;
  for (const char c : text) {
    value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return value;
}

// Sixteen hexadecimal digits.
inline std::string to_digits(std::uint64_t digest) {
  std::string digits(16, '0');
  for (std::size_t i = digits.size(); i-- > 0; digest /= 16) {
    digits[i] = "0123456789abcdef"[digest % 16];
  }
  return digits;
}

} // namespace pathproof
