// SPDX-License-Identifier: Apache-2.0
// What a run depends on, to tell runs apart that must not be put together.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "conformance/verdict.hpp"

namespace pathproof::reports {

using Settings = std::vector<std::pair<std::string, std::string>>; // by name

// All that shards of one run have in common.
Settings settings_of(const RunResult& result);

// The first in which they differ, "seed '1' and '2'"; empty where there is none.
std::string difference(const Settings& one, const Settings& other);

} // namespace pathproof::reports
