// SPDX-License-Identifier: Apache-2.0
// The machines of named saved systems, the whole first.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "model/core/machine.hpp"

namespace pathproof::nss {

std::unique_ptr<Machine> make_whole();

// Of the scope with that name ("nss/pages"). Throws std::logic_error where there is none.
std::unique_ptr<Machine> make(std::string_view name);

// All of them.
std::vector<std::unique_ptr<Machine>> machines();

} // namespace pathproof::nss
