// SPDX-License-Identifier: Apache-2.0
// Runs a program to its end and gives what it wrote. For tools that the kit asks something.
#pragma once

#include <string>
#include <vector>

namespace pathproof::iut {

struct ProgramResult {
  int status = -1;      // its exit status; 127: it could not be started; -1: killed or too slow
  std::string output{}; // standard output and error together, capped
};

// Runs `words` without an input. `network`: a descriptor of the network namespace that it shall run
// in, or -1. A program that is not done after `deadline_ms` is killed.
ProgramResult
run_program(const std::vector<std::string>& words, int network = -1, int deadline_ms = 5000);

} // namespace pathproof::iut
