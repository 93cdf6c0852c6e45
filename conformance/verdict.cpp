// SPDX-License-Identifier: Apache-2.0
#include "conformance/verdict.hpp"

#include <algorithm>

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

int exit_status(const RunResult& result) {
  const auto any = [&](auto... verdict) {
    return std::any_of(result.cases.begin(), result.cases.end(), [&](const CaseResult& one) {
      return ((one.verdict == verdict) || ...);
    });
  };
  if (result.cases.empty() || !result.interrupted.empty()) {
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
