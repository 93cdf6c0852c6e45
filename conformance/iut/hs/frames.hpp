// SPDX-License-Identifier: Apache-2.0
// Frames of AF_IUCV over HiperSockets as labels, and labels as frames.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/iut/hs/wire.hpp"
#include "model/core/label.hpp"
#include "model/iucv/hs_frame.hpp"
#include "model/iucv/hs_labels.hpp"

namespace pathproof::iut {

// A message as it travels.
struct MessageContent {
  std::string data;
  std::uint32_t message_class = 0;
};

// What the message is made of; `part` and `rest` are of what is left of a long one.
const MessageContent& content_of(iucv::hs::Message message);

// The names of one test. Those of a peer begin with 1.
struct EndpointNames {
  std::string user = "BOXKIT";
  std::string server = "SERVER";
  char padding = '\0'; // of user ids, in frames and addresses

  // As it travels, but for the code page.
  std::string padded(std::string user_id) const {
    user_id.resize(iucv::hs_name_size, padding);
    return user_id;
  }

  static std::string peer_user(unsigned peer) { return "PEER" + std::to_string(peer); }

  static std::string peer_name(unsigned peer) { return "CLIENT" + std::to_string(peer); }
};

// Frames of one test, in both directions.
class EndpointFrames {
public:
  explicit EndpointFrames(EndpointNames names) : names_(std::move(names)) {}

  // The frames that a label of the peer means: one, or a flood of them.
  std::vector<Bytes> frames_of(const Label& label) const;

  // A SYN that is refused at once; the refusal has the same window.
  Bytes fence(std::uint16_t window) const;

  // The window of a refusal of a fence.
  std::optional<std::uint16_t> fence_of(const Bytes& frame) const;

  // What the endpoint's frame says; `sent.other` where nothing else fits.
  Label label_of(const Bytes& frame);

  // The message with this content, or `unlisted`.
  static std::uint32_t message_of(std::string_view data, std::uint32_t message_class);

private:
  Label data_label(const iucv::HsPacket& packet, unsigned peer);

  EndpointNames names_;
  std::size_t long_sent_ = 0; // octets of a long message that were seen
};

} // namespace pathproof::iut
