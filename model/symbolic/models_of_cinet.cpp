// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_cinet.hpp"

#include "model/cinet/common_inet.hpp"
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

std::vector<std::shared_ptr<const SymbolicModel>> models_of_cinet() {
  return {std::make_shared<SymbolicModelOf<cinet::CommonInetWhole>>(),
          std::make_shared<SymbolicModelOf<cinet::SocketsModel>>(),
          std::make_shared<SymbolicModelOf<cinet::IoctlModel>>(),
          std::make_shared<SymbolicModelOf<cinet::SharedMemoryModel>>(),
          std::make_shared<SymbolicModelOf<cinet::ObjectsModel>>(),
          std::make_shared<SymbolicModelOf<cinet::AsynchronousIoModel>>(),
          std::make_shared<SymbolicModelOf<cinet::ProvidersModel>>(),
          std::make_shared<SymbolicModelOf<cinet::RecycleModel>>()};
}

} // namespace pathproof::symbolic
