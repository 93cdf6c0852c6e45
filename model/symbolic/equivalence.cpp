// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/equivalence.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "model/symbolic/difference.hpp"
#include "model/symbolic/facts.hpp"
#include "model/symbolic/processor_time.hpp"

namespace pathproof::symbolic {

namespace {
constexpr unsigned instances = 3;
constexpr unsigned timeout_ms = 60000;
constexpr unsigned questions_max = 15;       // to one solver
constexpr std::chrono::seconds patience{20}; // for one mutation
constexpr std::size_t differing_max = 12;    // fields
constexpr const char* no_difference =
    "does the same as the right rule, with any number of instances";

Term guard_of(Graph& graph, const Transition& transition) {
  return graph.conjunction(graph.conjunction(transition.conditions), transition.permitted);
}
} // namespace

class EquivalenceProver::Implementation {
public:
  Implementation(const Machine& machine,
                 const SymbolicModel& model,
                 bool detailed,
                 std::set<std::string> free)
      : machine_(machine), model_(model), choices_{.variations = machine.configuration().variations,
                                                   .free = std::move(free),
                                                   .mutation = {}},
        right_(model.record(graph_, machine.description(), choices_)), detailed_(detailed) {}

  // With the model's invariants first; what samples show takes long to find, and to use. Where the
  // texts are the same nothing need be known.
  std::string prove(const Mutation& mutation, const std::function<bool()>& is_refuted) {
    if (mutation.what == Mutation::Operator::planted) {
      return {};
    }
    if (is_same_text(mutation)) {
      return no_difference;
    }
    for (const bool sampled : {false, true}) {
      if (sampled && is_refuted && is_refuted()) {
        return {};
      }
      know(sampled);
      if (std::string proof = prove_with_facts(mutation); !proof.empty()) {
        return proof;
      }
    }
    return {};
  }

  // Whether the mutation is about what these choices do not permit, or changes nothing. What is
  // wrong in a label no term says.
  bool is_same_text(const Mutation& mutation) {
    const auto is_never = [&](const Transition& one) {
      return one.rule != mutation.rule || guard_of(graph_, one) == false_term;
    };
    if (mutation.what == Mutation::Operator::wrong_argument) {
      return std::all_of(right_.transitions.begin(), right_.transitions.end(), is_never);
    }
    Setup setup = choices_;
    setup.mutation = mutation;
    const auto wrongs = model_.record(graph_, machine_.description(), setup).transitions;
    return std::equal(wrongs.begin(),
                      wrongs.end(),
                      right_.transitions.begin(),
                      right_.transitions.end(),
                      [&](const Transition& wrong, const Transition& right) {
                        const Term guard = guard_of(graph_, wrong);
                        return guard == guard_of(graph_, right) &&
                               (guard == false_term ||
                                (wrong.shown == right.shown && wrong.next == right.next));
                      });
  }

private:
  void know(bool sampled) {
    if (!asked_[sampled ? 1 : 0]) {
      facts_[sampled ? 1 : 0] =
          sampled ? facts_about(graph_, right_, machine_, model_, choices_, detailed_)
                  : inductive_invariants();
      asked_[sampled ? 1 : 0] = true;
    }
    known_ = &facts_[sampled ? 1 : 0];
    queries_[0].reset();
    queries_[1].reset();
  }

  std::vector<Term> inductive_invariants() {
    std::vector<Term> invariants;
    for (const RecordedInvariant& one : right_.invariants) {
      invariants.push_back(one.holds);
    }
    return inductive_part(graph_, right_, std::move(invariants), {});
  }

  std::string prove_with_facts(const Mutation& mutation) {
    role_ = machine_.description().kinds[machine_.description().rules[mutation.rule].kind].role;
    does_less_ = false;
    FieldIndices differing;
    if (!(mutation.what == Mutation::Operator::wrong_argument ? take_for_others(mutation, differing)
                                                              : match(mutation, differing))) {
      return {};
    }
    if (differing.empty()) {
      return does_less_ ? "does less than the right rule, which nobody can notice, with any number "
                          "of instances"
                        : no_difference;
    }
    return unnoticed(std::move(differing))
               ? "differs in what nobody can notice, with any number of instances"
               : std::string();
  }

  // Each transition beside what the mutant makes of it; false where somebody would notice at once.
  bool match(const Mutation& mutation, FieldIndices& differing) {
    Setup setup = choices_;
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
  bool take_for_others(const Mutation& mutation, FieldIndices& differing) {
    if (machine_.description().rules[mutation.rule].duty == Duty::must) {
      return false;
    }
    rights_.clear();
    wrongs_.clear();
    for (const Transition& one : right_.transitions) {
      if (one.rule != mutation.rule || impossible({guard_of(graph_, one)})) {
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
      made = std::make_unique<Query>(graph_,
                                     QueryOptions{theory, instances, timeout_ms, questions_max});
      for (const std::vector<Term>& terms : {*known_, right_.ranges, right_.assumptions}) {
        for (const Term term : terms) {
          made->add(term);
        }
      }
    }
    return *made;
  }

  Term different(Term a, Term b) { return graph_.negation(graph_.equal(a, b)); }

  // True if guard and label are the same wherever the facts hold; adds fields that are not.
  bool compare(const Transition& right, const Transition& wrong, FieldIndices& differing) {
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
    if (!is_own(right) || !impossible({other, graph_.negation(guard)})) {
      return false;
    }
    return machine_.description().rules[right.rule].duty == Duty::may ||
           impossible({guard, graph_.negation(other), graph_.negation(speaks())});
  }

  // Whether the mutant does all that it should, and what it does beyond that another rule does.
  bool is_anothers(const Transition& right, const Transition& wrong) {
    const Term guard = guard_of(graph_, right);
    const Term beyond = graph_.conjunction(guard_of(graph_, wrong), graph_.negation(guard));
    if (!is_own(right) || !impossible({guard, graph_.negation(guard_of(graph_, wrong))})) {
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
      if (is_own(one)) {
        any = graph_.disjunction(any, guard_of(graph_, one));
      }
    }
    return any;
  }

  // Adds the fields that the two make differ.
  void differ(const Transition& right, const Transition& wrong, FieldIndices& differing) {
    const Term guard = guard_of(graph_, wrong);
    for (std::size_t i = 0; i < right.next.size(); ++i) {
      const Term term = different(right.next[i], wrong.next[i]);
      if (term != false_term && !impossible({guard, term})) {
        differing.insert(i);
      }
    }
  }

  // Nobody notices what differs, wherever two runs may come to that part in these fields; others
  // that begin to differ then are added.
  bool unnoticed(FieldIndices fields) {
    const auto deadline = processor_time() + patience;
    while (fields.size() <= differing_max) {
      Difference difference(graph_, model_.fields(), right_.state, fields);
      const std::vector<Difference::Step> steps = steps_of_both(difference.other_state());
      const auto parted = [&] { return together(difference.known(), difference.apart()); };
      const auto is_hopeless = [&] { return is_noticed(parted(), difference.other_state()); };
      for (const Theory theory : {Theory::bits, Theory::any}) {
        if (!difference.reduce(query(theory), steps, deadline, is_hopeless)) {
          return false;
        }
      }
      if (is_hopeless()) {
        return false;
      }
      const FieldIndices more = differing_too(parted(), difference.other_state(), steps);
      if (more.empty()) {
        return true;
      }
      fields.insert(more.begin(), more.end());
    }
    return false;
  }

  bool is_own(const Transition& one) const {
    return machine_.description().kinds[one.kind].role == role_;
  }

  std::vector<Difference::Step> steps_of_both(const std::vector<Term>& other_state) {
    Substitution elsewhere(graph_, right_.state, other_state);
    std::vector<Difference::Step> made;
    for (std::size_t t = 0; t < rights_.size(); ++t) {
      const Term other_guard = elsewhere(guard_of(graph_, wrongs_[t]));
      Difference::Step& step = made.emplace_back();
      step.guard = graph_.conjunction(guard_of(graph_, rights_[t]), other_guard);
      step.right = rights_[t].next;
      for (const Term next : wrongs_[t].next) {
        step.wrong.push_back(elsewhere(next));
      }
    }
    return made;
  }

  // Whether the two can be told apart. What others do is for the mutant to follow; whether it would
  // have permitted more shows nowhere, unless it takes one thing for another. What it merely may do
  // itself it may leave undone, and of what it must do one thing is enough.
  bool is_noticed(const std::vector<Term>& parted, const std::vector<Term>& other_state) {
    Substitution elsewhere(graph_, right_.state, other_state);
    const Term silent = graph_.negation(elsewhere(speaks()));
    for (std::size_t t = 0; t < rights_.size(); ++t) {
      const Transition& one = rights_[t];
      const Term guard = guard_of(graph_, one);
      const Term other_guard = elsewhere(guard_of(graph_, wrongs_[t]));
      const bool must = machine_.description().rules[one.rule].duty == Duty::must;
      const Term more = graph_.conjunction(other_guard, graph_.negation(guard));
      const Term less = graph_.conjunction(guard, graph_.negation(other_guard));
      Term seen = !is_own(one) ? less
                  : must       ? graph_.disjunction(more, graph_.conjunction(less, silent))
                               : more;
      for (std::size_t i = 0; i < one.shown.size(); ++i) {
        const Term differs = different(one.shown[i], elsewhere(wrongs_[t].shown[i]));
        const Term both = graph_.conjunction(guard, other_guard);
        seen = graph_.disjunction(seen, graph_.conjunction(both, differs));
      }
      if (!impossible(together(parted, seen)) ||
          (!is_own(one) && is_mistaken(t, elsewhere, parted))) {
        return true;
      }
    }
    return false;
  }

  // What others show could be taken for another rule's doing, which would not have shown it.
  bool is_mistaken(std::size_t shown_by, Substitution& elsewhere, const std::vector<Term>& parted) {
    const Transition& one = rights_[shown_by];
    for (std::size_t u = 0; u < rights_.size(); ++u) {
      const Transition& taken_for = rights_[u];
      const Term guard = guard_of(graph_, taken_for);
      const Term other_guard = elsewhere(guard_of(graph_, wrongs_[u]));
      if (u == shown_by || taken_for.kind != one.kind || other_guard == guard) {
        continue;
      }
      Term mistaken = graph_.conjunction(other_guard, graph_.negation(guard));
      mistaken = graph_.conjunction(mistaken, guard_of(graph_, one));
      for (std::size_t i = 0; i < one.shown.size(); ++i) {
        const Term alike = same_argument(one.shown[i], elsewhere(wrongs_[u].shown[i]));
        mistaken = graph_.conjunction(mistaken, alike);
      }
      if (!impossible(together(parted, mistaken))) {
        return true;
      }
    }
    return false;
  }

  // Fields that both have the same, and may have no longer after a step.
  FieldIndices differing_too(const std::vector<Term>& parted,
                             const std::vector<Term>& other_state,
                             const std::vector<Difference::Step>& steps) {
    FieldIndices found;
    for (const Difference::Step& step : steps) {
      for (std::size_t i = 0; i < step.right.size(); ++i) {
        const Term differs = different(step.right[i], step.wrong[i]);
        if (right_.state[i] == other_state[i] && differs != false_term && !found.contains(i) &&
            !impossible(together(parted, graph_.conjunction(step.guard, differs)))) {
          found.insert(i);
        }
      }
    }
    return found;
  }

  static std::vector<Term> together(std::vector<Term> terms, Term one) {
    terms.push_back(one);
    return terms;
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

  const Machine& machine_;
  const SymbolicModel& model_;
  const Setup choices_;
  Graph graph_;
  Recorded right_;
  bool detailed_;
  std::array<std::vector<Term>, 2> facts_; // invariants; and what samples show
  std::array<bool, 2> asked_{};            // for which of both
  const std::vector<Term>* known_ = nullptr;
  std::unique_ptr<Query> queries_[2];
  unsigned role_ = 0;              // whose fault it is
  bool does_less_ = false;         // somewhere
  std::vector<Transition> rights_; // side by side with what the mutant does
  std::vector<Transition> wrongs_;
};

EquivalenceProver::EquivalenceProver(const Machine& machine,
                                     const SymbolicModel& model,
                                     bool detailed,
                                     std::set<std::string> free)
    : implementation_(std::make_unique<Implementation>(machine, model, detailed, std::move(free))) {
}

EquivalenceProver::~EquivalenceProver() = default;

std::string EquivalenceProver::operator()(const Mutation& mutation,
                                          const std::function<bool()>& is_refuted) {
  return implementation_->prove(mutation, is_refuted);
}

std::string EquivalenceProver::by_text(const Mutation& mutation) {
  return mutation.what != Mutation::Operator::planted && implementation_->is_same_text(mutation)
             ? no_difference
             : std::string();
}

} // namespace pathproof::symbolic
