// SPDX-License-Identifier: Apache-2.0
#include "conformance/shard.hpp"

#include <algorithm>
#include <random>

#include "cmake/testing/catch.hpp"

using namespace pathproof;

namespace {

using Places = std::vector<std::size_t>;

std::vector<std::string> names(std::size_t count) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back("p/case" + std::to_string(i));
  }
  return all;
}

} // namespace

TEST_CASE("each case is in one shard, whatever their costs and number") {
  std::mt19937 random(7);
  for (const std::size_t cases : {1U, 2U, 51U, 200U}) {
    for (const std::size_t count : {1U, 2U, 7U, 60U}) {
      const std::vector<std::string> ids = names(cases);
      CaseCosts costs;
      for (const std::string& id : ids) {
        if (random() % 3 != 0) {
          costs[id] = static_cast<double>(random() % 10'000) / 1000;
        }
      }
      Places all;
      for (std::size_t index = 0; index < count; ++index) {
        const Places some = shard_places(ids, costs, index, count);
        CHECK(std::is_sorted(some.begin(), some.end()));
        all.insert(all.end(), some.begin(), some.end());
      }
      std::sort(all.begin(), all.end());
      Places wanted(cases);
      for (std::size_t i = 0; i < cases; ++i) {
        wanted[i] = i;
      }
      CHECK(all == wanted);
    }
  }
}

TEST_CASE("the dearest case goes first to the shard that has least") {
  const std::vector<std::string> ids{"a", "b", "c", "d", "e"};
  const CaseCosts costs{{"a", 1}, {"b", 2}, {"c", 8}, {"d", 3}, {"e", 4}};
  CHECK(shard_places(ids, costs, 0, 2) == Places{0, 2});
  CHECK(shard_places(ids, costs, 1, 2) == Places{1, 3, 4});
}

TEST_CASE("equal cases are dealt out in the order of their names") {
  const std::vector<std::string> ids{"b", "a", "d", "c"};
  CHECK(shard_places(ids, {}, 0, 2) == Places{1, 3});
  CHECK(shard_places(ids, {}, 1, 2) == Places{0, 2});
  const CaseCosts nothing{{"a", 0}, {"b", 0}, {"c", 0}, {"d", 0}};
  CHECK(shard_places(ids, nothing, 0, 2) == Places{1, 3});
}

TEST_CASE("a case that was not measured counts as the mean of the others") {
  const std::vector<std::string> ids{"a", "b", "new", "c"};
  const CaseCosts costs{{"a", 5}, {"b", 1}, {"c", 3}, {"of another run", 100}};
  // a 5, then c and new 3 each, then b 1.
  CHECK(shard_places(ids, costs, 0, 2) == Places{0, 1});
  CHECK(shard_places(ids, costs, 1, 2) == Places{2, 3});
}

TEST_CASE("no shard has more than the least and the dearest case together") {
  const std::vector<std::string> ids = names(100);
  CaseCosts costs;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    costs[ids[i]] = static_cast<double>(i % 13 + 1);
  }
  std::vector<double> loads;
  for (std::size_t index = 0; index < 8; ++index) {
    double load = 0;
    for (const std::size_t place : shard_places(ids, costs, index, 8)) {
      load += costs[ids[place]];
    }
    loads.push_back(load);
  }
  CHECK(*std::max_element(loads.begin(), loads.end()) <=
        *std::min_element(loads.begin(), loads.end()) + 13);
}
