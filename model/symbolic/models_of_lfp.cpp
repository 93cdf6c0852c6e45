// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_lfp.hpp"

#include "model/lfp/lfp.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_lfp() {
  std::vector<std::shared_ptr<const SymbolicModel>> all;
  for (unsigned scope = 0; scope < lfp::scopes.size(); ++scope) {
    all.push_back(std::make_shared<SymbolicModelOf<lfp::Lfp>>(scope));
  }
  return all;
}

} // namespace pathproof::symbolic
