// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/facts.hpp"

#include <algorithm>

#include "model/symbolic/processor_time.hpp"
#include "model/symbolic/samples.hpp"

namespace pathproof::symbolic {

namespace {

constexpr unsigned questions_max = 5; // each of them is about hundreds of proposals

class InductivePart {
public:
  InductivePart(Graph& graph, const Recorded& recorded, std::vector<Term> proposals)
      : graph_(graph), recorded_(recorded), left_(std::move(proposals)) {
    for (const Transition& transition : recorded.transitions) {
      next_.emplace_back(graph, recorded.state, transition.next);
    }
  }

  // Drops what this theory refutes; false where it does not know, or not by the deadline.
  bool reduce(const QueryOptions& options, std::chrono::nanoseconds deadline) {
    deadline_ = deadline;
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
      if (processor_time() > deadline_) {
        return false;
      }
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
  std::chrono::nanoseconds deadline_{};
};

// Whether anything in the term is more than a choice between values.
bool reckons(const Graph& graph, Term term) {
  const Node node = graph.node(term);
  const auto any = [&](Term a, Term b) { return reckons(graph, a) || reckons(graph, b); };
  switch (node.op) {
  case Op::constant:
  case Op::variable:
    return false;
  case Op::negation:
    return reckons(graph, node.a);
  case Op::conjunction:
  case Op::disjunction:
  case Op::equal:
    return any(node.a, node.b);
  case Op::choice:
    return reckons(graph, node.condition) || any(node.a, node.b);
  default:
    return true;
  }
}

} // namespace

std::vector<Term> inductive_part(Graph& graph,
                                 const Recorded& recorded,
                                 std::vector<Term> proposals,
                                 const FactOptions& options) {
  InductivePart part(graph, recorded, std::move(proposals));
  // What more than these instances refute is dropped in a second pass, and may take more with it.
  const auto with = [&](Theory theory) {
    return QueryOptions{theory, options.instances, options.timeout_ms, questions_max};
  };
  const auto deadline = processor_time() + options.patience;
  const bool known =
      part.reduce(with(Theory::bits), deadline) && part.reduce(with(Theory::any), deadline);
  return known ? std::move(part).left() : std::vector<Term>();
}

std::vector<Term> facts_about(Graph& graph,
                              const Recorded& recorded,
                              const Machine& machine,
                              const SymbolicModel& model,
                              const Setup& setup,
                              bool detailed) {
  constexpr std::uint64_t states_max = 100'000; // of a sample
  constexpr unsigned longest_ms = 60000;
  Candidates candidates(model.fields(), false);
  const auto choices = combinations(machine.description(), setup);
  for (const auto& variations : choices) {
    const Setup one{.variations = variations, .free = {}, .mutation = {}};
    sample(machine, model, one, {.states_max = states_max / choices.size()}, candidates);
  }
  std::vector<Term> proposals;
  for (const Candidate& one : candidates.simple(detailed)) {
    proposals.push_back(one.term(graph, recorded.state));
  }
  for (std::uint16_t i = 0; i < model.fields().size(); ++i) {
    Term seen = false_term;
    for (const std::uint32_t value : candidates.values_seen(i)) {
      const Term number = graph.number(model.fields()[i].sort.width, value);
      seen = graph.disjunction(seen, graph.equal(recorded.state[i], number));
    }
    if (seen != false_term) {
      proposals.push_back(seen);
    }
  }
  for (const RecordedInvariant& one : recorded.invariants) {
    proposals.push_back(one.holds);
  }
  std::vector<Term> facts = inductive_part(graph, recorded, proposals, {});
  if (facts.empty()) {
    // Wide numbers are added and compared at length. Without that there is something to know too.
    std::erase_if(proposals, [&](Term one) { return reckons(graph, one); });
    facts = inductive_part(graph, recorded, std::move(proposals), {.timeout_ms = longest_ms});
  }
  return facts;
}

} // namespace pathproof::symbolic
