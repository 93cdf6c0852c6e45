// SPDX-License-Identifier: Apache-2.0
#include "model/core/label.hpp"

#include <algorithm>
#include <charconv>

namespace pathproof {

namespace {

bool matches(std::string_view pattern, std::string_view text) {
  return pattern == "*" ||
         (pattern.size() == text.size() &&
          std::equal(pattern.begin(), pattern.end(), text.begin(), [](char wanted, char seen) {
            return wanted == '?' || wanted == seen;
          }));
}

// What is printed for a name: something that it matches and that no earlier name does.
std::string example_of(std::string_view name) {
  std::string text(name == "*" ? "-1,9999,00000000" : name);
  std::replace(text.begin(), text.end(), '?', '0');
  return text;
}

std::optional<std::uint32_t> parse_argument(const LabelArgument& argument, std::string_view text) {
  if (!argument.names.empty()) {
    const auto found = std::find_if(argument.names.begin(),
                                    argument.names.end(),
                                    [&](std::string_view name) { return matches(name, text); });
    if (found == argument.names.end()) {
      return std::nullopt;
    }
    return static_cast<std::uint32_t>(found - argument.names.begin());
  }
  std::uint32_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size() || value < argument.first) {
    return std::nullopt;
  }
  return value - argument.first;
}

std::size_t count(const LabelKind& kind) {
  std::size_t size = 0;
  while (size < Label::capacity && !kind.arguments[size].name.empty()) {
    ++size;
  }
  return size;
}

// Takes the next blank-separated word off the text.
std::string_view take_word(std::string_view& text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(begin);
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

} // namespace

std::string print(const Label& label, std::span<const LabelKind> kinds) {
  const LabelKind& kind = kinds[label.kind];
  std::string text(kind.name);
  for (std::size_t i = 0; i < count(kind); ++i) {
    const LabelArgument& argument = kind.arguments[i];
    const std::uint32_t value = label.arguments[i];
    text += ' ';
    text += argument.name;
    text += '=';
    if (argument.names.empty()) {
      text += std::to_string(value + argument.first);
    } else if (value < argument.names.size()) {
      text += example_of(argument.names[value]);
    } else {
      text += "unlisted";
    }
  }
  return text;
}

std::optional<Label>
parse(std::string_view text, std::span<const LabelKind> kinds, std::string& error) {
  const std::string_view name = take_word(text);
  const auto kind = std::find_if(
      kinds.begin(), kinds.end(), [&](const LabelKind& one) { return one.name == name; });
  if (kind == kinds.end()) {
    error = "'" + std::string(name) + "' is no label of this model";
    return std::nullopt;
  }
  Label label{.kind = static_cast<std::uint16_t>(kind - kinds.begin())};
  unsigned seen = 0;
  for (std::string_view word = take_word(text); !word.empty(); word = take_word(text)) {
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string_view key = word.substr(0, equals);
    std::size_t i = 0;
    while (i < count(*kind) && kind->arguments[i].name != key) {
      ++i;
    }
    if (i == count(*kind) || (seen >> i & 1U) != 0) {
      error = "'" + std::string(word) + "' is no argument of " + std::string(name) +
              " or is given twice";
      return std::nullopt;
    }
    const auto value =
        parse_argument(kind->arguments[i], word.substr(std::min(equals + 1, word.size())));
    if (!value) {
      // Said by the implementation, so a value that nobody permits rather than a broken line.
      label.arguments[i] = unlisted;
    } else {
      label.arguments[i] = *value;
    }
    seen |= 1U << i;
  }
  if (seen != (1U << count(*kind)) - 1) {
    error = std::string(name) + " lacks an argument";
    return std::nullopt;
  }
  return label;
}

} // namespace pathproof
