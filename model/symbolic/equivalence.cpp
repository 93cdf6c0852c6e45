// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/equivalence.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "model/symbolic/facts.hpp"
#include "model/symbolic/processor_time.hpp"

namespace pathproof::symbolic {

namespace {
using Fields = std::set<std::size_t>; // indices into the state

constexpr unsigned instances = 3;
constexpr unsigned timeout_ms = 60000;
constexpr std::chrono::seconds patience{10}; // for one mutation

Term guard_of(Graph& graph, const Transition& transition) {
  return graph.conjunction(graph.conjunction(transition.conditions), transition.permitted);
}
} // namespace

class EquivalenceProver::Implementation {
public:
  Implementation(const Machine& machine, const SymbolicModel& model, bool detailed)
      : machine_(machine), model_(model), right_(model.record(graph_, machine.description(), {})),
        facts_(facts_about(graph_, right_, machine, model, detailed)) {}

  std::string prove(const Mutation& mutation) {
    if (mutation.what == Mutation::Operator::planted) {
      return {};
    }
    role_ = machine_.description().kinds[machine_.description().rules[mutation.rule].kind].role;
    pairs_.clear();
    does_less_ = false;
    Fields differing;
    if (!(mutation.what == Mutation::Operator::wrong_argument ? take_for_others(mutation, differing)
                                                              : match(mutation, differing))) {
      return {};
    }
    if (differing.empty()) {
      return does_less_ ? "does less than the right rule, which nobody can notice, with any number "
                          "of instances and the default choices"
                        : "does the same as the right rule, with any number of instances and the "
                          "default choices";
    }
    // What is known of numbers that differ: nothing or, if that is not enough, which is smaller.
    falls_ = false;
    bool unnoticed = dead(differing);
    if (!unnoticed) {
      falls_ = true;
      unnoticed = dead(differing);
    }
    return unnoticed ? "differs in what nobody can notice, with any number of instances and the "
                       "default choices"
                     : std::string();
  }

private:
  // Each transition beside what the mutant makes of it; false where somebody would notice at once.
  bool match(const Mutation& mutation, Fields& differing) {
    Setup setup;
    setup.mutation = mutation;
    rights_ = right_.transitions;
    wrongs_ = model_.record(graph_, machine_.description(), setup).transitions;
    for (std::size_t t = 0; t < rights_.size(); ++t) {
      if (!compare(rights_[t], wrongs_[t], differing)) {
        return false;
      }
    }
    return true;
  }

  // A wrong argument makes the label that of another transition, which might have happened instead:
  // the two stand side by side. What the mutant should have shown it leaves undone.
  bool take_for_others(const Mutation& mutation, Fields& differing) {
    if (machine_.description().rules[mutation.rule].duty == Duty::must) {
      return false;
    }
    rights_.clear();
    wrongs_.clear();
    for (const Transition& one : right_.transitions) {
      if (one.rule != mutation.rule) {
        rights_.push_back(one);
        wrongs_.push_back(one);
        continue;
      }
      Transition lie = one;
      Term& shown = lie.shown[mutation.detail];
      if (graph_.node(shown).op != Op::constant) {
        return false;
      }
      const LabelKind& kind = machine_.description().kinds[one.kind];
      shown = graph_.number(graph_.node(shown).sort.width,
                            wrong_value(kind.arguments[mutation.detail], graph_.node(shown).value));
      const auto taken_for = std::find_if(
          right_.transitions.begin(), right_.transitions.end(), [&](const auto& other) {
            return other.kind == one.kind && !other.chooses && !other.planted &&
                   is_permitted(lie, other);
          });
      if (taken_for == right_.transitions.end()) {
        return false;
      }
      differ(*taken_for, lie, differing);
      rights_.push_back(*taken_for);
      wrongs_.push_back(std::move(lie));
    }
    return true;
  }

  // Whatever the lie shows, the other transition might show.
  bool is_permitted(const Transition& lie, const Transition& other) {
    const Term guard = guard_of(graph_, lie);
    if (!impossible({guard, graph_.negation(guard_of(graph_, other))})) {
      return false;
    }
    for (std::size_t i = 0; i < lie.shown.size(); ++i) {
      const Term same = same_argument(lie.shown[i], other.shown[i]);
      if (graph_.node(lie.shown[i]).op != Op::constant ||
          graph_.node(other.shown[i]).op != Op::constant ||
          !impossible({guard, graph_.negation(same)})) {
        return false;
      }
    }
    return true;
  }

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
      if (may_be_left(right, wrong)) {
        does_less_ = true;
      } else if (!is_anothers(right, wrong)) {
        return false;
      }
    }
    for (std::size_t i = 0; i < right.shown.size(); ++i) {
      const Term term = different(right.shown[i], wrong.shown[i]);
      if (term != false_term && !impossible({guard, other, term})) {
        return false;
      }
    }
    differ(right, wrong, differing);
    return true;
  }

  // Whether the mutant does so only where it should, and where it does not, need not, or goes on to
  // do another thing.
  bool may_be_left(const Transition& right, const Transition& wrong) {
    const Term guard = guard_of(graph_, right);
    const Term other = guard_of(graph_, wrong);
    if (machine_.description().kinds[right.kind].role != role_ ||
        !impossible({other, graph_.negation(guard)})) {
      return false;
    }
    return machine_.description().rules[right.rule].duty == Duty::may ||
           impossible({guard, graph_.negation(other), graph_.negation(speaks())});
  }

  // Whether the mutant does all that it should, and what it does beyond that another rule does.
  bool is_anothers(const Transition& right, const Transition& wrong) {
    const Term guard = guard_of(graph_, right);
    const Term beyond = graph_.conjunction(guard_of(graph_, wrong), graph_.negation(guard));
    if (machine_.description().kinds[right.kind].role != role_ ||
        !impossible({guard, graph_.negation(guard_of(graph_, wrong))})) {
      return false;
    }
    return std::any_of(rights_.begin(), rights_.end(), [&](const Transition& other) {
      Term differs = graph_.negation(guard_of(graph_, other));
      for (std::size_t i = 0; other.kind == wrong.kind && i < wrong.shown.size(); ++i) {
        const Term same = same_argument(wrong.shown[i], other.shown[i]);
        differs = graph_.disjunction(differs, graph_.negation(same));
      }
      for (std::size_t i = 0; i < wrong.next.size(); ++i) {
        differs = graph_.disjunction(differs, different(wrong.next[i], other.next[i]));
      }
      return other.kind == wrong.kind && !other.chooses && !other.planted &&
             impossible({beyond, differs});
    });
  }

  // Whether the mutant can show anything of its own.
  Term speaks() {
    Term any = false_term;
    for (const Transition& one : wrongs_) {
      if (machine_.description().kinds[one.kind].role == role_) {
        any = graph_.disjunction(any, guard_of(graph_, one));
      }
    }
    return any;
  }

  // Adds the fields that the two make differ.
  void differ(const Transition& right, const Transition& wrong, Fields& differing) {
    const Term guard = guard_of(graph_, wrong);
    for (std::size_t i = 0; i < right.next.size(); ++i) {
      const Term term = different(right.next[i], wrong.next[i]);
      if (term != false_term && !impossible({guard, term})) {
        differing.insert(i);
      }
    }
  }

  // Where in the protocol a state is, as far as its plain fields say.
  Fields place_fields() const {
    Fields place;
    for (std::size_t i = 0; i < model_.fields().size(); ++i) {
      const Field& field = model_.fields()[i];
      const bool plain = field.sort.kind == Sort::Kind::boolean || !field.values.empty();
      if (plain && field.first < 0) {
        place.insert(i);
      }
    }
    return place;
  }

  // One question of the proof: terms that must be impossible together.
  struct Obligation {
    enum class About {
      entry, // the two part at a place where they must not differ
      place, // what differs is noticed, or goes on to a place where it would be
      pair,  // a field takes two values that were not yet seen side by side
    };
    About about = About::place;
    std::vector<Term> terms;
    std::size_t field = 0;        // of pair
    std::array<Term, 2> values{}; // of pair: what the two make of the field
  };

  using About = Obligation::About;

  // Whether the mutant's number is said to be no greater.
  bool falls(std::size_t field) const {
    return falls_ && model_.fields()[field].sort.kind == Sort::Kind::number;
  }

  // Fields with few values: which of them were seen side by side.
  static bool is_small(const Field& field) {
    return field.sort.kind == Sort::Kind::boolean || !field.values.empty();
  }

  bool dead(const Fields& fields) {
    const Fields place = place_fields();
    std::vector<Term> other_state = right_.state;
    for (const std::size_t i : fields) {
      other_state[i] = graph_.variable("other." + model_.fields()[i].name, model_.fields()[i].sort);
    }
    Term excluded = false_term; // places where what differs would be noticed
    const auto deadline = processor_time() + patience;
    while (true) {
      bool again = false;
      for (const Obligation& one : obligations(fields, other_state, excluded)) {
        if (processor_time() > deadline) {
          return false;
        }
        const Answer answer = query(Theory::bits).check(one.terms);
        if (answer.outcome == Outcome::unsatisfiable) {
          continue;
        }
        if (one.about == About::entry || answer.outcome == Outcome::unknown) {
          return false;
        }
        if (one.about == About::pair) {
          pairs_[one.field].insert(values_of(one, answer.structure));
        } else {
          excluded = graph_.disjunction(excluded, place_term(place, answer.structure));
        }
        again = true;
        break;
      }
      if (!again) {
        const auto all = obligations(fields, other_state, excluded);
        return std::all_of(all.begin(), all.end(), [&](const Obligation& one) {
          return query(Theory::any).check(one.terms).outcome == Outcome::unsatisfiable;
        });
      }
    }
  }

  std::pair<std::uint32_t, std::uint32_t> values_of(const Obligation& one,
                                                    const Structure& structure) const {
    Evaluation evaluate = evaluation_in(graph_, structure);
    return {evaluate(one.values[0]), evaluate(one.values[1])};
  }

  Term constant(Sort sort, std::uint32_t value) {
    return sort.kind == Sort::Kind::boolean ? truth(value != 0) : graph_.number(sort.width, value);
  }

  // The two values of a small field are the same, or were seen side by side.
  Term related(std::size_t field, Term right, Term wrong) {
    Term related = graph_.equal(right, wrong);
    const Sort sort = model_.fields()[field].sort;
    for (const auto& [one, other] : pairs_[field]) {
      related = graph_.disjunction(related,
                                   graph_.conjunction(graph_.equal(right, constant(sort, one)),
                                                      graph_.equal(wrong, constant(sort, other))));
    }
    return related;
  }

  Term place_term(const Fields& place, const Structure& structure) {
    Term here = true_term;
    for (const std::size_t i : place) {
      const Term variable = right_.state[i];
      const Node node = graph_.node(variable);
      const Term value = constant(node.sort, structure.values[node.value]);
      here = graph_.conjunction(here, graph_.equal(variable, value));
    }
    return here;
  }

  std::vector<Obligation>
  obligations(const Fields& fields, const std::vector<Term>& other_state, Term excluded) {
    std::vector<Obligation> made;
    Term dead_here = graph_.negation(excluded);
    const Term silent = graph_.negation(Substitution(graph_, right_.state, other_state)(speaks()));
    for (const std::size_t i : fields) {
      if (is_small(model_.fields()[i])) {
        dead_here = graph_.conjunction(dead_here, related(i, right_.state[i], other_state[i]));
      } else if (falls(i)) {
        const Term rises = graph_.less(right_.state[i], other_state[i]);
        dead_here = graph_.conjunction(dead_here, graph_.negation(rises));
      }
    }
    for (std::size_t t = 0; t < rights_.size(); ++t) {
      const Transition& one = rights_[t];
      const Transition& other = wrongs_[t];
      Substitution elsewhere(graph_, right_.state, other_state);
      Substitution after(graph_, right_.state, one.next);
      const Term guard_here = guard_of(graph_, one);
      const Term guard_both = graph_.conjunction(guard_here, guard_of(graph_, other));
      const Term other_guard = elsewhere(guard_of(graph_, other));
      // What others do is for the implementation to follow; whether it would have permitted more
      // shows nowhere, unless it takes one thing for another. What it merely may do itself it may
      // leave undone, and of what it must do one thing is enough.
      const bool own = machine_.description().kinds[one.kind].role == role_;
      const bool must = machine_.description().rules[one.rule].duty == Duty::must;
      const Term more = graph_.conjunction(other_guard, graph_.negation(guard_here));
      const Term less = graph_.conjunction(guard_here, graph_.negation(other_guard));
      const Term seen = !own   ? less
                        : must ? graph_.disjunction(more, graph_.conjunction(less, silent))
                               : more;
      const Term guard = graph_.conjunction(guard_here, other_guard);
      Term entering = false_term;
      Term still = false_term;
      Term noticed = false_term;
      for (std::size_t i = 0; i < one.shown.size(); ++i) {
        noticed = graph_.disjunction(noticed, different(one.shown[i], elsewhere(other.shown[i])));
      }
      for (std::size_t i = 0; i < one.next.size(); ++i) {
        if (fields.contains(i)) {
          still = graph_.disjunction(still, different(one.next[i], elsewhere(other.next[i])));
          entering = graph_.disjunction(entering, different(one.next[i], other.next[i]));
        } else {
          noticed = graph_.disjunction(noticed, different(one.next[i], elsewhere(other.next[i])));
        }
      }
      const Term dead_after = graph_.negation(after(excluded));
      for (const std::size_t i : fields) {
        if (is_small(model_.fields()[i])) {
          pair(made, i, {guard_both, one.next[i], other.next[i]}, true_term);
          pair(made, i, {guard, one.next[i], elsewhere(other.next[i])}, dead_here);
        } else if (falls(i)) {
          const Term later = graph_.less(one.next[i], elsewhere(other.next[i]));
          add(made, About::entry, {guard_both, graph_.less(one.next[i], other.next[i])});
          add(made, About::entry, {dead_here, guard, later});
        }
      }
      add(made, About::place, {dead_here, seen});
      add(made, About::place, {dead_here, guard, noticed});
      add(made, About::place, {dead_here, guard, still, graph_.negation(dead_after)});
      add(made, About::entry, {guard_both, entering, graph_.negation(dead_after)});
      if (!own) {
        mistakes(made, t, elsewhere, {dead_here, guard_here});
      }
    }
    return made;
  }

  // What others show could be taken for another rule's doing, which would not have shown it.
  void mistakes(std::vector<Obligation>& all,
                std::size_t shown_by,
                Substitution& elsewhere,
                const std::array<Term, 2>& where) {
    const Transition& one = rights_[shown_by];
    for (std::size_t u = 0; u < rights_.size(); ++u) {
      const Transition& taken_for = rights_[u];
      const Term guard = guard_of(graph_, taken_for);
      const Term other_guard = elsewhere(guard_of(graph_, wrongs_[u]));
      if (u == shown_by || taken_for.kind != one.kind || other_guard == guard) {
        continue;
      }
      Term alike = true_term;
      for (std::size_t i = 0; i < one.shown.size(); ++i) {
        alike =
            graph_.conjunction(alike, same_argument(one.shown[i], elsewhere(wrongs_[u].shown[i])));
      }
      add(all, About::place, {where[0], where[1], alike, other_guard, graph_.negation(guard)});
    }
  }

  // Two rules that show the same kind of label may give a constant in another width. What cannot
  // be compared may be the same.
  Term same_argument(Term a, Term b) {
    if (graph_.node(a).op == Op::constant) {
      std::swap(a, b);
    }
    const Node one = graph_.node(a);
    const Node other = graph_.node(b);
    if (one.sort == other.sort) {
      return graph_.equal(a, b);
    }
    if (other.op != Op::constant) {
      return true_term;
    }
    if (one.op == Op::constant) {
      return truth(one.value == other.value);
    }
    return (other.value >> one.sort.width) != 0
               ? false_term
               : graph_.equal(a, graph_.number(one.sort.width, other.value));
  }

  // Guard, and the two new values of a field that must be related.
  void pair(std::vector<Obligation>& all,
            std::size_t field,
            const std::array<Term, 3>& guard_and_values,
            Term where) {
    const auto [guard, right, wrong] = guard_and_values;
    const Term strange = graph_.negation(related(field, right, wrong));
    if (strange != false_term) {
      all.push_back({About::pair, {where, guard, strange}, field, {right, wrong}});
    }
  }

  static void add(std::vector<Obligation>& all, About about, std::vector<Term> terms) {
    if (std::find(terms.begin(), terms.end(), false_term) == terms.end()) {
      all.push_back({about, std::move(terms), 0, {}});
    }
  }

  const Machine& machine_;
  const SymbolicModel& model_;
  Graph graph_;
  Recorded right_;
  std::vector<Term> facts_;
  std::unique_ptr<Query> queries_[2];
  unsigned role_ = 0;              // whose fault it is
  bool does_less_ = false;         // somewhere
  bool falls_ = false;             // numbers that differ
  std::vector<Transition> rights_; // side by side with what the mutant does
  std::vector<Transition> wrongs_;
  std::map<std::size_t, std::set<std::pair<std::uint32_t, std::uint32_t>>> pairs_; // by field
};

EquivalenceProver::EquivalenceProver(const Machine& machine,
                                     const SymbolicModel& model,
                                     bool detailed)
    : implementation_(std::make_unique<Implementation>(machine, model, detailed)) {}

EquivalenceProver::~EquivalenceProver() = default;

std::string EquivalenceProver::operator()(const Mutation& mutation) {
  return implementation_->prove(mutation);
}

} // namespace pathproof::symbolic
