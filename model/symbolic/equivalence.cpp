// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/equivalence.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "model/symbolic/samples.hpp"
#include "model/symbolic/symmetry.hpp"

namespace pathproof::symbolic {

namespace {
using Fields = std::set<std::size_t>; // indices into the state

constexpr unsigned instances = 3;
constexpr unsigned timeout_ms = 20000;

Term guard_of(Graph& graph, const Transition& transition) {
  return graph.conjunction(graph.conjunction(transition.conditions), transition.permitted);
}
} // namespace

class EquivalenceProver::Implementation {
public:
  Implementation(const Machine& machine, const SymbolicModel& model, unsigned search_ms)
      : machine_(machine), model_(model), right_(model.record(graph_, machine.description(), {})) {
    Candidates candidates(model.fields(), false);
    const Samples samples = sample(machine, model, {}, {}, candidates);
    const auto larger = machine.configured({.instances = 5, .variations = {}, .mutation = {}});
    candidates.rename_by(find_renamings(*larger, candidates, model.fields()));
    Induction induction(graph_,
                        right_,
                        {},
                        candidates,
                        {.instances = instances, .timeout_ms = timeout_ms, .search_ms = search_ms});
    std::set<unsigned> violated;
    for (const auto& [invariant, counterexample] : samples.violated) {
      violated.insert(invariant);
    }
    induction.search_in_turn(machine.description(), violated, search_ms);
    induction.confirm(Theory::any);
    facts_ = induction.facts();
  }

  std::string prove(const Mutation& mutation) {
    if (mutation.what == Mutation::Operator::wrong_argument ||
        mutation.what == Mutation::Operator::planted) {
      return {};
    }
    Setup setup;
    setup.mutation = mutation;
    const Recorded wrong = model_.record(graph_, machine_.description(), setup);
    Fields differing;
    for (std::size_t t = 0; t < right_.transitions.size(); ++t) {
      if (!compare(right_.transitions[t], wrong.transitions[t], differing)) {
        return {};
      }
    }
    if (differing.empty()) {
      return "does the same as the right rule, with any number of instances";
    }
    return dead(wrong, differing)
               ? "differs in what nobody reads before it is written again, with any number of "
                 "instances"
               : std::string();
  }

private:
  // Where nothing but facts, and these terms, is known. Both theories must agree.
  bool impossible(const std::vector<Term>& terms) {
    for (const Theory theory : {Theory::bits, Theory::any}) {
      if (query(theory).check(terms).outcome != Outcome::unsatisfiable) {
        return false;
      }
    }
    return true;
  }

  Query& query(Theory theory) {
    std::unique_ptr<Query>& made = queries_[theory == Theory::any ? 1 : 0];
    if (!made) {
      made = std::make_unique<Query>(graph_, QueryOptions{theory, instances, timeout_ms});
      for (const std::vector<Term>& terms : {facts_, right_.ranges, right_.assumptions}) {
        for (const Term term : terms) {
          made->add(term);
        }
      }
    }
    return *made;
  }

  Term different(Term a, Term b) { return graph_.negation(graph_.equal(a, b)); }

  // True if guard and label are the same wherever the facts hold; adds fields that are not.
  bool compare(const Transition& right, const Transition& wrong, Fields& differing) {
    const Term guard = guard_of(graph_, right);
    const Term other = guard_of(graph_, wrong);
    if (guard != other && !impossible({different(guard, other)})) {
      return false;
    }
    for (std::size_t i = 0; i < right.shown.size(); ++i) {
      const Term term = different(right.shown[i], wrong.shown[i]);
      if (term != false_term && !impossible({guard, term})) {
        return false;
      }
    }
    for (std::size_t i = 0; i < right.next.size(); ++i) {
      const Term term = different(right.next[i], wrong.next[i]);
      if (term != false_term && !impossible({guard, term})) {
        differing.insert(i);
      }
    }
    return true;
  }

  // Where in the protocol a state is, as far as its plain fields say.
  Fields place_fields(const Fields& without) const {
    Fields place;
    for (std::size_t i = 0; i < model_.fields().size(); ++i) {
      const Field& field = model_.fields()[i];
      const bool plain = field.sort.kind == Sort::Kind::boolean || !field.values.empty();
      if (plain && field.first < 0 && !without.contains(i)) {
        place.insert(i);
      }
    }
    return place;
  }

  // One question of the proof that the fields are dead: terms that must be impossible together.
  struct Obligation {
    bool entry = false; // out of a state that both share
    std::vector<Term> terms;
  };

  bool dead(const Recorded& wrong, const Fields& fields) {
    const Fields place = place_fields(fields);
    std::vector<Term> other_state = right_.state;
    for (const std::size_t i : fields) {
      other_state[i] = graph_.variable("other." + model_.fields()[i].name, model_.fields()[i].sort);
    }
    Term excluded = false_term; // places where the fields are not dead
    constexpr int rounds_max = 400;
    for (int round = 0; round < rounds_max; ++round) {
      bool again = false;
      for (const Obligation& one : obligations(wrong, fields, other_state, excluded)) {
        const Answer answer = query(Theory::bits).check(one.terms);
        if (answer.outcome == Outcome::unsatisfiable) {
          continue;
        }
        if (one.entry || answer.outcome == Outcome::unknown) {
          return false;
        }
        excluded = graph_.disjunction(excluded, place_term(place, answer.structure));
        again = true;
        break;
      }
      if (!again) {
        const auto all = obligations(wrong, fields, other_state, excluded);
        return std::all_of(all.begin(), all.end(), [&](const Obligation& one) {
          return query(Theory::any).check(one.terms).outcome == Outcome::unsatisfiable;
        });
      }
    }
    return false;
  }

  Term place_term(const Fields& place, const Structure& structure) {
    Term here = true_term;
    for (const std::size_t i : place) {
      const Term variable = right_.state[i];
      const Node node = graph_.node(variable);
      const std::uint32_t value = structure.values[node.value];
      const Term constant = node.sort.kind == Sort::Kind::boolean
                                ? truth(value != 0)
                                : graph_.number(node.sort.width, value);
      here = graph_.conjunction(here, graph_.equal(variable, constant));
    }
    return here;
  }

  std::vector<Obligation> obligations(const Recorded& wrong,
                                      const Fields& fields,
                                      const std::vector<Term>& other_state,
                                      Term excluded) {
    std::vector<Obligation> made;
    const Term dead_here = graph_.negation(excluded);
    for (std::size_t t = 0; t < right_.transitions.size(); ++t) {
      const Transition& one = right_.transitions[t];
      const Transition& other = wrong.transitions[t];
      Substitution elsewhere(graph_, right_.state, other_state);
      Substitution after(graph_, right_.state, one.next);
      const Term guard = guard_of(graph_, one);
      // What the two would do that others can see, or that is not dead.
      Term seen = false_term;
      Term entering = false_term;
      Term still = false_term;
      for (std::size_t i = 0; i < one.shown.size(); ++i) {
        seen = graph_.disjunction(seen, different(one.shown[i], elsewhere(other.shown[i])));
      }
      for (std::size_t i = 0; i < one.next.size(); ++i) {
        if (fields.contains(i)) {
          still = graph_.disjunction(still, different(one.next[i], elsewhere(other.next[i])));
          entering = graph_.disjunction(entering, different(one.next[i], other.next[i]));
        } else {
          seen = graph_.disjunction(seen, different(one.next[i], elsewhere(other.next[i])));
        }
      }
      const Term dead_after = graph_.negation(after(excluded));
      const Term guards = different(guard, elsewhere(guard_of(graph_, other)));
      add(made, false, {dead_here, guards});
      add(made, false, {dead_here, guard, seen});
      add(made, false, {dead_here, guard, still, graph_.negation(dead_after)});
      add(made, true, {guard, entering, graph_.negation(dead_after)});
    }
    return made;
  }

  static void add(std::vector<Obligation>& all, bool entry, std::vector<Term> terms) {
    if (std::find(terms.begin(), terms.end(), false_term) == terms.end()) {
      all.push_back({entry, std::move(terms)});
    }
  }

  const Machine& machine_;
  const SymbolicModel& model_;
  Graph graph_;
  Recorded right_;
  std::vector<Term> facts_;
  std::unique_ptr<Query> queries_[2];
};

EquivalenceProver::EquivalenceProver(const Machine& machine,
                                     const SymbolicModel& model,
                                     unsigned search_ms)
    : implementation_(std::make_unique<Implementation>(machine, model, search_ms)) {}

EquivalenceProver::~EquivalenceProver() = default;

std::string EquivalenceProver::operator()(const Mutation& mutation) {
  return implementation_->prove(mutation);
}

} // namespace pathproof::symbolic
