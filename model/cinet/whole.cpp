// SPDX-License-Identifier: Apache-2.0
// Compiled alone: the scopes of the rule text take seconds each, and are built in parallel.
#include "model/cinet/common_inet.hpp"
#include "model/cinet/machines.hpp"
#include "model/core/machine_of.hpp"

namespace pathproof::cinet {

std::unique_ptr<Machine> make_whole() {
  return std::make_unique<MachineOf<CommonInetWhole, true>>();
}

} // namespace pathproof::cinet
