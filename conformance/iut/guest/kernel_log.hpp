// SPDX-License-Identifier: Apache-2.0
// What a kernel says when something is wrong with it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pathproof::iut {

struct KernelReport {
  std::vector<std::string> complaints{}; // warnings, bugs, oopses, hangs: the line of each
  std::string text{};                    // all that was said, a line each
  bool dead = false; // the guest itself is gone or gives no answer; the first complaint says how
};

// The lines of records as /dev/kmsg gives them, without their heads.
std::string kernel_log_text(std::string_view records);

// The lines that are about a fault of the kernel.
std::vector<std::string> kernel_complaints(std::string_view text);

} // namespace pathproof::iut
