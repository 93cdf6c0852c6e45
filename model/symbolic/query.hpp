// SPDX-License-Identifier: Apache-2.0
// Questions to Z3 about terms of one graph: can these all be true at once?
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/symbolic/graph.hpp"

namespace pathproof::symbolic {

// How sets are represented to the solver.
enum class Theory {
  bits, // as bit-vectors, one bit for each of a fixed number of instances
  any,  // as predicates over an uninterpreted sort: whatever holds, holds for any number of them
};

enum class Outcome { unsatisfiable, satisfiable, unknown };

// Values of the graph's variables, by index, in a structure of so many instances.
struct Structure {
  unsigned instances = 0;
  std::vector<std::uint32_t> values;
};

// What the graph's terms are worth in the structure.
Evaluation evaluation_in(const Graph& graph, const Structure& structure);

struct Answer {
  Outcome outcome = Outcome::unknown;
  std::vector<Term> core; // of unsatisfiable: terms that cannot all be true
  Structure structure;    // of satisfiable: where they all are
  std::string reason;     // of unknown
};

struct QueryOptions {
  Theory theory = Theory::bits;
  unsigned instances = 3; // of Theory::bits
  unsigned timeout_ms = 60000;
  unsigned questions_max = 0; // to one solver, before a new one begins; 0: as many as there are
};

// One incremental solver. The graph must outlive it and may grow.
class Query {
public:
  Query(const Graph& graph, const QueryOptions& options);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Holds in all questions from now on.
  void add(Term term);

  // A structure that is found is checked against the terms by plain evaluation, so that an answer
  // does not rest on how terms are shown to Z3; throws std::logic_error where they disagree.
  Answer check(std::span<const Term> terms);

  // The same with terms that will not come again: nothing of them is kept, and no structure or core
  // is given.
  Outcome possible(std::span<const Term> terms, std::span<const Term> passing);

  // Questions asked so far.
  std::size_t asked() const;

private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// Writes questions for other solvers. One writer for many of them: to begin takes longer than to
// write one.
class ScriptWriter {
public:
  ScriptWriter(const Graph& graph, const QueryOptions& options);
  ScriptWriter(const ScriptWriter&) = delete;
  ScriptWriter& operator=(const ScriptWriter&) = delete;
  ~ScriptWriter();

  // The conjunction of the terms in SMT-LIB 2, from declarations to check-sat, without a logic.
  std::string smt2(std::span<const Term> terms, Outcome expected);

private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// "4.8.12"
std::string solver_version();

} // namespace pathproof::symbolic
