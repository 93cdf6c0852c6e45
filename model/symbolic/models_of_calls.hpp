// SPDX-License-Identifier: Apache-2.0
// The scopes of what socket calls of LFP carry as terms, in the order of lfp::values::machines().
#pragma once

#include <memory>
#include <vector>

#include "model/symbolic/symbolic_model.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_calls();

} // namespace pathproof::symbolic
