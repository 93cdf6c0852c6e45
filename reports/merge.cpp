// SPDX-License-Identifier: Apache-2.0
#include "reports/merge.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "model/core/error.hpp"
#include "reports/settings.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

constexpr std::size_t name_columns = 200;

std::string shown(const NamedReport& one) {
  return one_line(one.name, name_columns);
}

void require_same_run(const NamedReport& first, const NamedReport& other) {
  const std::string differs = difference(settings_of(first.result), settings_of(other.result));
  if (!differs.empty()) {
    throw UsageError(
        fmt::format("{} and {} are of different runs: {}", shown(first), shown(other), differs));
  }
}

void require_whole(const NamedReport& one) {
  if (one.result.shard.count == 0) {
    throw UsageError(shown(one) + " is no shard: it was not made with --shard-count");
  }
  if (!one.result.interrupted.empty()) {
    throw UsageError(fmt::format("{} was interrupted by {}; run that shard again",
                                 shown(one),
                                 one_line(one.result.interrupted, 20)));
  }
}

// In the order of their indices.
void require_each_once(const std::vector<NamedReport>& shards) {
  for (std::size_t i = 0; i < shards.size(); ++i) {
    const std::uint64_t index = shards[i].result.shard.index;
    if (i > 0 && index == shards[i - 1].result.shard.index) {
      throw UsageError(fmt::format(
          "{} and {} are both shard {}", shown(shards[i - 1]), shown(shards[i]), index));
    }
    if (index != i) {
      throw UsageError(
          fmt::format("shard {} of {} is missing", i, shards.front().result.shard.count));
    }
  }
  if (shards.size() != shards.front().result.shard.count) {
    throw UsageError(
        fmt::format("shard {} of {} is missing", shards.size(), shards.front().result.shard.count));
  }
}

// The cases of all, in the order of the whole run.
std::vector<CaseResult> cases_of(std::vector<NamedReport>& shards) {
  struct Placed {
    NamedReport* shard;
    CaseResult* one;
  };

  std::map<std::uint64_t, Placed> all;
  for (NamedReport& shard : shards) {
    for (std::size_t i = 0; i < shard.result.cases.size(); ++i) {
      CaseResult& one = shard.result.cases[i];
      const auto [found, is_new] =
          all.try_emplace(shard.result.shard.places[i], Placed{&shard, &one});
      if (!is_new) {
        throw UsageError(fmt::format("{} and {} have the same case of the run: {}",
                                     shown(*found->second.shard),
                                     shown(shard),
                                     one_line(one.id, name_columns)));
      }
    }
  }
  const std::uint64_t wanted = shards.front().result.shard.cases;
  std::vector<CaseResult> cases;
  for (auto& [place, placed] : all) {
    if (place != cases.size()) {
      break;
    }
    cases.push_back(std::move(*placed.one));
  }
  if (cases.size() != all.size() || cases.size() < wanted) {
    throw UsageError(fmt::format("case {} of {} is in no shard; were all split by the same costs?",
                                 cases.size() + 1,
                                 wanted));
  }
  return cases;
}

bool is_same(const RequirementRow& a, const RequirementRow& b) {
  const RequirementReference& one = a.requirement;
  const RequirementReference& other = b.requirement;
  return one.id == other.id && one.level == other.level && one.sentence == other.sentence &&
         one.source == other.source && one.confidence == other.confidence && a.state == b.state &&
         a.reason == b.reason && a.rules == b.rules && a.invariants == b.invariants &&
         a.cases == b.cases && a.vectors == b.vectors && a.mutants == b.mutants;
}

// The first shard may have more requirements than others: those of recordings that it judged.
void require_same_requirements(const NamedReport& first, const NamedReport& other) {
  const std::vector<RequirementRow>& all = first.result.requirements;
  auto known = all.begin();
  for (const RequirementRow& row : other.result.requirements) {
    known = std::find_if(
        known, all.end(), [&](const RequirementRow& one) { return is_same(one, row); });
    if (known == all.end()) {
      throw UsageError(fmt::format("{} and {} are of different kits: {} is another requirement",
                                   shown(first),
                                   shown(other),
                                   one_line(row.requirement.id, 40)));
    }
    ++known;
  }
}

} // namespace

RunResult merge(std::vector<NamedReport> shards) {
  if (shards.empty()) {
    throw UsageError("there is nothing to merge");
  }
  for (const NamedReport& one : shards) {
    require_whole(one);
    require_same_run(shards.front(), one);
  }
  std::stable_sort(shards.begin(), shards.end(), [](const NamedReport& a, const NamedReport& b) {
    return a.result.shard.index < b.result.shard.index;
  });
  require_each_once(shards);
  for (const NamedReport& one : shards) {
    require_same_requirements(shards.front(), one);
  }
  std::vector<CaseResult> cases = cases_of(shards);
  RunResult whole = std::move(shards.front().result);
  whole.cases = std::move(cases);
  whole.shard = {};
  judge_requirements(whole);
  return whole;
}

} // namespace pathproof::reports
