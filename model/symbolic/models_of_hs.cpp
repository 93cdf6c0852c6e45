// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_hs.hpp"

#include "model/iucv/hs_endpoint.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_hs() {
  return {std::make_shared<SymbolicModelOf<iucv::hs::EndpointWhole>>(),
          std::make_shared<SymbolicModelOf<iucv::hs::ListenModel>>(),
          std::make_shared<SymbolicModelOf<iucv::hs::ConnectModel>>(),
          std::make_shared<SymbolicModelOf<iucv::hs::DataModel>>(),
          std::make_shared<SymbolicModelOf<iucv::hs::EndsModel>>(),
          std::make_shared<SymbolicModelOf<iucv::hs::ExtremesModel>>(),
          std::make_shared<SymbolicModelOf<iucv::hs::WindowModel>>()};
}

} // namespace pathproof::symbolic
