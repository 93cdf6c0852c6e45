// SPDX-License-Identifier: Apache-2.0
#include "model/core/frame_text.hpp"

#include <algorithm>
#include <charconv>

#include "model/core/ebcdic.hpp"

namespace pathproof {

namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

void append_hexadecimal(std::string& text, std::uint8_t octet) {
  text += digits[octet >> 4U];
  text += digits[octet & 0xFU];
}

bool all_zero(std::span<const std::uint8_t> octets) {
  return std::all_of(octets.begin(), octets.end(), [](std::uint8_t one) { return one == 0; });
}

std::string print_number(std::uint64_t value, bool hexadecimal) {
  char text[20];
  const auto end = std::to_chars(text, text + sizeof text, value, hexadecimal ? 16 : 10).ptr;
  std::string made = hexadecimal ? "0x" : "";
  std::transform(text, end, std::back_inserter(made), [](char c) {
    return static_cast<char>(c >= 'a' ? c - 'a' + 'A' : c);
  });
  return made;
}

std::string print_flags(const FrameField& field, std::uint64_t value) {
  std::string text;
  for (const NamedValue& flag : field.flags) {
    if ((value & flag.value) != 0) {
      text += (text.empty() ? "" : "+") + std::string(flag.name);
      value &= ~flag.value;
    }
  }
  if (value != 0 || text.empty()) {
    text += (text.empty() ? "" : "+") + print_number(value, true);
  }
  return text;
}

std::string print_ebcdic(const FrameField& field, std::span<const std::uint8_t> octets) {
  std::size_t end = field.significant;
  while (end > 0 && octets[end - 1] == ebcdic::blank) {
    --end;
  }
  std::string text;
  for (const std::uint8_t octet : octets.first(end)) {
    if (const char character = ebcdic::character(octet); stands_for_itself(character)) {
      text += character;
    } else {
      text += '%';
      append_hexadecimal(text, octet);
    }
  }
  if (const auto rest = octets.subspan(field.significant); !all_zero(rest)) {
    text += '+' + hexadecimal(rest);
  }
  return text;
}

bool is_usual(const FrameTable& table,
              const FrameField& field,
              std::span<const std::uint8_t> octets) {
  return field.fixed ? number_of(table, field, octets) == field.fixed->value
                     : all_zero(octets.subspan(field.offset, field.width));
}

int digit_of(char character) {
  const char upper =
      static_cast<char>(character >= 'a' && character <= 'f' ? character - 'a' + 'A' : character);
  const auto at = digits.find(upper);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::optional<std::vector<std::uint8_t>> parse_hexadecimal(std::string_view text) {
  std::vector<std::uint8_t> octets;
  if (text.size() % 2 != 0) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit_of(text[i]);
    const int low = digit_of(text[i + 1]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    octets.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return octets;
}

std::optional<std::uint64_t> parse_number(std::string_view text, std::size_t width) {
  const int base = text.starts_with("0x") ? 16 : 10;
  text.remove_prefix(base == 16 ? 2 : 0);
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (failure != std::errc() || end != text.data() + text.size() ||
      !frame_detail::fits(value, width)) {
    return std::nullopt;
  }
  return value;
}

// Takes what is before the next separator off the text.
std::string_view cut(std::string_view& text, char separator) {
  const std::size_t at = text.find(separator);
  const std::string_view head = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return head;
}

std::optional<std::uint64_t> parse_flags(const FrameField& field, std::string_view text) {
  std::uint64_t value = 0;
  while (!text.empty()) {
    const std::string_view word = cut(text, '+');
    const auto flag = std::find_if(field.flags.begin(),
                                   field.flags.end(),
                                   [&](const NamedValue& one) { return one.name == word; });
    const auto bits =
        flag == field.flags.end() ? parse_number(word, field.width) : std::optional(flag->value);
    if (!bits) {
      return std::nullopt;
    }
    value |= *bits;
  }
  return value;
}

bool parse_ebcdic(const FrameField& field, std::string_view text, std::span<std::uint8_t> octets) {
  std::string_view rest = text;
  std::string_view name = cut(rest, '+');
  const auto after = parse_hexadecimal(rest);
  const std::size_t after_size = field.width - field.significant;
  if (!after || (after->size() != after_size && !after->empty())) {
    return false;
  }
  std::fill(octets.begin(), octets.end(), std::uint8_t{0});
  std::copy(after->begin(), after->end(), octets.subspan(field.significant).begin());
  for (std::size_t i = 0; i < field.significant; ++i) {
    octets[i] = ebcdic::blank;
    if (name.empty()) {
      continue;
    }
    if (name.front() == '%') {
      const auto octet = parse_hexadecimal(name.substr(1, 2));
      if (!octet || octet->empty()) {
        return false;
      }
      octets[i] = octet->front();
      name.remove_prefix(3);
    } else {
      octets[i] = ebcdic::octet(name.front());
      if (octets[i] == 0) {
        return false;
      }
      name.remove_prefix(1);
    }
  }
  return name.empty();
}

bool parse_field(const FrameTable& table,
                 const FrameField& field,
                 std::string_view text,
                 std::vector<std::uint8_t>& octets) {
  const auto place = std::span(octets).subspan(field.offset, field.width);
  if (field.is_number()) {
    const auto value =
        field.kind == FieldKind::flags ? parse_flags(field, text) : parse_number(text, field.width);
    if (value) {
      write_number_of(table, field, *value, octets);
    }
    return value.has_value();
  }
  if (field.kind == FieldKind::ebcdic) {
    return parse_ebcdic(field, text, place);
  }
  const auto value = parse_hexadecimal(text);
  if (!value || value->size() != field.width) {
    return false;
  }
  std::copy(value->begin(), value->end(), place.begin());
  return true;
}

std::vector<std::uint8_t> usual(const FrameTable& table) {
  std::vector<std::uint8_t> octets(table.size);
  for (const FrameField& field : table.fields) {
    if (field.fixed) {
      write_number_of(table, field, field.fixed->value, octets);
    }
  }
  return octets;
}

// The word after the table's name: sets the field that says the kind.
bool parse_kind(const FrameTable& table, std::string_view word, std::vector<std::uint8_t>& octets) {
  const FrameField* field = table.find(table.kind_field);
  if (field == nullptr) {
    return false;
  }
  for (const NamedValue& one : field->values) {
    if (one.name == word) {
      write_number_of(table, *field, one.value, octets);
      return true;
    }
  }
  return word == other_kind; // its value follows
}

} // namespace

std::string hexadecimal(std::span<const std::uint8_t> octets) {
  std::string text;
  for (const std::uint8_t octet : octets) {
    append_hexadecimal(text, octet);
  }
  return text;
}

std::string
print(const FrameTable& table, const FrameField& field, std::span<const std::uint8_t> octets) {
  const auto place = octets.subspan(field.offset, field.width);
  switch (field.kind) {
  case FieldKind::number:
    return print_number(number_of(table, field, octets), field.hexadecimal);
  case FieldKind::flags:
    return print_flags(field, number_of(table, field, octets));
  case FieldKind::ebcdic:
    return print_ebcdic(field, place);
  case FieldKind::octets:
  case FieldKind::reserved:
    break;
  }
  return hexadecimal(place);
}

std::string print(const FrameTable& table, std::span<const std::uint8_t> octets) {
  std::string text(table.name);
  if (octets.size() < table.size) {
    return text + " octets=" + hexadecimal(octets);
  }
  const std::string_view kind = kind_of(table, octets);
  text += kind.empty() ? "" : " " + std::string(kind);
  for (const FrameField& field : table.fields) {
    const bool said = field.name == table.kind_field && kind != other_kind;
    if (!said && !is_usual(table, field, octets)) {
      text += ' ' + std::string(field.name) + '=' + print(table, field, octets);
    }
  }
  if (octets.size() > table.size) {
    text += " payload=" + hexadecimal(octets.subspan(table.size));
  }
  return text;
}

std::optional<std::vector<std::uint8_t>>
parse(const FrameTable& table, std::string_view text, std::string& error) {
  const auto refuse = [&](std::string_view word, std::string_view why) {
    error = "'" + std::string(word) + "' " + std::string(why);
    return std::nullopt;
  };
  if (const std::string_view name = cut(text, ' '); name != table.name) {
    return refuse(name, "is not the frame table " + std::string(table.name));
  }
  std::vector<std::uint8_t> octets = usual(table);
  for (bool first = true; !text.empty(); first = false) {
    const std::string_view word = cut(text, ' ');
    std::string_view value = word;
    const std::string_view name = cut(value, '=');
    if (name == word && !word.ends_with('=')) {
      if (!first || !parse_kind(table, word, octets)) {
        return refuse(word, "is neither a kind of frame nor NAME=VALUE");
      }
      continue;
    }
    if (name == "octets" || name == "payload") {
      const auto more = parse_hexadecimal(value);
      if (!more || !text.empty() || (name == "octets" && (!first || more->size() >= table.size))) {
        return refuse(word, "is not made of pairs of hexadecimal digits, or is out of place");
      }
      octets.resize(name == "octets" ? 0 : table.size);
      octets.insert(octets.end(), more->begin(), more->end());
      return octets;
    }
    const FrameField* field = table.find(name);
    if (field == nullptr) {
      return refuse(name, "is no field of " + std::string(table.name));
    }
    if (!parse_field(table, *field, value, octets)) {
      return refuse(word, "has a value that its field cannot have");
    }
  }
  return octets;
}

} // namespace pathproof
