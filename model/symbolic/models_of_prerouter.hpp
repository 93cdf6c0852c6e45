// SPDX-License-Identifier: Apache-2.0
// The scopes of the prerouter of Common INET as terms, in the order of its machines.
#pragma once

#include <memory>
#include <vector>

#include "model/symbolic/symbolic_model.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_prerouter();

} // namespace pathproof::symbolic
