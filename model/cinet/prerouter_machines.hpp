// SPDX-License-Identifier: Apache-2.0
// The machines of the prerouter of Common INET, the whole first.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "model/core/machine.hpp"

namespace pathproof::cinet::prerouter {

std::unique_ptr<Machine> make_whole();

// The scope of this name.
std::unique_ptr<Machine> make(std::string_view name);

// All of them.
std::vector<std::unique_ptr<Machine>> machines();

} // namespace pathproof::cinet::prerouter
