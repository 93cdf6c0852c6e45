// SPDX-License-Identifier: Apache-2.0
// The cases of the prerouter of Common INET, one file per concept, named as in model/cinet.
#pragma once

#include "conformance/cases/case.hpp"

namespace pathproof::cinet::prerouter {

std::vector<Case> dialogue_cases();
std::vector<Case> failure_cases();
std::vector<Case> ipv6_cases();
std::vector<Case> change_cases();
std::vector<Case> selection_cases();
std::vector<Case> port_cases();

inline CaseTable cases() {
  CaseTable table{.model = "cinet/prerouter", .cases = {}};
  for (const auto& part : {dialogue_cases(),
                           failure_cases(),
                           ipv6_cases(),
                           change_cases(),
                           selection_cases(),
                           port_cases()}) {
    table.cases.insert(table.cases.end(), part.begin(), part.end());
  }
  return table;
}

} // namespace pathproof::cinet::prerouter
