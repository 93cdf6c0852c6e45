// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/channel.hpp"

#include <algorithm>
#include <array>

#include "conformance/iut/transports.hpp"
#include "model/core/error.hpp"

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

std::unique_ptr<Channel> open_channel(std::string_view spec, const Limits& limits) {
  const std::size_t colon = spec.find(':');
  const std::string_view kind = spec.substr(0, colon);
  const std::string rest(colon == std::string_view::npos ? "" : spec.substr(colon + 1));
  if (rest.find('\0') != std::string::npos) {
    throw UsageError("an implementation's specification has a NUL character");
  }
  if (!rest.empty() && kind == "exec") {
    return open_process(rest, limits);
  }
  if (!rest.empty() && kind == "unix") {
    return open_unix_socket(rest, limits);
  }
  if (!rest.empty() && kind == "tcp") {
    return open_tcp_socket(rest, limits);
  }
  if (!rest.empty() && kind == "plugin") {
    return open_plugin(rest, limits);
  }
  throw UsageError("'" + std::string(spec) +
                   "' names no implementation: expected exec:CMD, unix:PATH, tcp:HOST:PORT or "
                   "plugin:FILE.so");
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
