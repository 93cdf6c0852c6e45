// SPDX-License-Identifier: Apache-2.0
// What a test has asked of a model's rules, and of which requirements that says something.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/core/machine.hpp"

namespace pathproof {

struct Exercise {
  std::vector<std::uint64_t> fired; // how often each rule has explained a label, by its index
  // By rule: the conditions, a bit for each, that were once all that kept it from being permitted.
  std::vector<std::uint32_t> alone;

  explicit Exercise(std::size_t rules) : fired(rules), alone(rules) {}

  // A state of a test: which conditions alone forbid a rule of these kinds of labels there.
  void look(const Machine& machine, const Packed& state, std::uint64_t kinds);
};

// The requirements whose rules fired, or alone forbade a label: those that a rule which fired
// cites, itself or in a condition, and those of conditions that were all that was missing. In the
// order of the model's table.
std::vector<std::string> requirements_of(const Exercise& exercise, const ModelDescription& model);

} // namespace pathproof
