// SPDX-License-Identifier: Apache-2.0
#include "model/core/walk.hpp"

#include <algorithm>

namespace pathproof {

void walk(const Machine& machine,
          std::uint64_t seed,
          std::uint64_t steps,
          unsigned length,
          const std::function<void(const Packed&, const Step&)>& seen) {
  Random random(seed);
  std::vector<std::uint64_t> fired(machine.description().rules.size());
  std::vector<Step> out;
  Packed state = machine.initial();
  unsigned left = length;
  for (std::uint64_t i = 0; i < steps; ++i) {
    out.clear();
    machine.expand(state, {}, out);
    if (out.empty() || left == 0) {
      state = machine.initial();
      left = length;
      continue;
    }
    // Two thirds of the steps go to the rule that fired least, the others anywhere.
    std::size_t chosen = random.below(out.size());
    if (random.below(3) != 0) {
      const std::size_t offset = chosen;
      for (std::size_t j = 0; j < out.size(); ++j) {
        const std::size_t other = (offset + j) % out.size();
        if (fired[out[other].rule] < fired[out[chosen].rule]) {
          chosen = other;
        }
      }
    }
    ++fired[out[chosen].rule];
    seen(state, out[chosen]);
    state = out[chosen].next;
    --left;
  }
}

} // namespace pathproof
