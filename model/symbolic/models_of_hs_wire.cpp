// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_hs_wire.hpp"

#include "model/iucv/hs_wire.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_hs_wire() {
  return {std::make_shared<SymbolicModelOf<iucv::wire::Whole>>(),
          std::make_shared<SymbolicModelOf<iucv::wire::Small>>(),
          std::make_shared<SymbolicModelOf<iucv::wire::Delays>>(),
          std::make_shared<SymbolicModelOf<iucv::wire::EveryWindow>>()};
}

} // namespace pathproof::symbolic
