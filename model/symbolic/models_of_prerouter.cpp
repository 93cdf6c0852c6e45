// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_prerouter.hpp"

#include "model/cinet/prerouter.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_prerouter() {
  return symbolic_models_of_scopes<cinet::prerouter::Prerouter>();
}

} // namespace pathproof::symbolic
