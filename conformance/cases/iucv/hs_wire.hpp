// SPDX-License-Identifier: Apache-2.0
// The cases of one connection of AF_IUCV over HiperSockets, seen from outside.
#pragma once

#include "conformance/cases/case.hpp"

namespace pathproof::iucv::wire {

CaseTable cases();

} // namespace pathproof::iucv::wire
