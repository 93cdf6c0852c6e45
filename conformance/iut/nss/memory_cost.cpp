// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/nss/memory_cost.hpp"

#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>

namespace pathproof::iut::nss {

MemoryCost cost_of(const SavedSystem& system,
                   const UserMachine& machine,
                   std::uint32_t first,
                   std::uint32_t last) {
  const auto begin = reinterpret_cast<std::uintptr_t>(system.begin());
  const std::uintptr_t from = begin + std::uintptr_t{first} * pathproof::nss::page_size;
  const std::uintptr_t to = begin + (std::uintptr_t{last} + 1) * pathproof::nss::page_size;
  const std::string path = "/proc/" + std::to_string(machine.process()) + "/smaps";
  std::ifstream smaps(path);
  MemoryCost cost;
  bool inside = false;
  bool found = false;
  for (std::string line; std::getline(smaps, line);) {
    std::uintptr_t low = 0;
    std::uintptr_t high = 0;
    if (std::sscanf(line.c_str(), "%" SCNxPTR "-%" SCNxPTR " ", &low, &high) == 2) {
      inside = from <= low && high <= to;
      found = found || inside;
      continue;
    }
    std::uint64_t amount = 0;
    if (!inside) {
      continue;
    }
    if (std::sscanf(line.c_str(), "Rss: %" SCNu64, &amount) == 1) {
      cost.resident += amount;
    } else if (std::sscanf(line.c_str(), "Pss: %" SCNu64, &amount) == 1) {
      cost.proportional += amount;
    } else if (std::sscanf(line.c_str(), "Shared_Clean: %" SCNu64, &amount) == 1 ||
               std::sscanf(line.c_str(), "Shared_Dirty: %" SCNu64, &amount) == 1) {
      cost.shared += amount;
    } else if (std::sscanf(line.c_str(), "Private_Clean: %" SCNu64, &amount) == 1 ||
               std::sscanf(line.c_str(), "Private_Dirty: %" SCNu64, &amount) == 1) {
      cost.exclusive += amount;
    }
  }
  if (!found) {
    throw std::runtime_error("no mapping of these pages in " + path);
  }
  return cost;
}

} // namespace pathproof::iut::nss
