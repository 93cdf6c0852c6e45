// SPDX-License-Identifier: Apache-2.0
// The report a person reads in a browser: one static file, for a mail attachment as well.
#pragma once

#include <string>
#include <vector>

#include "conformance/verdict.hpp"

namespace pathproof::reports {

struct HtmlOptions {
  // Where the file will be, so that links lead to captures beside it.
  std::string file{};
  // What `explore`, `prove` and `mutants` wrote as JSON, to be plotted. A text that is none of
  // these throws UsageError; the names are for that error.
  std::vector<std::string> measured{};
  std::vector<std::string> measured_names{};
};

// What `json_report` has, to be looked at. Nothing is loaded from elsewhere. Whatever is in a
// result, it is shown as text: it is in the file once, as data, and becomes text of the page only.
// A text of more than `html_text_max` bytes is cut in its middle, which is said there.
std::string html_report(const RunResult& result, const HtmlOptions& options = {});

inline constexpr std::size_t html_text_max = 64 * 1024;

} // namespace pathproof::reports
