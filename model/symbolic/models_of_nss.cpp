// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_nss.hpp"

#include "model/nss/nss.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_nss() {
  return symbolic_models_of_scopes<nss::Nss>();
}

} // namespace pathproof::symbolic
