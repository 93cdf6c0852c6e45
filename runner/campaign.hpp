// SPDX-License-Identifier: Apache-2.0
// Runs that are larger than one machine: a shard of the cases that were selected.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "conformance/suite.hpp"
#include "runner/command_line.hpp"

namespace pathproof::runner {

struct CampaignOptions {
  static constexpr std::uint32_t not_given = std::numeric_limits<std::uint32_t>::max();

  std::uint32_t index = not_given;
  std::uint32_t count = not_given;
  std::vector<std::string> costs; // JUnit reports of earlier runs

  // --shard-index and so on.
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

// Gives the result of the part's tasks, which may have been interrupted, the shard with the places
// of its cases.
void set_shard(const Part& part, RunResult& result);

} // namespace pathproof::runner
