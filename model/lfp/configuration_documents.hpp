// SPDX-License-Identifier: Apache-2.0
// What is printed from the tables of keywords and of checks.
#pragma once

#include <string>

#include "model/lfp/configuration_check.hpp"

namespace pathproof::lfp {

// docs/lfp-configuration.md.
std::string configuration_markdown();

// Each keyword with what it takes, a paragraph of plain lines.
std::string configuration_text();

// The keywords that were given and that no source shows: "ID, MTU"; empty without one.
std::string unverified_keywords(Side side, const GivenKeywords& given);

} // namespace pathproof::lfp
