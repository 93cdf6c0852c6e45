// SPDX-License-Identifier: Apache-2.0
// Compiled alone: the scopes of the rule text take seconds each, and are built in parallel.
#include "model/core/machine_of.hpp"
#include "model/iucv/iucv.hpp"
#include "model/iucv/machines.hpp"

namespace pathproof::iucv {

std::unique_ptr<Machine> make_polling() {
  return std::make_unique<MachineOf<PollingModel>>();
}

} // namespace pathproof::iucv
