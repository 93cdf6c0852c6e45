// SPDX-License-Identifier: Apache-2.0
// The reports that a command writes, and reads again.
#pragma once

#include <string>
#include <vector>

#include "conformance/verdict.hpp"
#include "runner/command_line.hpp"

namespace pathproof::runner {

struct ReportFiles {
  std::string junit;
  std::string json;
  std::string html;
  std::string markdown;
  std::string annotations; // "github", or nothing
  std::vector<std::string> plots;

  // --junit, --json and so on.
  void add_to(Command& command);

  // Fails before the run, not after it, when a report could not be written, or would replace
  // another one, or one of the files that are read.
  void check(const std::vector<std::string>& read = {}) const;

  // Writes those that are wanted; annotations go to standard output. `timestamp` is when the run
  // began, or empty.
  void write(const RunResult& result, const std::string& timestamp) const;
};

// Throws UsageError when a file with this name could not be written.
void check_writable(const std::string& file);

// All of a file. Throws UsageError "cannot read FILE: reason".
std::string read_file(const std::string& file);

// The JSON report in the file. Throws UsageError.
RunResult read_report(const std::string& file);

} // namespace pathproof::runner
