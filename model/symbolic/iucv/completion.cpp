// SPDX-License-Identifier: Apache-2.0
// Compiled alone, as its machine is.
#include "model/iucv/iucv.hpp"
#include "model/symbolic/models_of_iucv.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

IucvModel iucv_completion() {
  return std::make_shared<SymbolicModelOf<iucv::CompletionModel>>();
}

} // namespace pathproof::symbolic
