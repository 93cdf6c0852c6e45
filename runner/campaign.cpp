// SPDX-License-Identifier: Apache-2.0
#include "runner/campaign.hpp"

#include <algorithm>
#include <utility>

#include "conformance/shard.hpp"
#include "model/core/digest.hpp"
#include "model/core/error.hpp"
#include "reports/junit_times.hpp"
#include "runner/report_files.hpp"

namespace pathproof::runner {

namespace {

constexpr std::uint32_t shards_max = 1'000'000;

std::string digest_of(const std::vector<Task>& tasks) {
  std::uint64_t value = digest_of_nothing;
  for (const Task& task : tasks) {
    value = digest(task.id() + "\n", value);
  }
  return to_digits(value);
}

// An expectation that expires between two shards makes their runs different.
std::string digest_of(const Profile& profile) {
  std::uint64_t value = digest(read_file(profile.file));
  for (const ExpectedFailure& one : profile.expected_failures) {
    value =
        digest(!one.expires.empty() && one.expires < profile.today ? "expired" : "holds", value);
  }
  return to_digits(value);
}

// A case that several of the reports have counts with the longest time.
CaseCosts read_costs(const std::vector<std::string>& files, const std::vector<std::string>& ids) {
  CaseCosts costs;
  for (const std::string& file : files) {
    for (const auto& [id, seconds] : reports::junit_times(read_file(file), file)) {
      double& cost = costs[id];
      cost = std::max(cost, seconds);
    }
  }
  if (!files.empty() && std::none_of(ids.begin(), ids.end(), [&](const std::string& id) {
        return costs.contains(id);
      })) {
    throw UsageError(files.front() + " has no case that was selected");
  }
  return costs;
}

} // namespace

void CampaignOptions::add_to(Command& command) {
  command.option(
      "--shard-index", index, "Which shard of the cases to run, from 0", {0, shards_max - 1});
  command.option(
      "--shard-count", count, "Of shards, which merge makes one report of", {1, shards_max});
  command.option("--shard-costs",
                 costs,
                 "JUnit reports of earlier runs: shards take equally long, by their times");
}

void CampaignOptions::check() const {
  if ((index == not_given) != (count == not_given)) {
    throw UsageError("--shard-index and --shard-count go together");
  }
  if (is_shard() && index >= count) {
    throw UsageError("--shard-index " + std::to_string(index) + ": of " + std::to_string(count) +
                     " shards the last is " + std::to_string(count - 1));
  }
  if (!is_shard() && !costs.empty()) {
    throw UsageError("--shard-costs is for --shard-count");
  }
}

std::vector<std::pair<std::string, std::string>> settings_of(const SuiteOptions& suite,
                                                             const std::vector<Task>& tasks) {
  return {{"selection", digest_of(tasks)},
          {"providers", suite.providers},
          {"layout", suite.layout.empty() ? "" : to_digits(digest(read_file(suite.layout)))},
          {"content of the profile", suite.profile.file.empty() ? "" : digest_of(suite.profile)},
          {"steps", std::to_string(suite.steps)},
          {"tests", std::to_string(suite.tests)},
          {"instances", std::to_string(suite.instances)},
          {"replays", std::to_string(suite.replays)},
          {"deadline", std::to_string(suite.limits.deadline_ms)},
          {"shrink", suite.shrink ? "yes" : "no"}};
}

Part part_of(const CampaignOptions& options,
             const std::vector<Task>& selected,
             const SuiteOptions& suite) {
  if (!options.is_shard()) {
    return {selected, {}};
  }
  std::vector<std::string> ids;
  for (const Task& task : selected) {
    ids.push_back(task.id());
  }
  Part part;
  part.shard = {.index = options.index,
                .count = options.count,
                .cases = selected.size(),
                .places = {},
                .settings = settings_of(suite, selected)};
  const CaseCosts costs = read_costs(options.costs, ids);
  for (const std::size_t place : shard_places(ids, costs, options.index, options.count)) {
    part.shard.places.push_back(place);
    part.tasks.push_back(selected[place]);
  }
  return part;
}

void set_shard(const Part& part, RunResult& result) {
  result.shard = part.shard;
  result.shard.places.clear();
  for (std::size_t i = 0; i < part.shard.places.size(); ++i) {
    const std::size_t next = result.shard.places.size();
    if (next < result.cases.size() && result.cases[next].id == part.tasks[i].id()) {
      result.shard.places.push_back(part.shard.places[i]);
    }
  }
}

} // namespace pathproof::runner
