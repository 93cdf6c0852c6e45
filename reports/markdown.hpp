// SPDX-License-Identifier: Apache-2.0
// The report on the page of a job, in Markdown, and remarks beside it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "conformance/verdict.hpp"

namespace pathproof::reports {

// Families, what went wrong, what was skipped and why, and the sentence about conformance. A page
// of GitHub takes 1 MB: of what went wrong at most `failures_max` cases are shown in full.
std::string markdown_report(const RunResult& result, std::size_t failures_max = 20);

// The text on one line, in which nothing is markup, not even in a table.
std::string markdown_text(std::string_view text);

// Lines that GitHub shows as remarks of a job, "::error title=…::…": one for each case that went
// wrong, as many as GitHub shows of one step, and one that counts the others.
std::string github_annotations(const RunResult& result);

} // namespace pathproof::reports
