// SPDX-License-Identifier: Apache-2.0
#include "conformance/verdict.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace pathproof {

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
  case Verdict::pass:
    return "pass";
  case Verdict::expected_fail:
    return "expected-fail";
  case Verdict::unsupported:
    return "unsupported";
  case Verdict::inconclusive:
    return "inconclusive";
  case Verdict::flaky:
    return "flaky";
  case Verdict::unexpected_pass:
    return "unexpected-pass";
  case Verdict::fail:
    return "fail";
  case Verdict::error:
    return "error";
  }
  return "error";
}

bool decided(Verdict verdict) {
  return verdict != Verdict::unsupported && verdict != Verdict::inconclusive &&
         verdict != Verdict::error;
}

std::string_view to_string(Reach reach) {
  switch (reach) {
  case Reach::none:
    return "";
  case Reach::skipped:
    return "skipped";
  case Reach::cited_only:
    return "cited only";
  case Reach::exercised:
    return "exercised";
  }
  return "";
}

namespace {

// What the cases say about one requirement.
struct Seen {
  Verdict worst = Verdict::pass;
  std::uint64_t all = 0; // that cite it
  std::uint64_t cited = 0;
  std::uint64_t fired = 0;
  std::uint64_t both = 0;
};

Reach reach_of(const RequirementRow& row, const Seen& seen) {
  if (row.state != "modelled") {
    return Reach::none;
  }
  const bool has_rules = row.rules > 0;
  return seen.cited == 0               ? Reach::skipped
         : has_rules && seen.both == 0 ? Reach::cited_only
                                       : Reach::exercised;
}

} // namespace

void judge_requirements(RunResult& result) {
  std::unordered_map<std::string_view, Seen> by_id;
  for (const CaseResult& one : result.cases) {
    const bool counts = decided(one.verdict);
    const std::unordered_set<std::string_view> cited(one.requirements.begin(),
                                                     one.requirements.end());
    for (const std::string_view id : cited) {
      Seen& seen = by_id[id];
      seen.worst = std::max(seen.worst, one.verdict);
      ++seen.all;
      seen.cited += counts ? 1 : 0;
    }
    for (const std::string& id : one.fired) {
      Seen& seen = by_id[id];
      seen.fired += counts ? 1 : 0;
      seen.both += counts && cited.contains(id) ? 1 : 0;
    }
  }
  for (RequirementRow& row : result.requirements) {
    const Seen& seen = by_id[row.requirement.id];
    row.verdict = seen.all == 0 ? "" : std::string(to_string(seen.worst));
    row.cited = seen.cited;
    row.fired = seen.fired;
    row.reach = reach_of(row, seen);
  }
}

int exit_status(const RunResult& result) {
  const auto any = [&](auto... verdict) {
    return std::any_of(result.cases.begin(), result.cases.end(), [&](const CaseResult& one) {
      return ((one.verdict == verdict) || ...);
    });
  };
  const bool nothing_ran = result.cases.empty() && result.shard.count == 0;
  if (nothing_ran || !result.interrupted.empty()) {
    return 2;
  }
  if (any(Verdict::fail, Verdict::unexpected_pass)) {
    return 1;
  }
  if (any(Verdict::error)) {
    return 2;
  }
  if (any(Verdict::inconclusive, Verdict::unsupported, Verdict::flaky)) {
    return 3;
  }
  return 0;
}

} // namespace pathproof
