// SPDX-License-Identifier: Apache-2.0
// The one exception for what a user can mend: a wrong file, option or set-up. One clear line.
#pragma once

#include <stdexcept>

namespace pathproof {

struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

} // namespace pathproof
