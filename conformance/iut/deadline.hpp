// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>

namespace pathproof::iut {

// A moment up to which something is waited for.
class Deadline {
public:
  explicit Deadline(int milliseconds)
      : moment_(std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds)) {}

  // Rounded up, so that a wait is never cut short; 0 when it is over.
  int left_ms() const {
    using std::chrono::ceil, std::chrono::milliseconds, std::chrono::steady_clock;
    return static_cast<int>(
        std::max<long>(0, ceil<milliseconds>(moment_ - steady_clock::now()).count()));
  }

private:
  std::chrono::steady_clock::time_point moment_;
};

} // namespace pathproof::iut
