// SPDX-License-Identifier: Apache-2.0
// The scopes of named saved systems as terms, in the order of nss::machines().
#pragma once

#include <memory>
#include <vector>

#include "model/symbolic/symbolic_model.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_nss();

} // namespace pathproof::symbolic
