// SPDX-License-Identifier: Apache-2.0
// Why a mutant cannot be told from a conforming implementation.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "conformance/mutants/mutants.hpp"
#include "conformance/suite.hpp"

namespace pathproof::symbolic {
class EquivalenceProver;
}

namespace pathproof::runner {

// Finds proofs for the mutants of one protocol; several threads may ask.
class Equivalence {
public:
  explicit Equivalence(const Protocol& protocol);
  ~Equivalence();
  Equivalence(const Equivalence&) = delete;
  Equivalence& operator=(const Equivalence&) = delete;

  // The proof in one phrase, or nothing when there is none; with what the kit plays by default, and
  // whatever its cases want of an implementation of that role, or it leaves open. The solver shows
  // that the mutant's rules do the same as the right ones, in all parts of the model that judges
  // that have the rule or, where that fails, in the whole of it; or every conversation with the
  // mutant was walked in those parts, and all of it was permitted.
  std::string operator()(const Mutant& mutant);

private:
  using Choices = std::map<std::string, unsigned>; // of variation points; others are left open
  struct Prover;

  std::vector<Choices> choices_for(unsigned role) const;
  Prover& prover_of(std::size_t machine, const Choices& choices);
  std::string with(const Choices& choices, const Mutant& mutant);
  std::string
  by_proof(std::size_t machine, const Choices& choices, const Mutant& mutant, bool by_text = false);

  const Protocol& protocol_;
  std::mutex mutex_;                                          // of the map
  std::map<std::pair<std::size_t, Choices>, Prover> provers_; // by machine, and how it judges
};

} // namespace pathproof::runner
