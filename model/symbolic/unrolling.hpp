// SPDX-License-Identifier: Apache-2.0
// Bounded proof: all runs of at most so many steps at once, as one formula.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/symbolic/induction.hpp"

namespace pathproof::symbolic {

struct BoundedAnswer {
  // unsatisfiable: nothing in question is violated within `depth` steps.
  Outcome outcome = Outcome::unknown;
  unsigned depth = 0;                    // steps looked at without a violation
  std::vector<FoundStep> trace;          // of satisfiable: to a shortest violation
  std::vector<unsigned> violated;        // of satisfiable: invariants violated at its end
  std::vector<std::uint32_t> parameters; // of satisfiable: values of the variation points
  std::string reason;                    // of unknown
};

// Looks for a run from the initial state, with no more than `depth` steps, to a state where one of
// these invariants (indices into ModelDescription::invariants) does not hold.
BoundedAnswer unroll(Graph& graph,
                     const Recorded& recorded,
                     const std::vector<unsigned>& invariants,
                     unsigned depth,
                     const QueryOptions& options);

} // namespace pathproof::symbolic
