// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_calls.hpp"

#include "model/lfp/calls/calls.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_calls() {
  return symbolic_models_of_scopes<lfp::values::Calls>();
}

} // namespace pathproof::symbolic
