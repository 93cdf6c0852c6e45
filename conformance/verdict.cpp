// SPDX-License-Identifier: Apache-2.0
#include "conformance/verdict.hpp"

#include <algorithm>
#include <unordered_map>

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

void judge_requirements(RunResult& result) {
  std::unordered_map<std::string_view, Verdict> worst;
  for (const CaseResult& one : result.cases) {
    for (const std::string& cited : one.requirements) {
      const auto [found, is_new] = worst.try_emplace(cited, one.verdict);
      found->second = std::max(found->second, one.verdict);
    }
  }
  for (RequirementRow& row : result.requirements) {
    const auto found = worst.find(row.requirement.id);
    row.verdict = found == worst.end() ? "" : std::string(to_string(found->second));
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
