// SPDX-License-Identifier: Apache-2.0
// Time that this thread was at work: limits in it mean the same on a busy machine.
#pragma once

#include <chrono>
#include <ctime>

namespace pathproof::symbolic {

inline std::chrono::nanoseconds processor_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

} // namespace pathproof::symbolic
