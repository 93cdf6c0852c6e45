// SPDX-License-Identifier: Apache-2.0
#include "runner/equivalence.hpp"

#include "conformance/mutants/distinguish.hpp"

namespace pathproof::runner {

std::string Equivalence::operator()(const Protocol& protocol, const Mutant& mutant) const {
  constexpr std::uint64_t states_max = 150'000;
  constexpr unsigned instances = 2;
  std::string where;
  std::uint64_t states = 0;
  for (const auto& machine : protocol.machines) {
    const auto small =
        machine->configured({.instances = instances, .variations = {}, .mutation = {}});
    for (const Mutant& own : mutants_of(*small)) {
      if (own.mutation.id != mutant.mutation.id) {
        continue;
      }
      // The first model is the whole protocol, too large to walk; the others are its parts.
      if (protocol.machines.size() > 1 && machine == protocol.machines.front()) {
        continue;
      }
      const Distinction found = distinguish(*small, own, states_max);
      if (found.outcome != Distinction::Outcome::equivalent) {
        return {};
      }
      where += (where.empty() ? "" : ", ") + small->description().name;
      states += found.states;
    }
  }
  return where.empty()
             ? std::string()
             : "every conversation of " + std::to_string(instances) + " instances walked in " +
                   where + " (" + std::to_string(states) + " pairs of states)";
}

} // namespace pathproof::runner
