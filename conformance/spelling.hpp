// SPDX-License-Identifier: Apache-2.0
// What somebody meant who mistyped a name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pathproof {

// The known word with the fewest letters to add, drop, change or swap with a neighbour; none where
// that is more than a third of the letters.
std::string nearest_spelling(std::string_view word, const std::vector<std::string>& known);

// "; did you mean 'shared_memory'?", to be added to an error; empty where no known word is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

} // namespace pathproof
