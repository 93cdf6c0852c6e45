// SPDX-License-Identifier: Apache-2.0
// Proofs that a changed rule text behaves like the right one, for any number of instances, with the
// machine's values of the variation points, and whichever those have that are left free.
//
// Either its rules do the same in every state; or what they do differently touches fields only
// whose difference nobody can notice, seen from the role whose fault it is: it does the same
// itself, and can follow all that others do. Where and how they can differ is found by machine
// (difference.hpp).
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "model/symbolic/prover.hpp"

namespace pathproof::symbolic {

class EquivalenceProver {
public:
  // What is known of reachable states is found for the first mutation, and helps with all of them.
  // Machine and model must outlive it. `detailed`: facts about single sockets too, which takes too
  // long in a large model. `free` are names of variation points.
  EquivalenceProver(const Machine& machine,
                    const SymbolicModel& model,
                    bool detailed = true,
                    std::set<std::string> free = {});
  ~EquivalenceProver();
  EquivalenceProver(const EquivalenceProver&) = delete;
  EquivalenceProver& operator=(const EquivalenceProver&) = delete;

  // The proof in one phrase, or nothing. `is_refuted` is asked where the model's invariants do not
  // suffice, before more is sought, which takes long.
  std::string operator()(const Mutation& mutation,
                         const std::function<bool()>& is_refuted = nullptr);

  // The same where the mutation changes nothing in the text of these choices; which is soon seen.
  std::string by_text(const Mutation& mutation);

private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

} // namespace pathproof::symbolic
