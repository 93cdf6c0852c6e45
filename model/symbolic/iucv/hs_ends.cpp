// SPDX-License-Identifier: Apache-2.0
// Compiled alone: the scopes of the rule text take seconds each, and are built in parallel.
#include "model/iucv/hs_endpoint.hpp"
#include "model/symbolic/models_of_hs.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

HsModel hs_ends() {
  return std::make_shared<SymbolicModelOf<iucv::hs::EndsModel>>();
}

} // namespace pathproof::symbolic
