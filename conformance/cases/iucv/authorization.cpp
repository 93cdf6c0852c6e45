// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/iucv/cases.hpp"
#include "model/iucv/requirements.hpp"

namespace pathproof::iucv {

std::vector<Case> authorization_cases() {
  return {
      {.id = "iucv/authorization/generated",
       .title = "any order of calls",
       .cites = {&req::iucv_029}},
  };
}

} // namespace pathproof::iucv
