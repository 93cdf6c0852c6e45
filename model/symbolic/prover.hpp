// SPDX-License-Identifier: Apache-2.0
// Proofs of a model's invariants. Three answers are kept apart: an invariant is proved; or
// violated, with a trace that can be replayed; or not inductive, with the step that breaks it out
// of a state that nothing excludes, which need not be reachable. What the solver leaves open is
// none of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/symbolic/induction.hpp"
#include "model/symbolic/samples.hpp"

namespace pathproof::symbolic {

enum class Method {
  bounded,    // runs of at most `depth` steps, with `instances` instances
  inductive,  // any run, with `instances` instances
  parametric, // any run, with any number of instances
};

std::string_view to_string(Method method);

struct ProveOptions {
  Method method = Method::parametric;
  unsigned instances = 5;      // 1 to 32; of a parametric proof: those its lemmas are sought with
  unsigned depth = 12;         // of a bounded proof
  unsigned timeout_ms = 60000; // of one question to the solver
  unsigned search_ms = 60000;  // of the search for lemmas
  // What an earlier search found, as text, to try first. Nothing of it is trusted: what cannot be
  // proved is left out, and what the fields cannot say. Without a value: to search in any case.
  std::optional<std::vector<std::string>> lemmas;
  Setup setup;
};

enum class Conclusion { proved, violated, not_inductive, unknown };

std::string_view to_string(Conclusion conclusion);

struct InvariantProof {
  unsigned invariant = 0; // index into ModelDescription::invariants
  Conclusion conclusion = Conclusion::unknown;
  std::vector<std::string> lemmas;              // of proved: what it rests on
  std::optional<Counterexample> counterexample; // of violated
  std::optional<FoundStep> step;                // of not inductive
  std::string reason;                           // of unknown
  double seconds = 0;       // of the solver for questions about it alone; of an induction
  double lemma_seconds = 0; // the same for its lemmas, which others may share
};

// Whether a rule can fire at all where the proved facts hold. A proof about rules that never do
// says nothing about them.
struct GuardCheck {
  unsigned rule = 0;
  bool reached = false;     // it fired in a run
  bool satisfiable = false; // its guard is satisfiable together with the facts
};

// One statement of a proof with all its questions, as a script for any SMT-LIB 2 solver, which
// answers each of them with unsat.
struct Script {
  std::string name; // "all_or_none", "lemma_7"
  std::string text;
  unsigned questions = 0;
};

struct Proof {
  std::vector<InvariantProof> invariants; // one for each of the model's, in their order
  std::vector<GuardCheck> guards;         // one for each rule
  std::vector<std::string> lemmas;        // found by machine, and proved
  std::vector<Script> scripts;            // when they were asked for
  std::size_t questions = 0;              // asked of the solver
  unsigned instances = 0; // that the search for lemmas needed; 0: there was no search
  double seconds = 0;
};

// Proves all invariants of the model. Throws UsageError for values that mean nothing.
Proof prove(const Machine& machine,
            const SymbolicModel& model,
            const ProveOptions& options,
            bool with_scripts = false);

// The step as text: the state before it, the label, what is not as it must be.
std::string describe(const Machine& machine,
                     const SymbolicModel& model,
                     const Setup& setup,
                     const FoundStep& step);

} // namespace pathproof::symbolic
