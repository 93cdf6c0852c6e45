// SPDX-License-Identifier: Apache-2.0
// What the events of an instance's epoll carry.
#pragma once

#include <cstdint>

namespace pathproof::iut::lfp {

inline constexpr std::uint64_t of_stop = std::uint64_t{1} << 56;
inline constexpr std::uint64_t of_programs = std::uint64_t{2} << 56;
inline constexpr std::uint64_t of_path = std::uint64_t{3} << 56;
inline constexpr std::uint64_t of_client = std::uint64_t{4} << 56;
inline constexpr std::uint64_t of_socket = std::uint64_t{5} << 56;
inline constexpr std::uint64_t what_mask = std::uint64_t{0xFF} << 56;

inline constexpr unsigned number_bits = 24;
inline constexpr std::uint64_t number_mask = (std::uint64_t{1} << number_bits) - 1;
inline constexpr std::uint32_t generation_mask = 0xFFFFFF;

// A daemon that is there answers within this.
inline constexpr int least_patience_ms = 5000;

} // namespace pathproof::iut::lfp
