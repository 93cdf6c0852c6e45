// SPDX-License-Identifier: Apache-2.0
// What a whole run amounts to: counts, requirement coverage, and whether it may be called
// conformant.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/verdict.hpp"

namespace pathproof::reports {

// How many cases ended with each verdict.
struct Counts {
  std::array<std::uint64_t, std::size(all_verdicts)> of_verdict{};

  std::uint64_t operator[](Verdict verdict) const {
    return of_verdict[static_cast<std::size_t>(verdict)];
  }

  void add(Verdict verdict) { ++of_verdict[static_cast<std::size_t>(verdict)]; }

  // The worst verdict counted; pass if none is.
  Verdict worst() const;
};

Counts count(const std::vector<CaseResult>& cases);

// "38 pass, 2 unsupported, 1 fail": only what occurred; "nothing" if nothing did.
std::string to_text(const Counts& counts);

// The cases of one family, in the order of the run.
struct Family {
  std::string name;
  std::vector<const CaseResult*> cases; // into the result asked for
  Counts counts;
};

// The families in the order in which the run came to them.
std::vector<Family> families(const RunResult& result);

// The modelled requirements that were exercised (see Reach).
std::set<std::string> exercised(const RunResult& result);

// Those whose rules fired in no decided case that cites them.
std::vector<std::string> cited_only(const RunResult& result);

struct Coverage {
  std::uint64_t modelled = 0, preconditions = 0, not_modelled = 0;
  std::uint64_t exercised = 0, cited_only = 0, skipped = 0; // of those that are modelled
};

// As the rows of the result say (see judge_requirements).
Coverage coverage(const RunResult& result);

// "187 known: 150 modelled (139 exercised, 2 cited only, 9 skipped), 12 preconditions, 25 not
// modelled".
std::string to_text(const Coverage& coverage);

// Stricter than an exit status of 0: also nothing was skipped, interrupted or excused. A
// requirement that is cited only does not hinder it, but is told: whether its rules fire may be for
// the implementation to choose.
bool conformant(const RunResult& result);

// One sentence: "conformant: …", or "not called conformant: " and everything that hinders it.
std::string conformance_sentence(const RunResult& result);

} // namespace pathproof::reports
