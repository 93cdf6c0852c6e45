// SPDX-License-Identifier: Apache-2.0
// The cases of one path of LFP, one file per concept, named as in model/lfp.
#pragma once

#include <initializer_list>

#include "conformance/cases/case.hpp"

namespace pathproof::lfp {

std::vector<Case> session_cases();
std::vector<Case> limit_cases();
std::vector<Case> window_cases();

using Moves = std::vector<std::string_view>;

// There is a path.
inline Moves opened(std::initializer_list<std::string_view> more) {
  Moves moves{"event.start", "settle"};
  moves.insert(moves.end(), more);
  return moves;
}

inline CaseTable cases() {
  CaseTable table{.model = "lfp", .cases = {}};
  for (const auto& part : {session_cases(), limit_cases(), window_cases()}) {
    table.cases.insert(table.cases.end(), part.begin(), part.end());
  }
  return table;
}

} // namespace pathproof::lfp
