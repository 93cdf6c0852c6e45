// SPDX-License-Identifier: Apache-2.0
#include "model/lfp/message.hpp"

#include <algorithm>

namespace pathproof::lfp {

namespace {

constexpr std::size_t length_offset = header_table.find("length")->offset;

void write(Header header, std::size_t length, std::vector<std::uint8_t>& octets) {
  header.length = static_cast<std::uint32_t>(length);
  octets.resize(length);
  write_frame<header_table, Octets>(header, octets.data());
}

} // namespace

Message decode(std::span<const std::uint8_t> octets) {
  if (!begins_with_frame<header_table>(octets)) {
    return {.error = error_in(header_table, octets)};
  }
  Message message{.header = read_frame<header_table, Octets, Header>(octets.data())};
  const auto body = body_size(message.header.kind, message.header.flags);
  if (!body) {
    return {.error = {of_unknown_kind, header_table.find("kind")->offset}};
  }
  const std::size_t end = header_size + *body;
  const bool fits = has_text(message.kind()) ? octets.size() >= end : octets.size() == end;
  if (message.header.length != octets.size() || !fits) {
    return {.error = {of_wrong_length, length_offset}};
  }
  const std::uint8_t* at = octets.data() + header_size;
  if (message.kind() == Kind::hello) {
    message.hello = read_frame<hello_table, Octets, Hello>(at);
  } else if (*body == call_size) {
    message.call = read_frame<call_table, Octets, CallBody>(at);
  }
  message.text = octets.subspan(end);
  return message;
}

std::optional<std::size_t> length_in(std::span<const std::uint8_t> octets) {
  if (octets.size() < header_size) {
    return {};
  }
  const auto header = read_frame<header_table, Octets, Header>(octets.data());
  if (!is_frame<header_table, Octets>(octets.data()) || header.length < header_size) {
    return 0;
  }
  return header.length;
}

void encode(const Header& header,
            std::span<const std::uint8_t> text,
            std::vector<std::uint8_t>& octets) {
  write(header, header_size + text.size(), octets);
  std::copy(text.begin(), text.end(), octets.begin() + header_size);
}

void encode(const Header& header, const Hello& hello, std::vector<std::uint8_t>& octets) {
  write(header, header_size + hello_size, octets);
  write_frame<hello_table, Octets>(hello, octets.data() + header_size);
}

void encode(const Header& header,
            const CallBody& call,
            std::span<const std::uint8_t> text,
            std::vector<std::uint8_t>& octets) {
  write(header, header_size + call_size + text.size(), octets);
  write_frame<call_table, Octets>(call, octets.data() + header_size);
  std::copy(text.begin(), text.end(), octets.begin() + header_size + call_size);
}

} // namespace pathproof::lfp
