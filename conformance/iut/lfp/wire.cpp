// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/wire.hpp"

namespace pathproof::iut::lfp {

std::optional<profile::WireLength> Wire::length_in(std::span<const std::uint8_t> octets) const {
  if (layout_) {
    return profile::length_in(*layout_, octets);
  }
  const auto length = profile::length_in(octets);
  return length ? std::optional(profile::WireLength{*length, *length}) : std::nullopt;
}

bool Wire::is_too_long(std::span<const std::uint8_t> record, std::uint32_t mtu) const {
  if (record.size() > most(mtu)) {
    return true;
  }
  // Padding can hide it.
  const auto length = layout_ ? profile::length_in(*layout_, record) : std::nullopt;
  return length && is_too_long(*length, mtu);
}

profile::Message Wire::decode(std::span<const std::uint8_t> octets) {
  if (!layout_) {
    return profile::decode(octets);
  }
  const FrameError error = profile::from_wire(*layout_, octets, message_);
  return error ? profile::Message{.error = error} : profile::decode(message_);
}

std::string Wire::encode(std::span<const std::uint8_t> message,
                         std::vector<std::uint8_t>& made) const {
  const std::string wrong = profile::to_wire(*layout_, message, made);
  return wrong.empty() ? wrong : "the layout cannot say a message: " + wrong;
}

} // namespace pathproof::iut::lfp
