// SPDX-License-Identifier: Apache-2.0
#include "model/iucv/hs_wire_machines.hpp"

#include "model/core/machine_of.hpp"
#include "model/iucv/hs_wire.hpp"

namespace pathproof::iucv::wire {

// They judge, all of them: so the text is compiled for one type of machine.
std::unique_ptr<Machine> make_whole() {
  return std::make_unique<MachineOf<Wire, true>>();
}

std::vector<std::unique_ptr<Machine>> machines() {
  return machines_of_scopes<Wire, true>();
}

} // namespace pathproof::iucv::wire
