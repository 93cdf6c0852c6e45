// SPDX-License-Identifier: Apache-2.0
// What pages of a machine cost in memory, as the kernel counts it (/proc/PID/smaps).
#pragma once

#include <cstdint>

#include "conformance/iut/nss/saved_system.hpp"

namespace pathproof::iut::nss {

// In K. `proportional`: each page divided by the number of those who have it (Pss).
struct MemoryCost {
  std::uint64_t resident = 0;
  std::uint64_t proportional = 0;
  std::uint64_t shared = 0;
  std::uint64_t exclusive = 0;
};

// Of the pages with these numbers in a machine that has loaded the system. Ranges are those of the
// system. Throws std::runtime_error where the kernel does not tell.
MemoryCost cost_of(const SavedSystem& system,
                   const UserMachine& machine,
                   std::uint32_t first,
                   std::uint32_t last);

} // namespace pathproof::iut::nss
