// SPDX-License-Identifier: Apache-2.0
// What is true of every reachable state and needs no search: proposals that keep each other true.
#pragma once

#include <chrono>
#include <vector>

#include "model/symbolic/query.hpp"
#include "model/symbolic/symbolic_model.hpp"

namespace pathproof::symbolic {

struct FactOptions {
  unsigned instances = 3; // of the first pass, with bit-vectors; the second is about any number
  unsigned timeout_ms = 20000;        // of a question
  std::chrono::seconds patience{300}; // processor time in all
};

// The largest part of the proposals that holds initially and, where all of it holds, after every
// rule, with any number of instances. Nothing where the solver does not know, or not in time.
std::vector<Term> inductive_part(Graph& graph,
                                 const Recorded& recorded,
                                 std::vector<Term> proposals,
                                 const FactOptions& options);

// The same of all that samples of the machine show to be simple and true, and of the model's
// invariants. `setup` is that of the recording. `detailed`: about single sockets too.
std::vector<Term> facts_about(Graph& graph,
                              const Recorded& recorded,
                              const Machine& machine,
                              const SymbolicModel& model,
                              const Setup& setup,
                              bool detailed);

} // namespace pathproof::symbolic
