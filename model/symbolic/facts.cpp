// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/facts.hpp"

#include <algorithm>

namespace pathproof::symbolic {

namespace {

class InductivePart {
public:
  InductivePart(Graph& graph, const Recorded& recorded, std::vector<Term> proposals)
      : graph_(graph), recorded_(recorded), left_(std::move(proposals)) {
    for (const Transition& transition : recorded.transitions) {
      next_.emplace_back(graph, recorded.state, transition.next);
    }
  }

  // Drops what this theory refutes; false where it does not know.
  bool reduce(const QueryOptions& options) {
    Query query(graph_, options);
    for (const std::vector<Term>* terms : {&recorded_.ranges, &recorded_.assumptions}) {
      for (const Term term : *terms) {
        query.add(term);
      }
    }
    Substitution initial(graph_, recorded_.state, recorded_.initial);
    if (!keep_true(query, {}, initial)) {
      return false;
    }
    std::size_t unchanged = 0;
    for (std::size_t t = 0; unchanged < next_.size(); t = (t + 1) % next_.size()) {
      const Transition& transition = recorded_.transitions[t];
      const std::size_t before = left_.size();
      const Term guard =
          graph_.conjunction(graph_.conjunction(transition.conditions), transition.permitted);
      if (!keep_true(query, {guard}, next_[t])) {
        return false;
      }
      unchanged = left_.size() == before ? unchanged + 1 : 0;
    }
    return true;
  }

  std::vector<Term> left() && { return std::move(left_); }

private:
  // Drops proposals until all that are left are true after the step.
  bool keep_true(Query& query, const std::vector<Term>& guard, Substitution& after) {
    while (true) {
      std::vector<Term> terms = guard;
      Term broken = false_term;
      for (const Term one : left_) {
        if (!guard.empty()) {
          terms.push_back(one);
        }
        broken = graph_.disjunction(broken, graph_.negation(after(one)));
      }
      terms.push_back(broken);
      const Answer answer = query.check(terms);
      if (answer.outcome != Outcome::satisfiable) {
        return answer.outcome == Outcome::unsatisfiable;
      }
      Evaluation evaluate = evaluation_in(graph_, answer.structure);
      std::erase_if(left_, [&](Term one) { return evaluate(after(one)) == 0; });
    }
  }

  Graph& graph_;
  const Recorded& recorded_;
  std::vector<Term> left_;
  std::vector<Substitution> next_; // by transition
};

} // namespace

std::vector<Term> inductive_part(Graph& graph,
                                 const Recorded& recorded,
                                 std::vector<Term> proposals,
                                 const FactOptions& options) {
  InductivePart part(graph, recorded, std::move(proposals));
  // What more than these instances refute is dropped in a second pass, and may take more with it.
  const bool known = part.reduce({Theory::bits, options.instances, options.timeout_ms}) &&
                     part.reduce({Theory::any, options.instances, options.timeout_ms});
  return known ? std::move(part).left() : std::vector<Term>();
}

} // namespace pathproof::symbolic
