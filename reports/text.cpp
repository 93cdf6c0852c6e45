// SPDX-License-Identifier: Apache-2.0
#include "reports/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pathproof::reports {

namespace {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false; // false: one byte that is not UTF-8 here
};

bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// The first character of a text that is not empty. Overlong forms, surrogates and numbers beyond
// Unicode are not valid: parsers of XML and JSON refuse them.
Character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) {
    return {lead, 1, true};
  }
  const std::size_t bytes = lead >= 0xF0 ? 4U : lead >= 0xE0 ? 3U : 2U;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) {
    return {lead, 1, false};
  }
  char32_t code = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if (!continues(text[i])) {
      return {lead, 1, false};
    }
    code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  const bool overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (overlong || surrogate || code > 0x10FFFF) {
    return {lead, 1, false};
  }
  return {code, bytes, true};
}

// Acts on a terminal, turns the direction of the line, is invisible, or is illegal in XML 1.0.
bool hurts(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x061C ||
         (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x2069) || code == 0xFEFF || code == 0xFFFE || code == 0xFFFF;
}

// How many bytes at the front are printable ASCII: nearly all of what is ever written.
std::size_t plain_prefix(std::string_view bytes) {
  const auto end = std::find_if(bytes.begin(), bytes.end(), [](char byte) {
    const auto value = static_cast<unsigned char>(byte); // char may be signed or not
    return value < 0x20 || value >= 0x7F;
  });
  return static_cast<std::size_t>(end - bytes.begin());
}

std::string escape(const Character& character) {
  switch (character.valid ? character.code : 0) {
  case '\n':
    return "\\n";
  case '\t':
    return "\\t";
  case '\r':
    return "\\r";
  default:
    break;
  }
  const auto code = static_cast<std::uint32_t>(character.code);
  return character.valid && code > 0x7F ? fmt::format("\\u{:04x}", code)
                                        : fmt::format("\\x{:02x}", code);
}

} // namespace

std::string visible(std::string_view bytes, Newlines newlines) {
  std::string result;
  result.reserve(bytes.size());
  const bool keep = newlines == Newlines::keep;
  while (!bytes.empty()) {
    if (const std::size_t plain = plain_prefix(bytes); plain > 0) {
      result += bytes.substr(0, plain);
      bytes.remove_prefix(plain);
      continue;
    }
    const Character character = first_character(bytes);
    if (keep && (bytes.starts_with('\n') || bytes.starts_with('\t'))) {
      result += bytes.front();
    } else if (keep && bytes.starts_with("\r\n")) {
      // The LF that follows is the end of the line; XML parsers would drop the CR as well.
    } else if (!character.valid || hurts(character.code)) {
      result += escape(character);
    } else {
      result += bytes.substr(0, character.bytes);
    }
    bytes.remove_prefix(character.bytes);
  }
  return result;
}

std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !continues(byte); }));
}

namespace {

// The first `characters` characters of a valid text.
std::string_view prefix(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  while (end < text.size() && (characters > 0 || continues(text[end]))) {
    characters -= continues(text[end]) ? 0U : 1U;
    ++end;
  }
  return text.substr(0, end);
}

constexpr std::size_t bytes_per_character_max = 4;

} // namespace

std::string one_line(std::string_view bytes, std::size_t columns) {
  // No more of a huge text is looked at than can be shown.
  std::string text = visible(bytes.substr(0, (columns + 1) * bytes_per_character_max));
  if (length(text) <= columns) {
    return text;
  }
  constexpr std::string_view dots = "...";
  return columns <= dots.size() ? std::string(dots.substr(0, columns))
                                : std::string(prefix(text, columns - dots.size())).append(dots);
}

std::vector<std::string> wrap(std::string_view bytes, std::size_t columns, std::size_t lines_max) {
  const std::size_t room = columns * (lines_max + 1) * bytes_per_character_max;
  const std::string text = visible(bytes.substr(0, room));
  std::vector<std::string> lines;
  std::string_view rest = text;
  while (!rest.empty() && lines.size() < lines_max) {
    std::string_view line = prefix(rest, columns);
    std::size_t taken = line.size();
    if (taken < rest.size()) {
      const std::size_t last = rest.substr(0, taken + 1).find_last_of(" |");
      if (last != std::string_view::npos && last > 0 && rest[last] == ' ') {
        line = rest.substr(0, last);
        taken = last + 1;
      } else if (last != std::string_view::npos && last < taken) {
        line = rest.substr(0, last + 1);
        taken = last + 1;
      }
    }
    lines.emplace_back(line);
    rest.remove_prefix(taken);
  }
  if (!rest.empty() && !lines.empty()) {
    const std::string cut = fmt::format(" ... ({} bytes in all)", grouped(bytes.size()));
    const std::size_t kept = columns > cut.size() ? columns - cut.size() : 0;
    lines.back() = std::string(prefix(lines.back(), kept)).append(cut);
  }
  return lines;
}

std::string capped(std::string_view bytes, std::size_t bytes_max) {
  if (bytes.size() <= bytes_max) {
    return std::string(bytes);
  }
  std::size_t head = bytes_max / 2;
  std::size_t tail = bytes.size() - (bytes_max - head);
  // A character is not torn, so that the seam shows no stray bytes that nobody wrote.
  for (int i = 0; i < 3 && head > 0 && continues(bytes[head]); ++i) {
    --head;
  }
  for (int i = 0; i < 3 && tail < bytes.size() && continues(bytes[tail]); ++i) {
    ++tail;
  }
  return fmt::format("{}\n[... cut here: {} of {} bytes left out ...]\n{}",
                     bytes.substr(0, head),
                     grouped(tail - head),
                     grouped(bytes.size()),
                     bytes.substr(tail));
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    lines.push_back(line);
  }
  return lines;
}

std::string padded(std::string_view text, std::size_t columns) {
  std::string result(text);
  const std::size_t have = length(text);
  result.append(columns > have ? columns - have : 0, ' ');
  return result;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) {
    digits.insert(i - 3, 1, ',');
  }
  return digits;
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

} // namespace pathproof::reports
