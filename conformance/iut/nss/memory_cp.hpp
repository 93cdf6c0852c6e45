// SPDX-License-Identifier: Apache-2.0
// nss:memory, a CP that knows named saved systems and nothing else, and really shares memory: user
// machines are processes, saved pages a file in memory that they map.
#pragma once

#include <memory>

#include "conformance/iut/iut.hpp"

namespace pathproof::iut::nss {

inline constexpr std::string_view memory_scheme = "nss:memory";

// "nss:memory", or "nss:memory:FAULT" for one that is wrong on purpose. Throws UsageError for
// another one.
std::unique_ptr<Iut> open_memory_cp(std::string_view specification);

} // namespace pathproof::iut::nss
