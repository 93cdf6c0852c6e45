// SPDX-License-Identifier: Apache-2.0
// Results against what the profile of an implementation expects.
#pragma once

#include "conformance/profile.hpp"
#include "conformance/verdict.hpp"

namespace pathproof {

// Whether the report of the failure has one of the words by which the expected one is known.
bool is_the_expected(const CaseResult& result, const ExpectedFailure& expected);

// Turns the verdict into "expected-fail" or "unexpected-pass" where the profile expects a failure.
void expect(CaseResult& result, const Profile& profile);

} // namespace pathproof
