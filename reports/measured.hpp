// SPDX-License-Identifier: Apache-2.0
// What other commands measured, for the plots of a report. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "reports/json_values.hpp"

namespace pathproof::reports {

// The texts as JSON with only visible characters, in their order. Each is what `explore`, `prove`
// or `mutants` wrote with --json; another text throws UsageError with its name.
Json measured_data(const std::vector<std::string>& texts, const std::vector<std::string>& names);

} // namespace pathproof::reports
