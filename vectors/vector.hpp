// SPDX-License-Identifier: Apache-2.0
// Regression vectors: recorded conversations with their reason, for replay here or in any language.
// The file format is described in vectors/format.md.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/suite.hpp"

namespace pathproof::vectors {

struct VectorStep {
  bool by_iut = false;
  std::string label;                  // "silence" for an implementation that has nothing to say
  std::vector<std::string> permitted; // by_iut: every label that the rules allow here
};

struct Vector {
  std::string id;      // "ask.attach/drop"
  std::string purpose; // "rule", "condition" or "mutant"
  std::string comment; // one sentence
  std::string role;    // under test
  unsigned instances = 0;
  std::map<std::string, std::string> variations;
  std::vector<std::string> requirements;
  std::vector<std::string> rules; // that explain its labels
  std::vector<std::string> also;  // ids of vectors that this one makes superfluous
  std::string lie;                // what the mutant shows …
  std::size_t lie_after = 0;      // … after so many of the steps
  std::vector<VectorStep> steps;
};

// One file: the vectors that came out of one model.
struct Corpus {
  std::string model;   // that judges: "cinet"
  std::string machine; // that they were made with: "cinet/shared_memory"
  std::vector<Vector> vectors;
  std::vector<std::string> without; // ids that the search found no vector for, sorted
};

// The text of a corpus file; the same vectors give the same bytes.
std::string to_json(const Corpus& corpus);

// Reads a corpus file. Throws UsageError naming file, place and what was expected.
Corpus read_corpus(const std::string& file);

// The corpus files in a directory, sorted by name. Throws UsageError when there is no directory.
std::vector<std::string> corpus_files(const std::string& directory);

// Where the corpus lives: PATHPROOF_CORPUS, else the one shipped with this build.
std::string corpus_directory();

// What a corpus directory has of a protocol; nothing where it has nothing.
std::vector<Corpus> corpora_of(const std::string& directory, std::string_view protocol);

// Makes the vectors of one machine: each rule, each condition that refuses, each mutant. Vectors
// whose id is in `known` are left out, for another machine of the protocol has them already. What
// is in `without` is not looked for: an earlier search found nothing. `judge` is the machine of the
// protocol that judges; what it permits is no lie. See Protocol for `far_mutants`.
Corpus generate(const Machine& machine,
                const Machine& judge,
                const std::string& model,
                const std::set<std::string>& known = {},
                const std::set<std::string>& without = {},
                bool far_mutants = true);

// The protocol with one case for each vector of the corpora, and with no others. Case ids are
// FAMILY/vector_ID. The corpora must outlive it.
Protocol replay_protocol(const Protocol& protocol, const std::vector<Corpus>& corpora);

} // namespace pathproof::vectors
