// SPDX-License-Identifier: Apache-2.0
#include <poll.h>

#include <algorithm>

#include "cmake/testing/catch.hpp"
#include "conformance/iut/lfp/resolver.hpp"

using pathproof::iut::lfp::Resolved;
using pathproof::iut::lfp::Resolver;

namespace {

constexpr int patience_ms = 10000;

// All that comes until the request with this number has come.
std::vector<Resolved> until(Resolver& resolver, std::uint32_t number) {
  std::vector<Resolved> all;
  const auto is_there = [&] {
    return std::any_of(
        all.begin(), all.end(), [&](const Resolved& one) { return one.request == number; });
  };
  pollfd ready{resolver.descriptor(), POLLIN, 0};
  while (!is_there() && ::poll(&ready, 1, patience_ms) == 1) {
    for (Resolved& one : resolver.take()) {
      all.push_back(std::move(one));
    }
  }
  return all;
}

} // namespace

TEST_CASE("names are found in the order in which they were asked for") {
  Resolver resolver;
  for (std::uint32_t number = 1; number <= 3; ++number) {
    resolver.look_up(7, number, "127.0.0.1");
  }
  CHECK(resolver.outstanding() == 3);
  const auto all = until(resolver, 3);
  REQUIRE(all.size() == 3);
  for (std::uint32_t i = 0; i < 3; ++i) {
    CHECK(all[i].task == 7);
    CHECK(all[i].request == i + 1);
    CHECK(all[i].error == 0);
  }
  CHECK(resolver.outstanding() == 0);
}

TEST_CASE("who comes next is told nothing of names that others have asked for") {
  Resolver resolver;
  constexpr std::uint32_t many = 200;
  for (std::uint32_t number = 1; number <= many; ++number) {
    resolver.look_up(1, number, "127.0.0.1");
  }
  resolver.forget();
  CHECK(resolver.outstanding() == 0);
  resolver.look_up(2, many + 1, "127.0.0.1");
  const auto all = until(resolver, many + 1);
  REQUIRE(all.size() == 1);
  CHECK(all.front().task == 2);
}
