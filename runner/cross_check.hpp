// SPDX-License-Identifier: Apache-2.0
// A second opinion: cvc5 is asked the questions that Z3 has answered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/iut/temporary_folder.hpp"

namespace pathproof::runner {

struct CrossChecked {
  std::string file;           // an SMT-LIB 2 script
  unsigned questions = 0;     // each of which must be answered with unsat
  std::string disagreement{}; // what cvc5 said instead; empty: it agrees
};

// Throws UsageError where cvc5 cannot be run.
void require_cvc5();

// Asks cvc5 about all files, with so many milliseconds for each question; gives the seconds taken.
double cross_check(std::vector<CrossChecked>& scripts, unsigned timeout_ms);

// Where scripts are written: a directory that is made where it is missing, or, when none is named
// but scripts are needed, one that goes when it is done with. Throws UsageError.
class ScriptDirectory {
public:
  ScriptDirectory(const std::string& wanted, bool needed);

  const std::string& path() const { return path_; }

private:
  std::string path_;
  std::optional<iut::TemporaryFolder> temporary_;
};

} // namespace pathproof::runner
