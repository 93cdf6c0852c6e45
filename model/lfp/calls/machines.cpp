// SPDX-License-Identifier: Apache-2.0
#include "model/lfp/calls/machines.hpp"

#include "model/core/machine_of.hpp"
#include "model/lfp/calls/calls.hpp"

namespace pathproof::lfp::values {

static_assert(scopes.front().name == protocol_name);

std::unique_ptr<Machine> make_whole() {
  return std::make_unique<MachineOf<Calls>>();
}

std::vector<std::unique_ptr<Machine>> machines() {
  return machines_of_scopes<Calls>();
}

} // namespace pathproof::lfp::values
