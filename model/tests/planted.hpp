// SPDX-License-Identifier: Apache-2.0
// Machines with something wrong, for tests of what explores them.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "model/core/machine.hpp"

namespace pathproof {

inline std::unique_ptr<Machine>
with(const Machine& machine, const Mutation& mutation, unsigned instances = 1) {
  return machine.configured({.instances = instances, .variations = {}, .mutation = mutation});
}

// A fault that was written by hand. Throws std::logic_error where there is no such one.
inline Mutation planted(const Machine& machine, std::string_view id) {
  const auto& all = machine.description().planted;
  for (unsigned i = 0; i < all.size(); ++i) {
    if (all[i].id == id) {
      return {.what = Mutation::Operator::planted, .rule = 0, .detail = i, .id = std::string(id)};
    }
  }
  throw std::logic_error("there is no such fault");
}

} // namespace pathproof
