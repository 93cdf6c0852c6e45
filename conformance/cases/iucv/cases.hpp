// SPDX-License-Identifier: Apache-2.0
// The cases of IUCV at CP level, one file per concept, named as in model/iucv.
#pragma once

#include "conformance/cases/case.hpp"

namespace pathproof::iucv {

std::vector<Case> authorization_cases();
std::vector<Case> path_cases();

inline CaseTable cases() {
  CaseTable table{.model = "iucv", .cases = {}};
  for (const auto& part : {authorization_cases(), path_cases()}) {
    table.cases.insert(table.cases.end(), part.begin(), part.end());
  }
  return table;
}

} // namespace pathproof::iucv
