// SPDX-License-Identifier: Apache-2.0
// How long the cases of an earlier run took, from its JUnit report.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace pathproof::reports {

// Seconds by the id of a case. Throws UsageError "NAME: …" for what is no JUnit report that
// `junit_report` wrote.
std::map<std::string, double> junit_times(const std::string& xml, std::string_view name);

} // namespace pathproof::reports
