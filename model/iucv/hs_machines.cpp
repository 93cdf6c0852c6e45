// SPDX-License-Identifier: Apache-2.0
#include "model/iucv/hs_machines.hpp"

#include "model/core/machine_of.hpp"
#include "model/iucv/hs_endpoint.hpp"

namespace pathproof::iucv::hs {

std::unique_ptr<Machine> make_whole() {
  return std::make_unique<MachineOf<Endpoint>>();
}

std::vector<std::unique_ptr<Machine>> machines() {
  return machines_of_scopes<Endpoint>();
}

} // namespace pathproof::iucv::hs
