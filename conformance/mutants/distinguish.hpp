// SPDX-License-Identifier: Apache-2.0
// The shortest conversation that tells a mutant from a conforming implementation, found by walking
// the oracle and the mutant together, breadth first.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
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

struct DistinguishOptions {
  std::uint64_t pairs_max = 400'000; // walked breadth first
  unsigned walks = 250;              // at random, where that was not enough
  // Conversations from which the walk sets out, besides the initial state: ways to places that are
  // far from it. Labels that cannot follow end one.
  std::span<const std::vector<Label>> ways{};
  // True where the label, after this trace, is no deviation after all.
  std::function<bool(const std::vector<Observed>&, const Label&)> excused{};
};

// Whether the machine permits the role that label after the trace. Where it has several ways to
// take what was shown, that one pair of states disagrees says little; this says it.
bool permits(const Machine& machine,
             unsigned role,
             std::span<const Observed> trace,
             const Label& label);

// The machine's own configuration must be without a mutation.
Distinction
distinguish(const Machine& machine, const Mutant& mutant, const DistinguishOptions& options);

} // namespace pathproof
