// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/cinet/cases.hpp"
#include "model/cinet/requirements.hpp"

namespace pathproof::cinet {

std::vector<Case> ioctl_cases() {
  return {
      {.id = "cinet/ioctl/generated",
       .title = "any order of calls, answers and provider events",
       .cites = {&req::cinet_010}},
  };
}

} // namespace pathproof::cinet
