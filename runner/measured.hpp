// SPDX-License-Identifier: Apache-2.0
// What explore, prove and mutants write with --json: for programs, and for plots in a report.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pathproof::runner {

struct ExplorationRecord {
  std::string model;
  unsigned instances = 0; // 0: it has no instances to count
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  bool complete = false;
  double seconds = 0;
  std::vector<std::uint64_t> levels; // states first reached with so many steps
};

struct ProofRecord {
  std::string model;
  std::string invariant;
  std::vector<std::string> requirements;
  std::string method;
  std::string conclusion;
  std::uint64_t lemmas = 0;
  double seconds = 0;       // of the solver for questions about it alone
  double lemma_seconds = 0; // the same for its lemmas, which others may share
};

struct MutantRecord {
  std::string protocol;
  std::string mutant;
  std::string fate;                 // "killed", "equivalent" or "survived"
  std::string requirement;          // that its killer named; empty: it was not killed
  std::string killer;               // the first case or vector that failed
  std::vector<std::string> killers; // all that did, where all were played
};

// How mutants were judged.
struct MutantsSetting {
  bool quick = false;  // nobody looked for proofs, so that those that survived may be equivalent
  bool matrix = false; // all cases and vectors were played
  std::vector<std::string> tasks{}; // all that there were to play
};

std::string exploration_json(const ExplorationRecord& record);
std::string proofs_json(const std::string& solver, const std::vector<ProofRecord>& records);
// With the matrix, killers are numbers of "tasks", of which each is named once.
std::string mutants_json(const std::vector<MutantRecord>& records, const MutantsSetting& setting);

} // namespace pathproof::runner
