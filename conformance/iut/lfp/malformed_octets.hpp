// SPDX-License-Identifier: Apache-2.0
// The octets of messages that no right side sends, as the profile has them.
#pragma once

#include <cstdint>
#include <vector>

#include "model/lfp/labels.hpp"
#include "model/lfp/message.hpp"

namespace pathproof::iut::lfp {

namespace profile = pathproof::lfp;

// What such a message is made of.
struct MalformedBase {
  profile::Hello hello{};     // what a right one says
  std::uint32_t received = 0; // what it confirms
  std::uint32_t mtu = 0;      // of the other side
  bool only_length = false;   // nothing but that field says how far a message goes
};

// One of malformed. Where only `length` says how far a message goes, a header is never shorter, and
// what would be waited for is not said.
std::vector<std::uint8_t> octets_of(const profile::Malformed& what, const MalformedBase& base);

} // namespace pathproof::iut::lfp
