// SPDX-License-Identifier: Apache-2.0
#include "model/lfp/machines.hpp"

#include "model/core/machine_of.hpp"
#include "model/lfp/lfp.hpp"

namespace pathproof::lfp {

std::unique_ptr<Machine> make_whole() {
  return make(scopes.front().name);
}

std::unique_ptr<Machine> make(std::string_view name) {
  for (unsigned i = 0; i < scopes.size(); ++i) {
    if (scopes[i].name == name) {
      return std::make_unique<MachineOf<Lfp>>(Configuration{}, nullptr, i);
    }
  }
  throw std::logic_error("there is no scope " + std::string(name));
}

std::vector<std::unique_ptr<Machine>> machines() {
  std::vector<std::unique_ptr<Machine>> all;
  for (const Scope& scope : scopes) {
    all.push_back(make(scope.name));
  }
  return all;
}

} // namespace pathproof::lfp
