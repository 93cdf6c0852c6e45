// SPDX-License-Identifier: Apache-2.0
// What is so of two states wherever they are not the same: those that the right model and a mutant
// have come to by the same steps. Nobody has to think of it. Of each field that may differ it is
// said in every way that is known who may be in one of both and not in the other, where in the
// protocol, which values stand side by side, and which is the greater; what a step breaks is
// dropped. What is left is the most that can be known of this form.
#pragma once

#include <chrono>
#include <functional>
#include <set>
#include <vector>

#include "model/symbolic/query.hpp"
#include "model/symbolic/symbolic_model.hpp"

namespace pathproof::symbolic {

using FieldIndices = std::set<std::size_t>; // into the state

class Difference {
public:
  // A step that both take: where, and what each field is afterwards, in the one and the other.
  struct Step {
    Term guard;
    std::vector<Term> right;
    std::vector<Term> wrong;
  };

  // `state` are the variables of the right model's state.
  Difference(Graph& graph,
             const std::vector<Field>& fields,
             const std::vector<Term>& state,
             const FieldIndices& differing);

  // The mutant's state: variables of its own for fields that may differ.
  const std::vector<Term>& other_state() const { return other_; }

  // Any of the fields differs.
  Term apart() const;

  // Drops what a step refutes; false where the solver or the deadline leaves that open, or where
  // what is known would not be enough even now, which is asked again and again.
  bool reduce(Query& query,
              const std::vector<Step>& steps,
              std::chrono::nanoseconds deadline,
              const std::function<bool()>& is_hopeless);

  // What is left.
  const std::vector<Term>& known() const { return known_; }

private:
  struct Claim;

  void propose(std::size_t field);
  std::vector<Claim> claims() const;

  Graph& graph_;
  const std::vector<Field>& fields_;
  const std::vector<Term>& state_;
  FieldIndices differing_;
  std::vector<Term> other_;
  std::vector<Term> known_;
};

} // namespace pathproof::symbolic
