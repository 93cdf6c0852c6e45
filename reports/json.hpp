// SPDX-License-Identifier: Apache-2.0
// The report for programs: everything a run found, in JSON, and back again.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "conformance/verdict.hpp"

namespace pathproof::reports {

// Raised when a reader of the old form would misunderstand the new one.
inline constexpr int json_schema_version = 1;

// Equal results give equal bytes: no times, no host names, a fixed order of keys. Strings of any
// bytes are accepted; what is not UTF-8 becomes U+FFFD.
std::string json_report(const RunResult& result);

// Reads what `json_report` writes; `seconds` are 0, since the report has none. A missing, unknown
// or ill-typed field throws UsageError: "NAME: cases[3].verdict: 'passed' is no verdict".
RunResult read_json(std::istream& in, std::string_view name = "report");

// One case of the report and how long it took, in one line without its end.
std::string json_line(const CaseResult& result);

// Reads what `json_line` writes. Throws UsageError as `read_json` does.
CaseResult read_json_line(std::string_view line, std::string_view name);

} // namespace pathproof::reports
