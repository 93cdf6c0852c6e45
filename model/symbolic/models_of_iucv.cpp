// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_iucv.hpp"

#include "model/iucv/iucv.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_iucv() {
  return symbolic_models_of_scopes<iucv::Iucv>();
}

} // namespace pathproof::symbolic
