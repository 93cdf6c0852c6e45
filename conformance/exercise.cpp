// SPDX-License-Identifier: Apache-2.0
#include "conformance/exercise.hpp"

#include <set>

namespace pathproof {

void Exercise::look(const Machine& machine, const Packed& state, std::uint64_t kinds) {
  for (const auto& [rule, holds] : machine.guards(state)) {
    const RuleDescription& described = machine.description().rules[rule];
    if ((kinds >> described.kind & 1U) == 0) {
      continue;
    }
    const std::uint32_t all = (std::uint32_t{1} << described.conditions.size()) - 1;
    const std::uint32_t missing = all & ~holds;
    if ((missing & (missing - 1)) == 0) {
      alone[rule] |= missing;
    }
  }
}

std::vector<std::string> requirements_of(const Exercise& exercise, const ModelDescription& model) {
  std::set<const Requirement*> seen;
  for (std::size_t rule = 0; rule < model.rules.size(); ++rule) {
    const RuleDescription& described = model.rules[rule];
    const bool fired = exercise.fired[rule] > 0;
    if (fired) {
      seen.insert(described.cites.begin(), described.cites.end());
    }
    for (std::size_t i = 0; i < described.conditions.size(); ++i) {
      if (fired || (exercise.alone[rule] >> i & 1U) != 0) {
        seen.insert(described.conditions[i].begin(), described.conditions[i].end());
      }
    }
  }
  std::vector<std::string> ids;
  for (const Requirement* one : model.requirements) {
    if (seen.contains(one)) {
      ids.emplace_back(one->id);
    }
  }
  return ids;
}

} // namespace pathproof
