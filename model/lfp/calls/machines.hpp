// SPDX-License-Identifier: Apache-2.0
// The machines of the values that socket calls carry, the whole first.
#pragma once

#include <memory>
#include <vector>

#include "model/core/machine.hpp"

namespace pathproof::lfp::values {

inline constexpr std::string_view protocol_name = "lfp/calls";

std::unique_ptr<Machine> make_whole();

// All of them.
std::vector<std::unique_ptr<Machine>> machines();

} // namespace pathproof::lfp::values
