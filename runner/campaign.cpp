// SPDX-License-Identifier: Apache-2.0
#include "runner/campaign.hpp"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <map>
#include <utility>

#include "conformance/shard.hpp"
#include "model/core/digest.hpp"
#include "model/core/error.hpp"
#include "reports/junit_times.hpp"
#include "runner/report_files.hpp"
#include <pathproof_version.hpp>

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
  command.option(
      "--journal",
      journal,
      "Keeps results as they come in; with the same command a run that was killed goes on");
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
  Part part;
  part.shard.cases = selected.size();
  part.shard.settings = settings_of(suite, selected);
  if (!options.is_shard()) {
    part.tasks = selected;
    return part;
  }
  std::vector<std::string> ids;
  for (const Task& task : selected) {
    ids.push_back(task.id());
  }
  part.shard.index = options.index;
  part.shard.count = options.count;
  const CaseCosts costs = read_costs(options.costs, ids);
  for (const std::size_t place : shard_places(ids, costs, options.index, options.count)) {
    part.shard.places.push_back(place);
    part.tasks.push_back(selected[place]);
  }
  return part;
}

namespace {

// What the journal has of the part, by id.
std::map<std::string, CaseResult> go_on(const Part& part,
                                        const SuiteOptions& suite,
                                        const std::string& began,
                                        reports::Journal& journal) {
  RunResult run = empty_result(suite);
  run.version = version;
  run.shard = part.shard;
  reports::Settings settings = reports::settings_of(run);
  settings.emplace_back("shard", std::to_string(part.shard.index));
  settings.emplace_back("cases of the shard", digest_of(part.tasks));
  journal.start(settings, began);
  std::map<std::string, CaseResult> done;
  for (const CaseResult& one : journal.cases()) {
    done.emplace(one.id, one);
  }
  return done;
}

} // namespace

RunResult run_part(const Part& part,
                   SuiteOptions suite,
                   const std::string& began,
                   reports::Journal* journal) {
  std::map<std::string, CaseResult> done;
  if (journal != nullptr) {
    done = go_on(part, suite, began, *journal);
  }
  std::vector<Task> left;
  std::copy_if(part.tasks.begin(),
               part.tasks.end(),
               std::back_inserter(left),
               [&](const Task& task) { return !done.contains(task.id()); });
  if (!done.empty()) {
    std::cerr << suite.program << ": " << done.size() << " of " << part.tasks.size()
              << " cases were done before\n";
  }
  suite.progress =
      [&, shown = suite.progress](const CaseResult& one, std::size_t count, std::size_t all) {
        // One that was cut short by a signal is not done.
        if (journal != nullptr && (suite.stop == nullptr || suite.stop->load() == 0)) {
          journal->add(one);
        }
        if (shown) {
          shown(one, count + done.size(), all + done.size());
        }
      };
  RunResult result = run_suite(left, suite);
  result.shard = part.shard;
  result.shard.places.clear();
  std::vector<CaseResult> ran = std::move(result.cases);
  result.cases.clear();
  auto next = ran.begin();
  for (std::size_t i = 0; i < part.tasks.size(); ++i) {
    const auto found = done.find(part.tasks[i].id());
    if (found != done.end()) {
      result.cases.push_back(std::move(found->second));
    } else if (next != ran.end() && next->id == part.tasks[i].id()) {
      result.cases.push_back(std::move(*next++));
    } else {
      continue; // it was interrupted before
    }
    if (part.shard.count > 0) {
      result.shard.places.push_back(part.shard.places[i]);
    }
  }
  return result;
}

} // namespace pathproof::runner
