// SPDX-License-Identifier: Apache-2.0
// Runs that are larger than one machine: a shard of the cases that were
// selected, and a journal that a run goes on from after it was killed.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "conformance/suite.hpp"
#include "reports/journal.hpp"
#include "runner/command_line.hpp"

namespace pathproof::runner {

struct CampaignOptions {
  static constexpr std::uint32_t not_given = std::numeric_limits<std::uint32_t>::max();

  std::uint32_t index = not_given;
  std::uint32_t count = not_given;
  std::vector<std::string> costs; // JUnit reports of earlier runs
  std::string journal;            // a file; empty: none

  // --shard-index, --journal and so on.
  void add_to(Command& command);

  // Throws UsageError for options that do not go together.
  void check() const;

  bool is_shard() const { return count != not_given; }
};

// What of a run's options decides its results and is not in its report, by name.
std::vector<std::pair<std::string, std::string>> settings_of(const SuiteOptions& suite,
                                                             const std::vector<Task>& tasks);

// What this run does of what was selected: all of it, or a shard.
struct Part {
  std::vector<Task> tasks;
  Shard shard; // with the places of the tasks
};

Part part_of(const CampaignOptions& options,
             const std::vector<Task>& selected,
             const SuiteOptions& suite);

// Runs the part's tasks; with a journal those that it has not, and keeps them in it. `began` is
// when the run did. A run that is interrupted has fewer cases, and as many places.
RunResult
run_part(const Part& part, SuiteOptions suite, const std::string& began, reports::Journal* journal);

} // namespace pathproof::runner
