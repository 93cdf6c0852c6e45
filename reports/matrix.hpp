// SPDX-License-Identifier: Apache-2.0
// The requirement matrix: for each requirement, what checks it and what this run said about it.
#pragma once

#include <string>
#include <vector>

#include "conformance/verdict.hpp"

namespace pathproof::reports {

// One line for each requirement, the sentence last and never broken, so that grep finds it whole;
// then a line with the counts.
std::string matrix_text(const std::vector<RequirementRow>& rows);

// A table in GitHub's Markdown, then the counts.
std::string matrix_markdown(const std::vector<RequirementRow>& rows);

// {"schema": "pathproof-requirements", "schema_version": 1, "requirements": […]}, the rows as in
// the report of a run.
std::string matrix_json(const std::vector<RequirementRow>& rows);

} // namespace pathproof::reports
