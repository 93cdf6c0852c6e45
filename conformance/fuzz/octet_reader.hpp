// SPDX-License-Identifier: Apache-2.0
// An input as a sequence of choices. What is beyond its end is zero.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace pathproof {

class OctetReader {
public:
  explicit OctetReader(std::span<const std::uint8_t> octets) : left_(octets) {}

  bool empty() const { return left_.empty(); }

  std::uint8_t next() {
    if (left_.empty()) {
      return 0;
    }
    const std::uint8_t first = left_.front();
    left_ = left_.subspan(1);
    return first;
  }

  // So many, or as many as are left.
  std::vector<std::uint8_t> take(std::size_t count) {
    const auto taken = left_.first(std::min(count, left_.size()));
    left_ = left_.subspan(taken.size());
    return {taken.begin(), taken.end()};
  }

private:
  std::span<const std::uint8_t> left_;
};

} // namespace pathproof
