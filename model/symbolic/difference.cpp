// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/difference.hpp"

#include <algorithm>

#include "model/symbolic/processor_time.hpp"

namespace pathproof::symbolic {

namespace {

constexpr unsigned narrow = 3; // bits of a number whose values are few

// How many values a field has that are worth a statement each, or 0.
unsigned few_values(const Field& field) {
  if (field.sort.kind == Sort::Kind::boolean) {
    return 2;
  }
  if (!field.values.empty()) {
    return static_cast<unsigned>(field.values.size());
  }
  const bool few = field.sort.kind == Sort::Kind::number && field.sort.width <= narrow;
  return few ? 1U << field.sort.width : 0;
}

Term constant(Graph& graph, Sort sort, std::uint32_t value) {
  return sort.kind == Sort::Kind::boolean ? truth(value != 0) : graph.number(sort.width, value);
}

} // namespace

// What may be so where a field differs: a condition holds, or whoever makes the difference is one
// of these.
struct Difference::Claim {
  Term condition = false_term;
  Term members = empty_term;
};

Difference::Difference(Graph& graph,
                       const std::vector<Field>& fields,
                       const std::vector<Term>& state,
                       const FieldIndices& differing)
    : graph_(graph), fields_(fields), state_(state), differing_(differing), other_(state) {
  for (const std::size_t i : differing_) {
    other_[i] = graph_.variable("other." + fields_[i].name, fields_[i].sort);
  }
  for (const std::size_t i : differing_) {
    propose(i);
  }
}

Term Difference::apart() const {
  Term apart = false_term;
  for (const std::size_t i : differing_) {
    apart = graph_.disjunction(apart, graph_.negation(graph_.equal(state_[i], other_[i])));
  }
  return apart;
}

std::vector<Difference::Claim> Difference::claims() const {
  std::vector<Claim> made;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].sort.kind == Sort::Kind::set) {
      made.push_back({.members = state_[i]});
      made.push_back({.members = graph_.without(everyone_term, state_[i])});
      made.push_back({.condition = graph_.none(state_[i])});
      made.push_back({.condition = graph_.negation(graph_.none(state_[i]))});
    }
    for (std::uint32_t value = 0; value < few_values(fields_[i]); ++value) {
      const Term here = graph_.equal(state_[i], constant(graph_, fields_[i].sort, value));
      made.push_back({.condition = graph_.negation(here)});
    }
  }
  return made;
}

void Difference::propose(std::size_t field) {
  const Term right = state_[field];
  const Term wrong = other_[field];
  const Term same = graph_.equal(right, wrong);
  const Sort sort = fields_[field].sort;
  std::vector<Term> regions; // who makes the difference
  if (sort.kind == Sort::Kind::set) {
    regions = {graph_.without(right, wrong), graph_.without(wrong, right)};
  } else if (const unsigned values = few_values(fields_[field]); values != 0) {
    for (std::uint32_t a = 0; a < values; ++a) {
      for (std::uint32_t b = 0; b < values; ++b) {
        const Term side_by_side =
            graph_.conjunction(graph_.equal(right, constant(graph_, sort, a)),
                               graph_.equal(wrong, constant(graph_, sort, b)));
        known_.push_back(a == b ? true_term : graph_.negation(side_by_side));
      }
    }
  } else {
    known_.push_back(graph_.negation(graph_.less(right, wrong)));
    known_.push_back(graph_.negation(graph_.less(wrong, right)));
  }
  for (const Term region : regions) {
    known_.push_back(graph_.none(region));
  }
  for (const Claim& claim : claims()) {
    if (regions.empty()) {
      known_.push_back(graph_.disjunction(same, claim.condition));
    }
    for (const Term region : regions) {
      known_.push_back(graph_.disjunction(claim.condition, graph_.within(region, claim.members)));
    }
  }
  std::sort(known_.begin(), known_.end());
  known_.erase(std::unique(known_.begin(), known_.end()), known_.end());
  std::erase(known_, true_term);
}

bool Difference::reduce(Query& query,
                        const std::vector<Step>& steps,
                        std::chrono::nanoseconds deadline,
                        const std::function<bool()>& is_hopeless) {
  std::vector<Term> variables = state_;
  variables.insert(variables.end(), other_.begin(), other_.end());
  std::vector<Substitution> after;
  for (const Step& step : steps) {
    std::vector<Term> values = step.right;
    values.insert(values.end(), step.wrong.begin(), step.wrong.end());
    after.emplace_back(graph_, variables, values);
  }
  std::size_t unchanged = 0;
  for (std::size_t t = 0; unchanged < steps.size(); t = (t + 1) % steps.size()) {
    const std::size_t before = known_.size();
    while (true) {
      Term broken = false_term;
      for (const Term one : known_) {
        if (const Term then = after[t](one); then != one) {
          broken = graph_.disjunction(broken, graph_.negation(then));
        }
      }
      if (broken == false_term) {
        break;
      }
      if (processor_time() > deadline) {
        return false;
      }
      std::vector<Term> terms = known_;
      terms.push_back(steps[t].guard);
      terms.push_back(broken);
      const Answer answer = query.check(terms);
      if (answer.outcome == Outcome::unknown) {
        return false;
      }
      if (answer.outcome == Outcome::unsatisfiable) {
        break;
      }
      Evaluation evaluate = evaluation_in(graph_, answer.structure);
      std::erase_if(known_, [&](Term one) { return evaluate(after[t](one)) == 0; });
    }
    unchanged = known_.size() == before ? unchanged + 1 : 0;
    if (t + 1 == steps.size() && is_hopeless()) {
      return false;
    }
  }
  return true;
}

} // namespace pathproof::symbolic
