// SPDX-License-Identifier: Apache-2.0
// One failed case on one screen: what is demanded, what was seen, and how to see it again.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "conformance/verdict.hpp"

namespace pathproof::reports {

inline constexpr std::size_t screen_lines = 40;
inline constexpr std::size_t screen_columns = 100;

// The whole story of a case that did not pass, in at most `screen_lines` lines. No line is longer
// than `screen_columns`, except the command that shows the failure again: it must stay copyable.
// What does not fit is cut where it matters least, with a line that counts what is missing.
std::string render_failure(const CaseResult& result);

// The same in one line of at most `columns` characters, without the case's id.
std::string failure_headline(const CaseResult& result, std::size_t columns);

// The deviation that says why the case failed: the first of the strongest level; none: null.
const Deviation* main_deviation(const CaseResult& result);

// Steps as lines "> 12  IUT  layer        <--  return code=0": number, whether the kit or the
// implementation under test spoke, its role, an arrow to or from the implementation, the label.
// Labels are cut to fit into `columns`; 0 columns: never.
struct TraceLayout {
  std::size_t first = 0;                             // index of the first step given
  std::size_t marked = static_cast<std::size_t>(-1); // index of the step that gets the `>`
  std::size_t columns = screen_columns;
};

std::vector<std::string> trace_lines(const std::vector<TraceStep>& steps,
                                     const TraceLayout& layout);

} // namespace pathproof::reports
