// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <utility>

#include "conformance/iut/channel.hpp"

namespace pathproof::iut {

// The system under test ended, hangs or talks nonsense. It is of no use any more.
struct SystemFailed : std::runtime_error {
  explicit SystemFailed(Fault what_happened)
      : std::runtime_error(what_happened.sentence), fault(std::move(what_happened)) {}

  Fault fault;
};

} // namespace pathproof::iut
