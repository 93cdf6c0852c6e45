// SPDX-License-Identifier: Apache-2.0
#include "conformance/expectation.hpp"

#include <algorithm>

namespace pathproof {

bool is_the_expected(const CaseResult& result, const ExpectedFailure& expected) {
  std::string report = result.reason + '\n' + result.iut_output;
  for (const Deviation& one : result.deviations) {
    report += '\n' + one.observed;
    for (const RequirementReference& broken : one.broken) {
      report += '\n' + broken.id;
    }
  }
  return expected.shows.empty() ||
         std::any_of(expected.shows.begin(), expected.shows.end(), [&](const std::string& word) {
           return report.find(word) != std::string::npos;
         });
}

void expect(CaseResult& result, const Profile& profile) {
  const ExpectedFailure* expected = profile.expects_failure(result.id);
  if (expected == nullptr) {
    const ExpectedFailure* const past = profile.expected_until(result.id);
    if (past != nullptr && result.verdict == Verdict::fail) {
      result.reason +=
          " (the profile expected it until " + past->expires + ": " + past->reason + ")";
    }
    return;
  }
  if (result.verdict == Verdict::fail && !is_the_expected(result, *expected)) {
    result.reason +=
        " (this is not the failure that the profile expects: " + expected->reason + ")";
    return;
  }
  if (result.verdict == Verdict::fail ||
      (result.verdict == Verdict::flaky && expected->sometimes)) {
    result.verdict = Verdict::expected_fail;
    result.reason = expected->reason;
  } else if (result.verdict == Verdict::pass && !expected->sometimes) {
    result.verdict = Verdict::unexpected_pass;
    result.reason = "the profile expects it to fail: " + expected->reason;
  }
}

} // namespace pathproof
