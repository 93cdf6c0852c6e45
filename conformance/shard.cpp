// SPDX-License-Identifier: Apache-2.0
#include "conformance/shard.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <queue>
#include <utility>

namespace pathproof {

namespace {

// Sums of whole numbers are the same on every machine. The least is what is shown as 0.000 s.
std::uint64_t microseconds(double seconds) {
  constexpr double least = 250;
  constexpr double most = 1e12; // eleven days
  return static_cast<std::uint64_t>(std::llround(std::clamp(seconds * 1e6, least, most)));
}

std::vector<std::uint64_t> costs_of(const std::vector<std::string>& ids, const CaseCosts& costs) {
  std::vector<std::uint64_t> all(ids.size());
  std::uint64_t sum = 0;
  std::uint64_t known = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (const auto found = costs.find(ids[i]); found != costs.end()) {
      all[i] = microseconds(found->second);
      sum += all[i];
      ++known;
    }
  }
  const std::uint64_t mean = known == 0 ? 1 : sum / known;
  std::replace(all.begin(), all.end(), std::uint64_t{0}, mean);
  return all;
}

} // namespace

std::vector<std::size_t> shard_places(const std::vector<std::string>& ids,
                                      const CaseCosts& costs,
                                      std::size_t index,
                                      std::size_t count) {
  const std::vector<std::uint64_t> cost = costs_of(ids, costs);
  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return cost[a] != cost[b] ? cost[a] > cost[b] : ids[a] < ids[b];
  });
  using Load = std::pair<std::uint64_t, std::size_t>; // of a shard
  std::priority_queue<Load, std::vector<Load>, std::greater<>> least;
  // A shard behind the last case stays empty.
  for (std::size_t shard = 0; shard < std::min(count, ids.size()); ++shard) {
    least.emplace(0, shard);
  }
  std::vector<std::size_t> places;
  for (const std::size_t place : order) {
    const auto [load, shard] = least.top();
    least.pop();
    least.emplace(load + cost[place], shard);
    if (shard == index) {
      places.push_back(place);
    }
  }
  std::sort(places.begin(), places.end());
  return places;
}

} // namespace pathproof
