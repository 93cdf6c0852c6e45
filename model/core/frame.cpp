// SPDX-License-Identifier: Apache-2.0
#include "model/core/frame.hpp"

namespace pathproof {

std::uint64_t
number_of(const FrameTable& table, const FrameField& field, std::span<const std::uint8_t> octets) {
  std::uint64_t value = 0;
  for (std::size_t left = field.width; left-- > 0;) {
    value =
        value << 8U | octets[field.offset + frame_detail::place(table.order, field.width, left)];
  }
  return value;
}

void write_number_of(const FrameTable& table,
                     const FrameField& field,
                     std::uint64_t value,
                     std::span<std::uint8_t> octets) {
  for (std::size_t i = 0; i < field.width; ++i, value >>= 8U) {
    octets[field.offset + frame_detail::place(table.order, field.width, i)] =
        static_cast<std::uint8_t>(value);
  }
}

FrameError error_in(const FrameTable& table, std::span<const std::uint8_t> octets) {
  if (octets.size() < table.size) {
    return {too_short, octets.size()};
  }
  for (const FrameField& field : table.fields) {
    if (field.fixed && number_of(table, field, octets) != field.fixed->value) {
      return {field.fixed->error, field.offset};
    }
  }
  return {};
}

std::string_view kind_of(const FrameTable& table, std::span<const std::uint8_t> octets) {
  const FrameField* field = table.find(table.kind_field);
  if (field == nullptr || octets.size() < table.size) {
    return "";
  }
  const std::uint64_t value = number_of(table, *field, octets);
  for (const NamedValue& one : field->values) {
    if (one.value == value) {
      return one.name;
    }
  }
  return other_kind;
}

bool is_carried_by(const FrameTable& table, std::span<const std::uint8_t> ethernet) {
  constexpr std::size_t type_at = ethernet_header_size - 2;
  if (table.ethertype == 0 || ethernet.size() < ethernet_header_size) {
    return false;
  }
  if (ethernet[type_at] == table.ethertype >> 8U &&
      ethernet[type_at + 1] == (table.ethertype & 0xFFU)) {
    return true;
  }
  const FrameField& first = table.fields.front();
  const auto after = ethernet.subspan(ethernet_header_size);
  return first.fixed && after.size() >= first.width &&
         number_of(table, first, after) == first.fixed->value;
}

} // namespace pathproof
