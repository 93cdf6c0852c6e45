// SPDX-License-Identifier: Apache-2.0
// Two runs beside each other: what a change has mended, and what it has broken.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/verdict.hpp"

namespace pathproof::reports {

// A case whose verdict changed, or whose failure is another one.
struct ChangedCase {
  std::string id;
  std::string before; // verdict; empty: the old run did not have the case
  std::string now;    // verdict; empty: the new run does not have it
  std::string why;    // of the new failure, or the old one where it is mended
};

struct Comparison {
  std::vector<ChangedCase> newly_failing; // fail, unexpected-pass or error, and was not
  std::vector<ChangedCase> newly_flaky;
  std::vector<ChangedCase> failing_otherwise; // still fails, and breaks other requirements
  std::vector<ChangedCase> fixed;             // failed or was flaky, and passes
  std::vector<ChangedCase> no_longer_decided; // had a verdict, and has none or is gone
  std::vector<std::string> requirements_lost; // exercised by the old run, and not by the new one
  std::vector<std::string> requirements_won;
  std::vector<std::string> settings; // "seed: 1, then 2": what the runs do not have in common
  std::uint64_t still_failing = 0;
  std::uint64_t unchanged = 0;
};

// A case is the same when its id is. Where ids repeat, the first cases correspond, and so on.
Comparison compare(const RunResult& before, const RunResult& now);

// 0: nothing is worse · 1: newly failing · 3: newly flaky, or coverage lost.
int exit_status(const Comparison& comparison);

// For a terminal; at most so many cases of each kind.
std::string to_text(const Comparison& comparison, std::size_t cases_max = 50);

// For the page of a job.
std::string to_markdown(const Comparison& comparison, std::size_t cases_max = 50);

} // namespace pathproof::reports
