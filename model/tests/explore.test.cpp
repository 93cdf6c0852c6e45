// SPDX-License-Identifier: Apache-2.0
#include "model/core/explore.hpp"

#include <algorithm>
#include <set>

#include "cmake/testing/catch.hpp"
#include "model/cinet/machines.hpp"

using namespace pathproof;

namespace {

std::unique_ptr<Machine> shared_memory(unsigned instances,
                                       std::map<std::string, unsigned> variations = {}) {
  return cinet::make_shared_memory()->configured(
      {.instances = instances, .variations = std::move(variations), .mutation = {}});
}

// The trace, followed from the initial state by its labels alone.
bool replays(const Machine& machine, const std::vector<Step>& trace, const Packed& end) {
  Packed state = machine.initial();
  for (const Step& step : trace) {
    std::vector<Step> out;
    machine.expand(state, {.label = &step.label}, out);
    if (out.size() != 1) {
      return false;
    }
    state = out.front().next;
  }
  return state == end;
}

} // namespace

TEST_CASE("state counts agree with the independent Promela model") {
  const std::uint64_t counts[] = {196, 1410, 10762, 81930};
  for (unsigned n = 1; n <= 4; ++n) {
    const auto machine = shared_memory(n);
    const Exploration all(*machine);
    CHECK(all.states() == counts[n - 1]);
    CHECK(all.complete());
    CHECK(all.violations().empty());
  }
}

TEST_CASE("larger states, kept by number, are explored just the same") {
  const auto machine =
      cinet::make_recycle()->configured({.instances = 4, .variations = {}, .mutation = {}});
  REQUIRE(machine->bits() > 64);
  const Exploration some(*machine, {.states_max = 50'000});
  CHECK_FALSE(some.complete());
  const auto last = static_cast<std::uint32_t>(some.states() - 1);
  CHECK(replays(*machine, some.trace(last), some.state(last)));
}

TEST_CASE("larger states are as many as a plain search finds, also where the table grows") {
  const auto machine =
      cinet::make_recycle()->configured({.instances = 4, .variations = {}, .mutation = {}});
  const Exploration some(*machine, {.states_max = 110'000});
  const std::vector<std::uint64_t>& sizes = some.level_sizes();
  using Words = decltype(Packed::words);
  std::set<Words> seen{machine->initial().words};
  std::vector<Words> level(seen.begin(), seen.end());
  std::vector<Step> steps;
  for (std::size_t depth = 0; depth + 1 < sizes.size(); ++depth) {
    CHECK(level.size() == sizes[depth]);
    std::vector<Words> next;
    for (const Words& words : level) {
      steps.clear();
      machine->expand(Packed{words}, {}, steps);
      for (const Step& step : steps) {
        if (seen.insert(step.next.words).second) {
          next.push_back(step.next.words);
        }
      }
    }
    level.swap(next);
  }
  CHECK(seen.size() > 50'000);
}

TEST_CASE("a dropped assumption is violated by a trace that replays") {
  // A provider that refuses to detach what it has leaves a mix behind.
  const auto machine = shared_memory(2, {{"detach_with_access", 1}});
  const Exploration all(*machine);
  REQUIRE_FALSE(all.violations().empty());
  for (const Violation& violation : all.violations()) {
    const std::vector<Step> trace = all.trace(violation.state);
    CHECK(replays(*machine, trace, all.state(violation.state)));
    const auto broken = machine->violated(all.state(violation.state));
    CHECK(std::find(broken.begin(), broken.end(), violation.invariant) != broken.end());
  }
}

TEST_CASE("a planted fault in the rules is found by exploration") {
  const auto plain = shared_memory(2);
  const unsigned rule = plain->description().rule("return.failure");
  const auto& fields = plain->description().fields;
  const auto field = std::find(fields.begin(), fields.end(), "must_detach") - fields.begin();
  const auto wrong = plain->configured(
      {.instances = 2,
       .variations = {},
       .mutation = {Mutation::Operator::omit_update, rule, static_cast<unsigned>(field), "test"}});
  const Exploration all(*wrong);
  REQUIRE_FALSE(all.violations().empty());
  CHECK(wrong->description().invariants[all.violations().front().invariant].id == "all_or_none");
}
