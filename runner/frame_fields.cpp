// SPDX-License-Identifier: Apache-2.0
#include "runner/frame_fields.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "model/core/frame_text.hpp"

namespace pathproof::runner {

namespace {

// The arguments of a label by their names.
std::map<std::string, std::string> arguments_of(std::string_view text) {
  std::map<std::string, std::string> arguments;
  while (text.find(' ') != std::string_view::npos) {
    text.remove_prefix(text.find(' ') + 1);
    const std::string_view word = text.substr(0, text.find(' '));
    if (const std::size_t equals = word.find('='); equals != std::string_view::npos) {
      arguments[std::string(word.substr(0, equals))] = word.substr(equals + 1);
    }
  }
  return arguments;
}

// A number with its name, where it has one.
std::string
value_of(const FrameTable& table, const FrameField& field, std::span<const std::uint8_t> octets) {
  const std::string value = print(table, field, octets);
  if (field.kind == FieldKind::number) {
    for (const NamedValue& one : field.values) {
      if (one.value == number_of(table, field, octets)) {
        return fmt::format("{} ({})", value, one.name);
      }
    }
  }
  return value;
}

} // namespace

std::string_view word_of(std::string_view label) {
  return label.substr(0, label.find(' '));
}

WrongArguments wrong_arguments(const Deviation& deviation) {
  std::vector<std::map<std::string, std::string>> alike;
  for (const std::string& one : deviation.permitted) {
    if (word_of(one) == word_of(deviation.observed)) {
      alike.push_back(arguments_of(one));
    }
  }
  WrongArguments wrong{.kind = alike.empty()};
  if (wrong.kind) {
    return wrong;
  }
  for (const auto& argument : arguments_of(deviation.observed)) {
    const bool permitted = std::any_of(alike.begin(), alike.end(), [&](const auto& arguments) {
      const auto found = arguments.find(argument.first);
      return found != arguments.end() && found->second == argument.second;
    });
    if (!permitted) {
      wrong.names.push_back(argument.first);
    }
  }
  return wrong;
}

void append_fields(const FrameTable& table,
                   std::span<const std::uint8_t> octets,
                   std::size_t begin,
                   const std::vector<std::string_view>& wrong,
                   std::vector<FrameFieldText>& fields) {
  for (const FrameField& field : table.fields) {
    if (octets.size() < field.end()) {
      break;
    }
    fields.push_back({.name = std::string(field.name),
                      .offset = field.offset + begin,
                      .width = field.width,
                      .value = value_of(table, field, octets),
                      .wrong = std::find(wrong.begin(), wrong.end(), field.name) != wrong.end()});
  }
}

void append_payload(std::string_view name,
                    std::span<const std::uint8_t> frame,
                    std::size_t begin,
                    bool wrong,
                    std::vector<FrameFieldText>& fields) {
  if (frame.size() > begin) {
    fields.push_back({.name = std::string(name),
                      .offset = begin,
                      .width = std::max(std::min(frame.size(), frame_octets_max), begin) - begin,
                      .value = fmt::format("{} octets", frame.size() - begin),
                      .wrong = wrong});
  }
}

void mark(std::size_t octet, std::vector<FrameFieldText>& fields) {
  for (FrameFieldText& field : fields) {
    field.wrong = field.wrong || (octet >= field.offset && octet < field.offset + field.width);
  }
}

} // namespace pathproof::runner
