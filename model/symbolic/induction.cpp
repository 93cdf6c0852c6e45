// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/induction.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "model/symbolic/processor_time.hpp"

namespace pathproof::symbolic {

Induction::Induction(Graph& graph,
                     const Recorded& recorded,
                     std::vector<Term> free,
                     Candidates& candidates,
                     const InductionOptions& options)
    : graph_(graph), recorded_(recorded), variables_(recorded.state), free_(free.size()),
      candidates_(candidates), options_(options), instances_(options.instances),
      initial_(graph, recorded.state, recorded.initial) {
  variables_.insert(variables_.end(), free.begin(), free.end());
  for (const Transition& transition : recorded.transitions) {
    guards_.push_back(
        graph.conjunction(graph.conjunction(transition.conditions), transition.permitted));
    next_.emplace_back(graph, recorded.state, transition.next);
  }
  proofs_.resize(guards_.size() + 1);
  renew_query();
}

void Induction::assume_ranges(Query& query) const {
  for (const std::vector<Term>* terms : {&recorded_.ranges, &recorded_.assumptions}) {
    for (const Term term : *terms) {
      query.add(term);
    }
  }
}

void Induction::renew_query() {
  asked_ += query_ ? query_->asked() : 0;
  query_ =
      std::make_unique<Query>(graph_, QueryOptions{Theory::bits, instances_, options_.timeout_ms});
  assume_ranges(*query_);
}

std::size_t Induction::add(Statement statement) {
  const auto known = by_term_.find(statement.term.id);
  if (known != by_term_.end() && statements_[known->second].assumed) {
    // It was found as a lemma before: from now on it is more than that.
    Statement& same = statements_[known->second];
    if (same.invariant < 0 && statement.invariant >= 0) {
      same.invariant = statement.invariant;
      same.text = statement.text;
      same.needed = true;
    }
    if (statement.invariant < 0 || same.invariant == statement.invariant) {
      return known->second;
    }
  }
  const std::size_t index = statements_.size();
  if (statement.assumed && (known == by_term_.end() || !statements_[known->second].assumed)) {
    by_term_[statement.term.id] = index;
  }
  statements_.push_back(std::move(statement));
  for (std::vector<Proof>& proofs : proofs_) {
    proofs.emplace_back();
  }
  return index;
}

// Still to be proved, or proved.
bool Induction::wanted(std::size_t statement) const {
  const Statement& one = statements_[statement];
  return one.needed &&
         (one.status == Statement::Status::open || one.status == Statement::Status::proved);
}

// What must be impossible, besides the assumptions and the guard.
Term Induction::violation(int transition, std::size_t statement) {
  const Statement& one = statements_[statement];
  return graph_.negation(transition == initially
                             ? initial_(one.term)
                             : next_[static_cast<std::size_t>(transition)](one.term));
}

// The transition leaves alone what the statement speaks of.
bool Induction::trivial(int transition, std::size_t statement) {
  const Term wrong = violation(transition, statement);
  return wrong == false_term ||
         (transition != initially && wrong == graph_.negation(statements_[statement].term));
}

std::vector<Term> Induction::assumptions(int transition) const {
  std::vector<Term> terms;
  if (transition != initially) {
    for (const Statement& one : statements_) {
      if (one.assumed) {
        terms.push_back(one.term);
      }
    }
  }
  if (transition != initially) {
    terms.push_back(guards_[static_cast<std::size_t>(transition)]);
  }
  return terms;
}

std::vector<std::size_t> Induction::pending(int transition) {
  std::vector<std::size_t> goals;
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    if (!wanted(i) || proof(transition, i).done) {
      continue;
    }
    if (trivial(transition, i)) {
      proof(transition, i) = {.done = true, .confirmed = true, .core = {}};
    } else {
      goals.push_back(i);
    }
  }
  return goals;
}

std::vector<std::size_t> Induction::statements_of(std::span<const Term> core) const {
  std::vector<std::size_t> used;
  for (const Term term : core) {
    const auto found = by_term_.find(term.id);
    if (found != by_term_.end() && statements_[found->second].assumed) {
      used.push_back(found->second);
    }
  }
  return used;
}

// Asks about all goals at once: is there a state where one of them breaks?
void Induction::advance(int transition, const std::vector<std::size_t>& goals) {
  Term any = false_term;
  for (const std::size_t goal : goals) {
    any = graph_.disjunction(any, violation(transition, goal));
  }
  std::vector<Term> terms = assumptions(transition);
  terms.push_back(any);
  const Answer answer = query_->check(terms);
  if (answer.outcome == Outcome::satisfiable) {
    exclude(transition, goals, answer.structure);
  } else if (answer.outcome == Outcome::unsatisfiable) {
    const std::vector<std::size_t> used = statements_of(answer.core);
    for (const std::size_t goal : goals) {
      proof(transition, goal) = {.done = true, .confirmed = false, .core = used};
    }
    for (const std::size_t one : used) {
      statements_[one].needed = true;
    }
  } else if (goals.size() > 1) {
    for (const std::size_t goal : goals) {
      advance(transition, {goal});
    }
  } else {
    statements_[goals.front()].reason = answer.reason;
    give_up(goals.front(), Statement::Status::unknown);
  }
}

FoundStep Induction::step_of(int transition, const Structure& structure) {
  FoundStep step;
  step.instances = structure.instances;
  step.transition = transition;
  Evaluation evaluate = evaluation_in(graph_, structure);
  for (const Term variable : variables_) {
    step.before.push_back(evaluate(variable));
  }
  if (transition != initially) {
    const Transition& taken = recorded_.transitions[static_cast<std::size_t>(transition)];
    step.choice = taken.chooses ? evaluate(taken.choice) : 0;
    for (const Term next : taken.next) {
      step.after.push_back(evaluate(next));
    }
    for (const Term shown : taken.shown) {
      step.shown.push_back(evaluate(shown));
    }
  }
  return step;
}

// Best is a candidate with which the goal cannot break any more after this transition, and that is
// inductive by what is assumed already; then one that is only the first or the second.
std::size_t Induction::choose(const std::vector<Candidate>& found, int transition, Term broken) {
  std::vector<Term> images;
  std::vector<std::size_t> settling;
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < found.size(); ++i) {
    images.push_back(true_term);
    for (const Candidate& image : candidates_.images(found[i])) {
      images[i] = graph_.conjunction(images[i], image.term(graph_, variables_));
    }
    const std::array<Term, 2> passing{images[i], broken};
    const Outcome outcome = query_->possible(assumptions(transition), passing);
    (outcome == Outcome::unsatisfiable ? settling : others).push_back(i);
  }
  std::vector<std::size_t> order = settling;
  order.insert(order.end(), others.begin(), others.end());
  const auto inductive = std::find_if(
      order.begin(), order.end(), [&](std::size_t i) { return is_inductive(found[i], images[i]); });
  return inductive == order.end() ? order.front() : *inductive;
}

// `images` are the candidate under all renamings.
bool Induction::is_inductive(const Candidate& candidate, Term images) {
  const Term term = candidate.term(graph_, variables_);
  for (int transition = 0; transition < transitions(); ++transition) {
    const Term after = next_[static_cast<std::size_t>(transition)](term);
    if (after == true_term || after == term) {
      continue;
    }
    const std::array<Term, 2> passing{images, graph_.negation(after)};
    if (query_->possible(assumptions(transition), passing) != Outcome::unsatisfiable) {
      return false;
    }
  }
  return true;
}

// A state was found in which a goal breaks. Candidates that are false there are tried as lemmas;
// when there is none left, the goals that break cannot be proved.
void Induction::exclude(int transition,
                        const std::vector<std::size_t>& goals,
                        const Structure& structure) {
  const FoundStep step = step_of(transition, structure);
  Evaluation evaluate = evaluation_in(graph_, structure);
  std::vector<std::size_t> broken;
  std::copy_if(goals.begin(), goals.end(), std::back_inserter(broken), [&](std::size_t goal) {
    return evaluate(violation(transition, goal)) != 0;
  });
  const std::vector<Candidate> found =
      transition != initially ? candidates_.excluding(step.before, tried_, options_.tried_at_once)
                              : std::vector<Candidate>{};
  if (!found.empty()) {
    const std::size_t best = choose(found, transition, violation(transition, broken.front()));
    lemmas_left_ -= std::min(lemmas_left_, 1U);
    const std::size_t family = statements_.size();
    for (const Candidate& image : candidates_.images(found[best])) {
      candidates_.adopt(image);
      if (tried_.insert(image).second) {
        Statement lemma;
        lemma.text = image.text(candidates_.fields());
        lemma.term = image.term(graph_, variables_);
        lemma.family = family;
        lemma.needed = false;
        add(std::move(lemma));
      }
    }
    return;
  }
  for (const std::size_t goal : broken) {
    statements_[goal].step = step;
    give_up(goal, Statement::Status::refuted);
  }
}

// How many lemmas are tried before those that are not proved yet are let go. Some guesses lead ever
// further; the order 1, 1, 2, 1, 1, 2, 4, … loses little to the number that would have been best.
unsigned Induction::lemmas_of_attempt(unsigned attempt) {
  constexpr unsigned few = 64;
  unsigned size = 1;
  while (2 * size <= attempt + 1) {
    size *= 2;
  }
  return attempt + 1 == 2 * size - 1 ? few * size : lemmas_of_attempt(attempt + 1 - size);
}

void Induction::give_up(std::size_t statement, Statement::Status status) {
  statements_[statement].status = status;
  statements_[statement].assumed = false;
  forget_proofs_with(statement);
  find_needed();
}

void Induction::forget_proofs_with(std::size_t statement) {
  for (std::vector<Proof>& proofs : proofs_) {
    for (Proof& one : proofs) {
      if (std::find(one.core.begin(), one.core.end(), statement) != one.core.end()) {
        one = {};
      }
    }
  }
}

// Lemmas are needed when the proof of something needed uses them.
void Induction::find_needed() {
  std::vector<std::size_t> reached;
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    Statement& one = statements_[i];
    const bool root = one.invariant >= 0;
    one.needed = root;
    if (root) {
      reached.push_back(i);
    }
  }
  while (!reached.empty()) {
    const std::size_t goal = reached.back();
    reached.pop_back();
    for (const std::vector<Proof>& proofs : proofs_) {
      for (const std::size_t used : proofs[goal].core) {
        if (!statements_[used].needed) {
          statements_[used].needed = true;
          reached.push_back(used);
        }
      }
    }
  }
}

void Induction::search(unsigned milliseconds) {
  deadline_ = processor_time() + std::chrono::milliseconds(milliseconds);
  for (bool again = true; again;) {
    again = false;
    for (int transition = initially; transition < transitions(); ++transition) {
      for (std::vector<std::size_t> goals = pending(transition); !goals.empty();
           goals = pending(transition)) {
        if (processor_time() > deadline_) {
          stop();
          return;
        }
        if (lemmas_left_ == 0) {
          restart();
          goals = pending(transition);
        }
        advance(transition, goals);
        again = true;
      }
    }
  }
  find_needed();
  settle();
}

// The parts of one invariant; the place of the next one.
std::size_t Induction::add_invariant(const ModelDescription& description, std::size_t first) {
  const auto& all = recorded_.invariants;
  std::size_t i = first;
  for (; i < all.size() && all[i].index == all[first].index; ++i) {
    Statement statement;
    statement.text = description.invariants[all[i].index].id;
    statement.term = all[i].holds;
    statement.invariant = static_cast<int>(all[i].index);
    add(std::move(statement));
  }
  return i;
}

void Induction::search_in_turn(const ModelDescription& description,
                               const std::set<unsigned>& without,
                               unsigned milliseconds) {
  const auto& all = recorded_.invariants;
  for (std::size_t i = 0; i < all.size();) {
    if (without.contains(all[i].index)) {
      ++i;
      continue;
    }
    i = add_invariant(description, i);
    lemmas_left_ = lemmas_of_attempt(attempts_);
    search(milliseconds);
  }
  lemmas_left_ = unlimited;
}

// Lets go of the lemmas that are not proved, to try others.
void Induction::restart() {
  const std::vector<bool> closed = closed_statements();
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    Statement& one = statements_[i];
    if (!closed[i] && one.assumed && one.invariant < 0) {
      one.assumed = false;
      forget_proofs_with(i);
    }
  }
  find_needed();
  tried_.clear();
  candidates_.invent(++attempts_);
  lemmas_left_ = lemmas_of_attempt(attempts_);
}

// Time is up: statements are proved whose questions are all answered and rest on such statements
// only. What else was guessed is let go.
void Induction::stop() {
  const std::vector<bool> closed = closed_statements();
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    Statement& one = statements_[i];
    if (closed[i] || one.status == Statement::Status::refuted) {
      continue;
    }
    one.status = Statement::Status::unknown;
    one.assumed = false;
    one.reason = one.reason.empty() ? "no lemmas were found in time" : one.reason;
  }
  find_needed();
  settle();
}

// Whose questions are all answered, with others of them alone.
std::vector<bool> Induction::closed_statements() {
  std::vector<bool> closed(statements_.size());
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    closed[i] = statements_[i].assumed && (statements_[i].status == Statement::Status::open ||
                                           statements_[i].status == Statement::Status::proved);
  }
  for (bool again = true; again;) {
    again = false;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      if (closed[i] && !rests_on(i, closed)) {
        closed[i] = false;
        again = true;
      }
    }
  }
  return closed;
}

// All of its questions are answered, with these statements alone.
bool Induction::rests_on(std::size_t statement, const std::vector<bool>& known) {
  for (int transition = initially; transition < transitions(); ++transition) {
    if (trivial(transition, statement)) {
      continue;
    }
    const Proof& one = proof(transition, statement);
    if (!one.done || !std::all_of(one.core.begin(), one.core.end(), [&](std::size_t used) {
          return known[used];
        })) {
      return false;
    }
  }
  return true;
}

// Nothing is pending: what was not given up is proved.
void Induction::settle() {
  for (Statement& one : statements_) {
    if (one.needed && one.status == Statement::Status::open) {
      one.status = Statement::Status::proved;
    } else if (!one.needed && one.status == Statement::Status::proved) {
      one.status = Statement::Status::open;
    }
  }
}

} // namespace pathproof::symbolic
