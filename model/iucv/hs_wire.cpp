// SPDX-License-Identifier: Apache-2.0
#include "model/iucv/hs_wire.hpp"

#include "model/core/machine_of.hpp"
#include "model/iucv/hs_wire_machines.hpp"

namespace pathproof::iucv::wire {

std::unique_ptr<Machine> make_whole() {
  return std::make_unique<MachineOf<Whole, true>>();
}

std::vector<std::unique_ptr<Machine>> machines() {
  std::vector<std::unique_ptr<Machine>> all;
  all.push_back(make_whole());
  all.push_back(std::make_unique<MachineOf<Small>>());
  all.push_back(std::make_unique<MachineOf<Delays>>());
  all.push_back(std::make_unique<MachineOf<EveryWindow>>());
  return all;
}

} // namespace pathproof::iucv::wire
