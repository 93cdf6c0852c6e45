// SPDX-License-Identifier: Apache-2.0
// The cases of Common INET, one file per concept, named as in model/cinet.
#pragma once

#include "conformance/cases/case.hpp"

namespace pathproof::cinet {

std::vector<Case> sockets_cases();
std::vector<Case> ioctl_cases();
std::vector<Case> shared_memory_cases();
std::vector<Case> providers_cases();
std::vector<Case> asynchronous_io_cases();

inline CaseTable cases() {
  CaseTable table{.model = "cinet", .cases = {}};
  for (const auto& part : {sockets_cases(),
                           ioctl_cases(),
                           shared_memory_cases(),
                           providers_cases(),
                           asynchronous_io_cases()}) {
    table.cases.insert(table.cases.end(), part.begin(), part.end());
  }
  return table;
}

} // namespace pathproof::cinet
