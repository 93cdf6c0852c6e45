// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "conformance/iut/hs/failure.hpp"

namespace pathproof::iut {

// It was the guest.
struct GuestFailed : SystemFailed {
  using SystemFailed::SystemFailed;
};

} // namespace pathproof::iut
