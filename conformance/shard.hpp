// SPDX-License-Identifier: Apache-2.0
// Which cases of a run each of several machines takes, worked out alike by all of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pathproof {

// Seconds that a case took, by its id.
using CaseCosts = std::map<std::string, double>;

// The places of the cases that shard `index` of `count` takes, in their order. The dearest goes
// first to the shard that has least; of equals the first by name, to the first shard. A case
// without a cost counts as the mean of the others; without any, cases are equal.
std::vector<std::size_t> shard_places(const std::vector<std::string>& ids,
                                      const CaseCosts& costs,
                                      std::size_t index,
                                      std::size_t count);

} // namespace pathproof
