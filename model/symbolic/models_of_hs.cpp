// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_hs.hpp"

#include "model/iucv/hs_endpoint.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_hs() {
  return symbolic_models_of_scopes<iucv::hs::Endpoint>();
}

} // namespace pathproof::symbolic
