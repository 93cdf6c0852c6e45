// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/hs/answer.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace pathproof::iut {
namespace {

int nibble(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Cuts the first word off.
std::string_view next_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

template <typename Number>
bool parse(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

std::string padded(std::string_view name, char padding) {
  if (name.size() > 8) {
    throw std::logic_error("a name of AF_IUCV has at most eight bytes");
  }
  std::string made(name);
  made.resize(8, padding);
  return made;
}

} // namespace

std::string_view AgentAnswer::word(unsigned place) const {
  std::string_view rest = text;
  std::string_view found = next_word(rest);
  for (unsigned i = 0; i < place; ++i) {
    found = next_word(rest);
  }
  return found;
}

std::int64_t AgentAnswer::number(unsigned place) const {
  std::int64_t value = 0;
  return parse(word(place), value) ? value : 0;
}

Bytes AgentAnswer::bytes(unsigned place) const {
  const std::string_view digits = word(place);
  Bytes made;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    const int high = nibble(digits[i]);
    const int low = nibble(digits[i + 1]);
    if (high < 0 || low < 0) {
      return {};
    }
    made.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return made;
}

std::optional<TaggedAnswer> parse_answer(std::string_view line) {
  TaggedAnswer parsed;
  const std::string_view numbers = next_word(line);
  const std::size_t colon = numbers.find(':');
  if (!parse(numbers.substr(0, colon), parsed.tag) ||
      (colon != std::string_view::npos &&
       !parse(numbers.substr(colon + 1), parsed.answer.sent.emplace()))) {
    return std::nullopt;
  }
  const std::string_view kind = next_word(line);
  if (kind == "ok") {
    parsed.answer.kind = AgentAnswer::Kind::ok;
  } else if (kind == "error") {
    parsed.answer.kind = AgentAnswer::Kind::error;
  } else if (kind == "bad") {
    parsed.answer.kind = AgentAnswer::Kind::bad;
  } else if (kind == "passed") {
    parsed.answer.kind = AgentAnswer::Kind::passed;
  } else {
    return std::nullopt;
  }
  parsed.answer.text = line;
  return parsed;
}

std::optional<std::int64_t> AgentCommand::number(unsigned place) const {
  if (place >= words.size()) {
    return std::nullopt;
  }
  std::string_view digits = words[place];
  const bool hexadecimal = digits.starts_with("0x");
  digits.remove_prefix(hexadecimal ? 2 : 0);
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 10);
  if (error != std::errc{} || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> AgentCommand::octets(unsigned place) const {
  if (place >= words.size()) {
    return std::nullopt;
  }
  const std::string& digits = words[place];
  std::string made;
  if (digits == "-") {
    return made;
  }
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    const int high = nibble(digits[i]);
    const int low = nibble(digits[i + 1]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    made += static_cast<char>(high * 16 + low);
  }
  return digits.size() % 2 == 0 ? std::optional(made) : std::nullopt;
}

std::optional<AgentCommand> parse_command(std::string_view line) {
  AgentCommand parsed;
  if (!parse(next_word(line), parsed.tag) || parsed.tag == 0) {
    return std::nullopt;
  }
  parsed.verb = next_word(line);
  while (!line.empty()) {
    const std::string_view word = next_word(line);
    if (!word.empty()) {
      parsed.words.emplace_back(word);
    }
  }
  return parsed.verb.empty() ? std::nullopt : std::optional(parsed);
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += {digits[byte >> 4U], digits[byte & 15U]};
  }
  return text.empty() ? "-" : text;
}

std::string hexadecimal(const Bytes& bytes) {
  return hexadecimal(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::string iucv_address(std::string_view user_id, std::string_view name, char user_padding) {
  std::string address{0, static_cast<char>(af_iucv), 0, 0, 0, 0, 0, 0};
  address += std::string(8, ' ') + padded(user_id, user_padding) + padded(name, ' ');
  return hexadecimal(address);
}

std::string target_class(std::uint32_t message_class) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(message_class >> static_cast<unsigned>(shift) & 0xffU);
  }
  return "1:" + hexadecimal(bytes);
}

} // namespace pathproof::iut
