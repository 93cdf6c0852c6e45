// SPDX-License-Identifier: Apache-2.0
// What went over a guest's devices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pathproof::iut {

using Bytes = std::vector<std::uint8_t>;

enum class WireDirection : std::uint8_t { to_guest, from_guest };

struct WireFrame {
  std::uint64_t time_ns = 0; // since 1970, when the kit sent or read it
  WireDirection direction = WireDirection::to_guest;
  unsigned device = 0;
  Bytes bytes; // with the Ethernet header, without a checksum
};

inline constexpr std::size_t ethernet_header_bytes = 14;

// The largest frame that QEMU passes on.
inline constexpr std::size_t frame_bytes_max = 4096 + 65536;

} // namespace pathproof::iut
