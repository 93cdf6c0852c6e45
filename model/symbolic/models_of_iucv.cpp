// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_iucv.hpp"

#include "model/iucv/iucv.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_iucv() {
  std::vector<std::shared_ptr<const SymbolicModel>> all;
  for (unsigned scope = 0; scope < iucv::scopes.size(); ++scope) {
    all.push_back(std::make_shared<SymbolicModelOf<iucv::Iucv>>(scope));
  }
  return all;
}

} // namespace pathproof::symbolic
