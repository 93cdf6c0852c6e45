// SPDX-License-Identifier: Apache-2.0
// Compiled alone: the scopes of the rule text take seconds each, and are built in parallel.
#include "model/core/machine_of.hpp"
#include "model/iucv/hs_endpoint.hpp"
#include "model/iucv/hs_machines.hpp"

namespace pathproof::iucv::hs {

std::unique_ptr<Machine> make_ends() {
  return std::make_unique<MachineOf<EndsModel>>();
}

} // namespace pathproof::iucv::hs
