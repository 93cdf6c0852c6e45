// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_hs_wire.hpp"

#include "model/iucv/hs_wire.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_hs_wire() {
  return symbolic_models_of_scopes<iucv::wire::Wire>();
}

} // namespace pathproof::symbolic
