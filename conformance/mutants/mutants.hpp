// SPDX-License-Identifier: Apache-2.0
// The planted faults of a model: every mechanical change of a rule of one role, and those written
// by hand beside the rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/core/machine.hpp"

namespace pathproof {

struct Mutant {
  Mutation mutation;
  unsigned role = 0; // whose implementation is wrong
  std::string title; // one phrase
};

// All mutants of the model, in a fixed order. Field groups that a rule never changes in the states
// sampled are no mutants of it.
const std::vector<Mutant>& mutants_of(const Machine& machine);

// The mutation of that id. Throws UsageError, naming the nearest ids, when there is none.
Mutation find_mutation(const Machine& machine, std::string_view id);

} // namespace pathproof
