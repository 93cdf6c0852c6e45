// SPDX-License-Identifier: Apache-2.0
// Many permitted labels in few lines: those that differ in one argument are shown as one.
#pragma once

#include <string>
#include <vector>

namespace pathproof::reports {

// Every label once, in their order, where labels that agree in all words but the value of one
// argument became one: "return tp=1 code=0", "return tp=2 code=0" give "return tp=1|2 code=0".
// Read with every choice of one value for each `|`, the result is exactly the given set; the sign
// occurs in no label, because the line protocol has no such character.
std::vector<std::string> join_alternatives(const std::vector<std::string>& labels);

} // namespace pathproof::reports
