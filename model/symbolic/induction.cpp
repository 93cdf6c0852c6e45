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

void Induction::renew_query() {
  query_ =
      std::make_unique<Query>(graph_, QueryOptions{Theory::bits, instances_, options_.timeout_ms});
  for (const std::vector<Term>* terms : {&recorded_.ranges, &recorded_.assumptions}) {
    for (const Term term : *terms) {
      query_->add(term);
    }
  }
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

// The first candidate that is inductive by what is assumed already, else the first of all.
std::size_t Induction::choose(const std::vector<Candidate>& found) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Term term = found[i].term(graph_, variables_);
    Term images = true_term;
    for (const Candidate& image : candidates_.images(found[i])) {
      images = graph_.conjunction(images, image.term(graph_, variables_));
    }
    bool inductive = true;
    for (int transition = 0; transition < transitions() && inductive; ++transition) {
      const Term after = next_[static_cast<std::size_t>(transition)](term);
      if (after == true_term || after == term) {
        continue;
      }
      const std::array<Term, 2> passing{images, graph_.negation(after)};
      inductive = query_->possible(assumptions(transition), passing) == Outcome::unsatisfiable;
    }
    if (inductive) {
      return i;
    }
  }
  return 0;
}

// A state was found in which a goal breaks. Candidates that are false there are tried as lemmas;
// when there is none left, the goals that break cannot be proved.
void Induction::exclude(int transition,
                        const std::vector<std::size_t>& goals,
                        const Structure& structure) {
  const FoundStep step = step_of(transition, structure);
  const std::vector<Candidate> found =
      transition != initially ? candidates_.excluding(step.before, tried_, options_.tried_at_once)
                              : std::vector<Candidate>{};
  if (!found.empty()) {
    const std::size_t best = choose(found);
    for (const Candidate& image : candidates_.images(found[best])) {
      if (tried_.insert(image).second) {
        Statement lemma;
        lemma.text = image.text(candidates_.fields());
        lemma.term = image.term(graph_, variables_);
        lemma.needed = false;
        add(std::move(lemma));
      }
    }
    return;
  }
  Evaluation evaluate = evaluation_in(graph_, structure);
  for (const std::size_t goal : goals) {
    if (evaluate(violation(transition, goal)) != 0) {
      statements_[goal].step = step;
      give_up(goal, Statement::Status::refuted);
    }
  }
}

void Induction::give_up(std::size_t statement, Statement::Status status) {
  statements_[statement].status = status;
  statements_[statement].assumed = false;
  for (std::vector<Proof>& proofs : proofs_) {
    for (Proof& one : proofs) {
      if (std::find(one.core.begin(), one.core.end(), statement) != one.core.end()) {
        one = {};
      }
    }
  }
  find_needed();
}

// Lemmas are needed when the proof of something needed uses them.
void Induction::find_needed() {
  std::vector<std::size_t> reached;
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    Statement& one = statements_[i];
    const bool root = one.invariant >= 0 || one.kept;
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
        advance(transition, goals);
        again = true;
      }
    }
  }
  find_needed();
  settle();
}

void Induction::add_simple() {
  struct Simple {
    Candidate candidate;
    Term term;
  };

  std::vector<Simple> left;
  for (Candidate& one : candidates_.simple()) {
    const Term term = one.term(graph_, variables_);
    left.push_back({std::move(one), term});
  }
  int unchanged = 0;
  for (int transition = 0; unchanged < transitions();
       transition = (transition + 1) % transitions()) {
    Substitution& next = next_[static_cast<std::size_t>(transition)];
    std::vector<Term> terms{guards_[static_cast<std::size_t>(transition)]};
    Term any = false_term;
    for (const Simple& one : left) {
      terms.push_back(one.term);
      any = graph_.disjunction(any, graph_.negation(next(one.term)));
    }
    terms.push_back(any);
    const Answer answer = query_->check(terms);
    if (answer.outcome == Outcome::unsatisfiable) {
      ++unchanged;
      continue;
    }
    if (answer.outcome == Outcome::unknown) {
      return; // nothing is lost but help
    }
    const FoundStep step = step_of(transition, answer.structure);
    std::vector<std::uint32_t> after = step.after;
    after.insert(
        after.end(), step.before.end() - static_cast<std::ptrdiff_t>(free_), step.before.end());
    std::erase_if(left, [&](const Simple& one) { return !one.candidate.holds(after); });
    unchanged = 0;
    --transition; // again the same
    transition = transition < 0 ? transitions() - 1 : transition;
  }
  for (const Simple& one : left) {
    tried_.insert(one.candidate);
    Statement lemma;
    lemma.text = one.candidate.text(candidates_.fields());
    lemma.term = one.term;
    lemma.kept = true;
    add(std::move(lemma));
  }
}

void Induction::search_in_turn(const ModelDescription& description,
                               const std::set<unsigned>& without,
                               unsigned milliseconds) {
  const auto& all = recorded_.invariants;
  for (std::size_t i = 0; i < all.size();) {
    const unsigned index = all[i].index;
    for (; i < all.size() && all[i].index == index; ++i) {
      if (!without.contains(index)) {
        Statement statement;
        statement.text = description.invariants[index].id;
        statement.term = all[i].holds;
        statement.invariant = static_cast<int>(index);
        add(std::move(statement));
      }
    }
    search(milliseconds);
  }
}

// Time is up: statements are proved whose questions are all answered and rest on such statements
// only. What else was guessed is let go.
void Induction::stop() {
  std::vector<bool> closed(statements_.size());
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    closed[i] = statements_[i].status == Statement::Status::open ||
                statements_[i].status == Statement::Status::proved;
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
