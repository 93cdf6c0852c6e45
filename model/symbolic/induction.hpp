// SPDX-License-Identifier: Apache-2.0
// Induction with lemmas found by machine. What is to be proved is assumed of the state before a
// rule and asked about the state after it; where that fails, the state before it shows which lemma
// is missing, and the simplest candidate that excludes it is tried. A lemma counts only when it is
// proved in the same way. One that cannot be is given up, with everything that rested on it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/symbolic/candidates.hpp"
#include "model/symbolic/query.hpp"

namespace pathproof::symbolic {

// A rule applied to a state, as the solver found it.
struct FoundStep {
  unsigned instances = 0;
  int transition = -1; // index into Recorded::transitions; -1: no step, the state itself is wrong
  std::uint32_t choice = 0;
  std::vector<std::uint32_t> before; // a value for each field, then for each free variation point
  std::vector<std::uint32_t> after;
  std::vector<std::uint32_t> shown;
};

// Something that is to hold in every reachable state.
struct Statement {
  enum class Status { open, proved, refuted, unknown };
  std::string text;
  Term term;
  int invariant = -1;     // index into ModelDescription::invariants; -1: a lemma
  bool assumed = true;    // may be used in proofs
  bool needed = true;     // must be proved
  std::size_t family = 0; // of a lemma: the first of those that are this one with indices renamed
  Status status = Status::open;
  std::optional<FoundStep> step; // of refuted: from a state that nothing excludes
  std::string reason;            // of unknown
  double seconds = 0;            // of the processor, for questions about it alone
};

struct InductionOptions {
  unsigned instances = 4; // of the search
  unsigned timeout_ms = 60000;
  unsigned search_ms = 60000;     // for the lemmas that the confirmation still lacks
  std::size_t tried_at_once = 16; // candidates for each state to be excluded
};

class Induction {
public:
  // `free` are the variation points of the recording that have no fixed value.
  Induction(Graph& graph,
            const Recorded& recorded,
            std::vector<Term> free,
            Candidates& candidates,
            const InductionOptions& options);

  // Adds a statement; its index.
  std::size_t add(Statement statement);

  const std::vector<Statement>& statements() const { return statements_; }

  // Adds the invariants and proves all that was added, in this theory and without a search: by
  // lemmas that were found before. What cannot be proved is given up.
  void check(const ModelDescription& description, Theory theory);

  // Searches for lemmas until every needed statement is proved or given up, for a fixed number of
  // instances, and for at most so long.
  void search(unsigned milliseconds);

  // Adds the invariants, but for these, and searches with each after the other, with so much time
  // for each: lemmas that were guessed for a hard one do not get in the way of those before it.
  void search_in_turn(const ModelDescription& description,
                      const std::set<unsigned>& without,
                      unsigned milliseconds);

  // Leaves out lemmas that the rest can do without.
  void minimise();

  // Asks every question of the proof again, one by one, in this theory. Where that fails because
  // more instances matter than searched with, searches on with as many.
  void confirm(Theory theory);

  // What is known of every reachable state: the proved statements that the proof needs.
  std::vector<Term> facts() const;

  // The lemmas a statement rests on, directly or not.
  std::vector<std::size_t> lemmas_of(std::size_t statement) const;

  unsigned instances() const { return instances_; }

  std::size_t asked() const { return asked_ + query_->asked(); }

  // A question of the proof: terms that cannot all be true.
  struct Question {
    int transition = -1; // index; -1: the initial state
    std::size_t statement = 0;
    std::vector<Term> terms;
  };

  // The questions that take a solver, as the proof has them.
  std::vector<Question> questions();

private:
  struct Proof {
    bool done = false;
    bool confirmed = false;
    std::vector<std::size_t> core; // statements used
  };

  static constexpr int initially = -1;
  static constexpr unsigned unlimited = ~0U;

  int transitions() const { return static_cast<int>(guards_.size()); }

  Proof& proof(int transition, std::size_t statement) {
    return proofs_[static_cast<std::size_t>(transition + 1)][statement];
  }

  bool wanted(std::size_t statement) const;
  bool trivial(int transition, std::size_t statement);
  Term violation(int transition, std::size_t statement);
  std::vector<Term> assumptions(int transition) const;
  std::vector<std::size_t> statements_of(std::span<const Term> core) const;
  std::vector<std::size_t> pending(int transition);
  std::size_t add_invariant(const ModelDescription& description, std::size_t first);
  void assume_ranges(Query& query) const;
  void renew_query();
  void advance(int transition, const std::vector<std::size_t>& goals);
  std::size_t choose(const std::vector<Candidate>& found, int transition, Term broken);
  bool is_inductive(const Candidate& candidate, Term images);
  void exclude(int transition, const std::vector<std::size_t>& goals, const Structure& structure);
  void restart();
  std::vector<bool> closed_statements();
  void forget_proofs_with(std::size_t statement);
  static unsigned lemmas_of_attempt(unsigned attempt);
  void give_up(std::size_t statement, Statement::Status status);
  void find_needed();
  void settle();
  void stop();
  bool rests_on(std::size_t statement, const std::vector<bool>& known);
  FoundStep step_of(int transition, const Structure& structure);
  bool can_do_without(std::size_t family);
  Answer ask(Query& query,
             int transition,
             std::size_t statement,
             const std::vector<std::size_t>& using_statements);
  void resume();
  bool confirm_one(Query& query, int transition, std::size_t statement);

  Graph& graph_;
  const Recorded& recorded_;
  std::vector<Term> variables_; // state and free variation points
  std::size_t free_;            // how many of them are variation points
  Candidates& candidates_;
  InductionOptions options_;
  unsigned instances_;
  std::chrono::nanoseconds deadline_{};
  std::unique_ptr<Query> query_; // of the search
  std::size_t asked_ = 0;        // elsewhere
  std::vector<Term> guards_;
  std::vector<Substitution> next_;
  Substitution initial_;
  std::vector<Statement> statements_;
  std::unordered_map<std::uint32_t, std::size_t> by_term_;
  std::vector<std::vector<Proof>> proofs_; // by transition + 1 and statement
  unsigned attempts_ = 0;                  // at finding lemmas
  unsigned lemmas_left_ = unlimited;       // of this attempt
  std::set<Candidate> tried_;
};

} // namespace pathproof::symbolic
