// SPDX-License-Identifier: Apache-2.0
// Words for the moves of cases: what was before, and what comes then.
#pragma once

#include <string_view>
#include <vector>

namespace pathproof {

using Moves = std::vector<std::string_view>;

// What was before, then these moves, each with all that comes of it.
inline Moves then(Moves before, const Moves& moves) {
  for (const std::string_view move : moves) {
    before.insert(before.end(), {move, "settle"});
  }
  return before;
}

inline Moves settled(const Moves& moves) {
  return then({}, moves);
}

} // namespace pathproof
