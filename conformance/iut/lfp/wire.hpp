// SPDX-License-Identifier: Apache-2.0
// What a carrier has, as messages of the profile: as they are or, where a layout is given, in it.
// Everything else sees the profile's messages.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/lfp/layout.hpp"

namespace pathproof::iut::lfp {

namespace profile = pathproof::lfp;

class Wire {
public:
  // Without a layout nothing is copied.
  explicit Wire(std::shared_ptr<const profile::Layout> layout = {}) : layout_(std::move(layout)) {}

  bool has_layout() const { return layout_ != nullptr; }

  // The most octets that a carrier has for a message within this MTU of the profile.
  std::size_t most(std::uint32_t mtu) const {
    return layout_ ? layout_->padded(layout_->wire_mtu(mtu)) : mtu;
  }

  // Octets of the body of a call, as far as they are more than the profile's.
  std::size_t longer_call() const {
    return layout_ && layout_->call.size > profile::call_size
               ? layout_->call.size - profile::call_size
               : 0;
  }

  // Where the layout, which there has to be, has this field of the header; the last octet of its
  // header where it has none, or has it first.
  std::size_t offset_of(const FrameField& field) const {
    const profile::LayoutField* const found = layout_->header.find(field.name);
    return found == nullptr || found->offset == 0 ? layout_->header.size - 1 : found->offset;
  }

  // Of the message at the begin of a stream; as length_in of the profile and of a layout.
  std::optional<profile::WireLength> length_in(std::span<const std::uint8_t> octets) const;

  // Whether octets that begin with a message of this length are above the MTU.
  bool is_too_long(const profile::WireLength& length, std::uint32_t mtu) const {
    return length.octets > (layout_ ? layout_->wire_mtu(mtu) : mtu);
  }

  // Whether a record is.
  bool is_too_long(std::span<const std::uint8_t> record, std::uint32_t mtu) const;

  // The message that these octets are; its text is valid until the next call, and its error is at
  // an offset in them.
  profile::Message decode(std::span<const std::uint8_t> octets);

  // What these octets, which were decoded last, are in the profile.
  std::span<const std::uint8_t> message_in(std::span<const std::uint8_t> octets) const {
    return layout_ ? std::span<const std::uint8_t>(message_) : octets;
  }

  // Replaces `made` by a message in the layout, which there has to be. Empty, or why it cannot.
  std::string encode(std::span<const std::uint8_t> message, std::vector<std::uint8_t>& made) const;

private:
  std::shared_ptr<const profile::Layout> layout_;
  std::vector<std::uint8_t> message_; // from a layout
};

} // namespace pathproof::iut::lfp
