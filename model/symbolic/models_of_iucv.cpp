// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_iucv.hpp"

#include "model/iucv/iucv.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_iucv() {
  return {std::make_shared<SymbolicModelOf<iucv::IucvWhole>>(),
          std::make_shared<SymbolicModelOf<iucv::AuthorizationModel>>(),
          std::make_shared<SymbolicModelOf<iucv::PathModel>>()};
}

} // namespace pathproof::symbolic
