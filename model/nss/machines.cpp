// SPDX-License-Identifier: Apache-2.0
#include "model/nss/machines.hpp"

#include "model/core/machine_of.hpp"
#include "model/nss/nss.hpp"

namespace pathproof::nss {

std::unique_ptr<Machine> make_whole() {
  return make(scopes.front().name);
}

std::unique_ptr<Machine> make(std::string_view name) {
  for (unsigned i = 0; i < scopes.size(); ++i) {
    if (scopes[i].name == name) {
      return std::make_unique<MachineOf<Nss>>(Configuration{}, nullptr, i);
    }
  }
  throw std::logic_error("there is no scope " + std::string(name));
}

std::vector<std::unique_ptr<Machine>> machines() {
  return machines_of_scopes<Nss>();
}

} // namespace pathproof::nss
