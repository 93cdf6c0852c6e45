// SPDX-License-Identifier: Apache-2.0
// Why a mutant cannot be told from a conforming implementation.
#pragma once

#include <string>

#include "conformance/mutants/mutants.hpp"
#include "conformance/suite.hpp"

namespace pathproof::runner {

class Equivalence {
public:
  explicit Equivalence(const Protocol& protocol) : protocol_(protocol) {}

  // The proof in one phrase, or nothing when there is none: every conversation with the mutant was
  // walked in every model of the protocol that has the rule, and all of them were permitted.
  std::string operator()(const Protocol& protocol, const Mutant& mutant) const;

private:
  const Protocol& protocol_;
};

} // namespace pathproof::runner
