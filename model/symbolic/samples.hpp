// SPDX-License-Identifier: Apache-2.0
// Reachable states of small instances as rows of numbers: what lemmas must not contradict. On the
// way, invariants that do not hold at all are found, with the shortest trace to where they break.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "model/core/machine.hpp"
#include "model/symbolic/candidates.hpp"
#include "model/symbolic/symbolic_model.hpp"

namespace pathproof::symbolic {

// The values of a packed state's fields, in their order.
std::vector<std::uint32_t>
unpack(const std::vector<Field>& fields, unsigned instances, const Packed& state);

Packed
pack(const std::vector<Field>& fields, unsigned instances, std::span<const std::uint32_t> values);

// A violation that was seen.
struct Counterexample {
  Configuration configuration;
  std::vector<Step> trace; // from the initial state
};

struct SampleOptions {
  enum class Extent {
    walks, // what random walks meet: which rules fire
    all,   // every state of few instances too, and which invariants do not hold there
  };
  std::uint64_t states_max = 1'000'000; // of one exploration
  unsigned instances = 0;               // as many, and no other number; 0: a few small numbers
  bool ordered = false;                 // the order of instances makes a difference
  Extent extent = Extent::all;
};

struct Samples {
  std::map<unsigned, Counterexample> violated; // by invariant; the shortest trace found
  std::set<unsigned> fired;                    // rules that were seen to
};

// Every combination of values of the variation points left free, with the others fixed.
std::vector<std::map<std::string, unsigned>> combinations(const ModelDescription& description,
                                                          const Setup& setup);

// Shows states to the candidates, and how their indices can be exchanged.
Samples sample(const Machine& machine,
               const SymbolicModel& model,
               const Setup& setup,
               const SampleOptions& options,
               Candidates& candidates);

} // namespace pathproof::symbolic
