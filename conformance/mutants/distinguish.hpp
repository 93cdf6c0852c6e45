// SPDX-License-Identifier: Apache-2.0
// The shortest conversation that tells a mutant from a conforming implementation, found by walking
// the oracle and the mutant together, breadth first.
#pragma once

#include <cstdint>
#include <vector>

#include "conformance/mutants/mutants.hpp"
#include "conformance/session.hpp"

namespace pathproof {

struct Distinction {
  enum class Outcome {
    distinguished, // the trace ends where the mutant deviates
    equivalent,    // every conversation was walked: nobody can tell them apart in this instance
    unknown,       // the limit was reached first
  };
  Outcome outcome = Outcome::unknown;
  // For distinguished: labels of kit and mutant; the last label of the mutant is not permitted, or,
  // when `silent`, the mutant says nothing although it must.
  std::vector<Observed> trace{};
  bool silent = false;
  std::vector<const Requirement*> broken{};
  std::uint64_t states = 0; // pairs walked
};

// Walks so many pairs of states breadth first, and then so many conversations at random. The
// machine's own configuration must be without a mutation.
Distinction distinguish(const Machine& machine,
                        const Mutant& mutant,
                        std::uint64_t pairs_max = 400'000,
                        unsigned walks = 250);

} // namespace pathproof
