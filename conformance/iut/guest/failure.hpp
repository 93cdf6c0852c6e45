// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

#include "conformance/iut/channel.hpp"

namespace pathproof::iut {

// The guest ended, hangs or talks nonsense. It is of no use any more.
struct GuestFailed : std::runtime_error {
  explicit GuestFailed(Fault what_happened)
      : std::runtime_error(what_happened.sentence), fault(std::move(what_happened)) {}

  Fault fault;
};

} // namespace pathproof::iut
