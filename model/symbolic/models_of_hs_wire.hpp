// SPDX-License-Identifier: Apache-2.0
// The texts of one connection's frames as terms, in the order of its machines.
#pragma once

#include <memory>
#include <vector>

#include "model/symbolic/symbolic_model.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_hs_wire();

} // namespace pathproof::symbolic
