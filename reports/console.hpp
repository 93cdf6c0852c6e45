// SPDX-License-Identifier: Apache-2.0
// The report a person reads in a terminal: quiet about what passed, one screen for each failure.
#pragma once

#include <cstddef>
#include <string>

#include "conformance/verdict.hpp"
#include "reports/failure.hpp"  // render_failure
#include "reports/progress.hpp" // Progress

namespace pathproof::reports {

struct ConsoleOptions {
  bool colour = false; // adds emphasis, never meaning
  // One defect may break a hundred cases: after this many screens a failure gets one line.
  std::size_t failures_in_full = 10;
};

// Families, failures, what stayed undecided, notes and the summary.
std::string console_report(const RunResult& result, const ConsoleOptions& options = {});

// Only the last part: counts, requirement coverage, and the sentence about conformance.
std::string console_summary(const RunResult& result, bool colour = false);

} // namespace pathproof::reports
