// SPDX-License-Identifier: Apache-2.0
// The second half of Induction: what was found is made smaller, asked again of the other theory,
// and given out.
#include <algorithm>

#include "model/symbolic/induction.hpp"
#include "model/symbolic/processor_time.hpp"

namespace pathproof::symbolic {

Answer Induction::ask(Query& query,
                      int transition,
                      std::size_t statement,
                      const std::vector<std::size_t>& using_statements) {
  std::vector<Term> terms;
  for (const std::size_t used : using_statements) {
    if (statements_[used].assumed) { // what was given up since is no reason any more
      terms.push_back(statements_[used].term);
    }
  }
  if (transition != initially) {
    terms.push_back(guards_[static_cast<std::size_t>(transition)]);
  }
  terms.push_back(violation(transition, statement));
  const auto begin = processor_time();
  Answer answer = query.check(terms);
  statements_[statement].seconds += std::chrono::duration<double>(processor_time() - begin).count();
  return answer;
}

// What is needed besides is proved without these lemmas too; its proofs are then those.
bool Induction::can_do_without(std::size_t family) {
  const auto is_left_out = [&](std::size_t one) {
    return statements_[one].invariant < 0 && statements_[one].family == family;
  };
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    if (!is_left_out(i) && statements_[i].assumed && statements_[i].needed) {
      others.push_back(i);
    }
  }

  struct Better {
    int transition;
    std::size_t statement;
    std::vector<std::size_t> core;
  };

  std::vector<Better> better;
  for (int transition = initially; transition < transitions(); ++transition) {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const std::vector<std::size_t>& core = proof(transition, i).core;
      if (is_left_out(i) || !wanted(i) || std::none_of(core.begin(), core.end(), is_left_out)) {
        continue;
      }
      const Answer answer = ask(*query_, transition, i, others);
      if (answer.outcome != Outcome::unsatisfiable) {
        return false;
      }
      better.push_back({transition, i, statements_of(answer.core)});
    }
  }
  for (Better& one : better) {
    proof(one.transition,
          one.statement) = {.done = true, .confirmed = false, .core = std::move(one.core)};
  }
  return true;
}

// Lemmas are left out with all that they are under other names of indices: one by one would take
// many times as long.
void Induction::minimise() {
  std::set<std::size_t> families;
  for (const Statement& one : statements_) {
    if (one.invariant < 0 && one.assumed && one.needed) {
      families.insert(one.family);
    }
  }
  for (auto family = families.rbegin(); family != families.rend(); ++family) {
    if (!can_do_without(*family)) {
      continue;
    }
    for (Statement& one : statements_) {
      if (one.family == *family && one.invariant < 0) {
        one.assumed = false;
        one.status = Statement::Status::open;
      }
    }
    find_needed();
  }
  for (Statement& one : statements_) {
    one.assumed = one.assumed && one.needed;
  }
  settle();
}

// False where the search has to go on, with the state that was found excluded.
bool Induction::confirm_one(Query& query, int transition, std::size_t statement) {
  Proof& one = proof(transition, statement);
  Answer answer = ask(query, transition, statement, one.core);
  if (answer.outcome != Outcome::unsatisfiable) {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      if (statements_[i].assumed && transition != initially) {
        all.push_back(i);
      }
    }
    answer = ask(query, transition, statement, all);
  }
  if (answer.outcome == Outcome::unsatisfiable) {
    one = {.done = true, .confirmed = true, .core = statements_of(answer.core)};
    return true;
  }
  if (answer.outcome == Outcome::satisfiable) {
    // A solver may give far more instances than the question needs.
    constexpr unsigned enough = 5;
    instances_ = std::max(instances_, std::min(answer.structure.instances, enough));
    exclude(transition, {statement}, answer.structure);
  } else {
    statements_[statement].reason = answer.reason;
    give_up(statement, Statement::Status::unknown);
  }
  return false;
}

// Lemmas that were left out may be needed with more instances.
void Induction::resume() {
  for (Statement& one : statements_) {
    if (one.status == Statement::Status::proved) {
      one.status = Statement::Status::open;
    }
    if (one.status == Statement::Status::open) {
      one.assumed = true;
    }
  }
  for (std::vector<Proof>& proofs : proofs_) {
    for (Proof& one : proofs) {
      one = one.confirmed ? one : Proof{};
    }
  }
  renew_query();
  search(options_.search_ms);
  minimise();
}

void Induction::check(const ModelDescription& description, Theory theory) {
  for (std::size_t i = 0; i < recorded_.invariants.size();) {
    i = add_invariant(description, i);
  }
  Query query(graph_, {theory, instances_, options_.timeout_ms});
  assume_ranges(query);
  const auto prove_one = [&](int transition, std::size_t statement) {
    std::vector<std::size_t> known;
    for (std::size_t i = 0; i < statements_.size() && transition != initially; ++i) {
      if (statements_[i].assumed) {
        known.push_back(i);
      }
    }
    const Answer answer = ask(query, transition, statement, known);
    if (answer.outcome == Outcome::unsatisfiable) {
      proof(transition,
            statement) = {.done = true, .confirmed = true, .core = statements_of(answer.core)};
      return;
    }
    give_up(statement, Statement::Status::unknown); // and the proofs that rest on it
  };
  for (bool again = true; again;) {
    again = false;
    for (int transition = initially; transition < transitions(); ++transition) {
      for (std::size_t i = 0; i < statements_.size(); ++i) {
        if (!statements_[i].assumed || proof(transition, i).done) {
          continue;
        }
        if (trivial(transition, i)) {
          proof(transition, i) = {.done = true, .confirmed = true, .core = {}};
        } else {
          prove_one(transition, i);
          again = true;
        }
      }
    }
  }
  find_needed();
  settle();
  asked_ += query.asked();
}

void Induction::confirm(Theory theory) {
  Query query(graph_, {theory, instances_, options_.timeout_ms});
  assume_ranges(query);
  const auto confirm_all = [&] {
    for (int transition = initially; transition < transitions(); ++transition) {
      for (std::size_t i = 0; i < statements_.size(); ++i) {
        if (!wanted(i) || proof(transition, i).confirmed) {
          continue;
        }
        if (!confirm_one(query, transition, i)) {
          return false;
        }
      }
    }
    return true;
  };
  while (!confirm_all()) {
    resume();
  }
  find_needed();
  settle();
  asked_ += query.asked();
}

std::vector<Term> Induction::facts() const {
  std::vector<Term> known;
  for (const Statement& one : statements_) {
    if (one.status == Statement::Status::proved && one.assumed) {
      known.push_back(one.term);
    }
  }
  return known;
}

std::vector<std::size_t> Induction::lemmas_of(std::size_t statement) const {
  std::vector<bool> reached(statements_.size());
  std::vector<std::size_t> waiting{statement};
  std::vector<std::size_t> lemmas;
  while (!waiting.empty()) {
    const std::size_t one = waiting.back();
    waiting.pop_back();
    for (const std::vector<Proof>& proofs : proofs_) {
      for (const std::size_t used : proofs[one].core) {
        if (!reached[used] && used != statement) {
          reached[used] = true;
          lemmas.push_back(used);
          waiting.push_back(used);
        }
      }
    }
  }
  std::sort(lemmas.begin(), lemmas.end());
  return lemmas;
}

std::vector<Induction::Question> Induction::questions() {
  std::vector<Question> all;
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    for (int transition = initially; transition < transitions(); ++transition) {
      if (statements_[i].status != Statement::Status::proved || !statements_[i].needed ||
          trivial(transition, i)) {
        continue;
      }
      Question& made = all.emplace_back();
      made.transition = transition;
      made.statement = i;
      for (const std::vector<Term>* terms : {&recorded_.ranges, &recorded_.assumptions}) {
        std::copy_if(terms->begin(), terms->end(), std::back_inserter(made.terms), [](Term term) {
          return term != true_term;
        });
      }
      for (const std::size_t used : proof(transition, i).core) {
        made.terms.push_back(statements_[used].term);
      }
      if (transition != initially) {
        made.terms.push_back(guards_[static_cast<std::size_t>(transition)]);
      }
      made.terms.push_back(violation(transition, i));
    }
  }
  return all;
}

} // namespace pathproof::symbolic
