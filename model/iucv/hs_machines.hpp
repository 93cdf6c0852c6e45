// SPDX-License-Identifier: Apache-2.0
// The machines of AF_IUCV over HiperSockets, the whole first.
#pragma once

#include <memory>
#include <vector>

#include "model/core/machine.hpp"

namespace pathproof::iucv::hs {

std::unique_ptr<Machine> make_whole();

// All of them.
std::vector<std::unique_ptr<Machine>> machines();

} // namespace pathproof::iucv::hs
