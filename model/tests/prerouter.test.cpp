// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cmake/testing/catch.hpp"
#include "model/cinet/prerouter_frame.hpp"
#include "model/cinet/prerouter_lookup.hpp"
#include "model/cinet/prerouter_machines.hpp"
#include "model/core/concrete.hpp"
#include "model/core/explore.hpp"
#include "model/core/walk.hpp"

using namespace pathproof;
using namespace pathproof::cinet::prerouter;

namespace {

using Octet = std::uint8_t;

std::unique_ptr<Machine> planted(const std::string& scope, const std::string& fault) {
  const auto plain = make(scope);
  const auto& faults = plain->description().planted;
  unsigned index = 0;
  while (faults.at(index).id != fault) {
    ++index;
  }
  return plain->configured({.instances = 2,
                            .variations = {},
                            .mutation = {Mutation::Operator::planted, 0, index, fault}});
}

template <class Frame, const FrameTable& table>
Frame decoded(const std::vector<Octet>& octets) {
  return read_frame<table, Octets, Frame>(octets.data());
}

Concrete::Number<16> hops(std::uint32_t delay) {
  return hops_of<Concrete>(Concrete::Number<16>(delay));
}

Candidate<Concrete>
candidate(unsigned kind, std::uint32_t others, std::uint32_t metric, std::uint32_t providers) {
  return {true, kind, others, metric, Concrete::Set::of_bits(providers)};
}

std::uint32_t best_of(const std::vector<Candidate<Concrete>>& all) {
  Best<Concrete> best;
  for (const Candidate<Concrete>& one : all) {
    best.add(one);
  }
  return best.providers.bits();
}

} // namespace

TEST_CASE("all states of the small scopes of the prerouter keep the invariants") {
  for (const auto* scope : {"start", "start6", "change", "metric"}) {
    const auto machine = make(std::string("cinet/prerouter/") + scope)
                             ->configured({.instances = 2, .variations = {}, .mutation = {}});
    const Exploration all(*machine, {.states_max = 3'000'000});
    INFO(scope);
    CHECK(all.complete());
    CHECK(all.violations().empty());
  }
}

TEST_CASE("invariants of the prerouter hold on long walks with 32 providers") {
  for (const auto& made : machines()) {
    const auto machine = made->configured({.instances = 32, .variations = {}, .mutation = {}});
    walk(*machine, 9, 5'000, 200, [&](const Packed&, const Step& step) {
      INFO(machine->description().name);
      REQUIRE(machine->violated(step.next).empty());
    });
  }
}

TEST_CASE("every rule of the prerouter can fire in some scope") {
  std::set<std::string> fired;
  const auto whole = make_whole();
  for (const auto& made : machines()) {
    for (const unsigned open : {0U, 1U}) {
      const auto machine = made->configured(
          {.instances = 2, .variations = {{"on_failure", open}, {"no_route", open}}});
      walk(*machine, 3, 200'000, 90, [&](const Packed&, const Step& step) {
        fired.insert(machine->description().rules[step.rule].id);
      });
    }
  }
  for (const RuleDescription& rule : whole->description().rules) {
    INFO(rule.id);
    CHECK(fired.contains(rule.id));
  }
}

TEST_CASE("routes that a dead provider leaves behind are found by exploration") {
  const auto machine = planted("cinet/prerouter/start", "remembers_the_dead");
  const Exploration all(*machine, {.states_max = 100'000});
  REQUIRE_FALSE(all.violations().empty());
}

TEST_CASE("a route that is entered before its driver tells is found by exploration") {
  const auto machine = planted("cinet/prerouter/change", "believes_every_daemon");
  const Exploration all(*machine, {.states_max = 100'000});
  std::set<std::string> broken;
  for (const Violation& one : all.violations()) {
    broken.insert(machine->description().invariants[one.invariant].id);
  }
  CHECK(broken.contains("what_is_owed_is_a_difference"));
}

TEST_CASE("the hop count of a delay grows with it, for every delay") {
  CHECK(hops(0).value() == 0);
  CHECK(hops(1).value() == 1);
  CHECK(hops(50).value() == 6);
  CHECK(hops(0xFFFF).value() == 16);
  std::uint32_t before = 0;
  for (std::uint32_t delay = 0; delay <= 0xFFFF; ++delay) {
    const std::uint32_t now = hops(delay).value();
    REQUIRE(before <= now);
    before = now;
  }
}

TEST_CASE("the best route is of the first kind, then of the narrowest mask, then the cheapest") {
  CHECK(best_of({candidate(network_route, 255, 1, 1), candidate(host_route, 0, 9, 2)}) == 2);
  CHECK(best_of({candidate(host_route, 0, 1, 1), candidate(home_route, 0, 9, 2)}) == 2);
  CHECK(best_of({candidate(network_route, 65535, 1, 1), candidate(network_route, 255, 9, 2)}) == 2);
  CHECK(best_of({candidate(network_route, 255, 2, 1), candidate(network_route, 255, 1, 2)}) == 2);
  CHECK(best_of({candidate(network_route, 255, 1, 1), candidate(network_route, 255, 1, 2)}) == 3);
  CHECK(best_of({candidate(home_route, 0, 1, 0), candidate(network_route, 255, 1, 2)}) == 2);
  CHECK(best_of({}) == 0);
}

TEST_CASE("the network configuration header is encoded and decoded in both forms") {
  const ConfigurationOf<Octets> header{eyecatcher, 0xC014F608, 160, 0x12345678, 3};
  std::vector<Octet> octets(configuration_table.size);
  write_frame<configuration_table, Octets>(header, octets.data());
  CHECK(octets == std::vector<Octet>{0xF6, 0xD5, 0xC3, 0xC8, 0xC0, 0x14, 0xF6, 0x08, 0, 0,
                                     0,    160,  0x12, 0x34, 0x56, 0x78, 0,    0,    0, 3});
  CHECK(decoded<ConfigurationOf<Octets>, configuration_table>(octets).entries == 3);
  CHECK(kind_of(configuration_table, octets) == "SIOCGHOMEIF6");

  const Configuration64Of<Octets> large{
      eyecatcher, 0xC018F606, 1, {0, 0, 0, 0, 0, 0, 0, 1}, knows_the_mark};
  std::vector<Octet> more(configuration_64_table.size);
  write_frame<configuration_64_table, Octets>(large, more.data());
  CHECK(more[19] == 1);
  CHECK(more[20] == 0xFF);
  CHECK(kind_of(configuration_64_table, more) == "SIOCGRT6TABLE (64-bit)");
}

TEST_CASE("a header with another eyecatcher, or cut off, is none") {
  std::vector<Octet> octets(configuration_table.size);
  write_frame<configuration_table, Octets>(ConfigurationOf<Octets>{}, octets.data());
  CHECK_FALSE(error_in(configuration_table, octets));
  octets[3] ^= 1;
  CHECK(error_in(configuration_table, octets) == FrameError{"wrong eyecatcher", 0});
  octets.pop_back();
  CHECK(error_in(configuration_table, octets) == FrameError{too_short, 19});
}

TEST_CASE("command words tell their argument's octets and where it goes") {
  CHECK(argument_octets(0x8058F60C) == 88);
  CHECK(argument_octets(0x8016C984) == 22);
  CHECK(argument_octets(0x8000F607) == 0);
  CHECK(argument_octets(5007) == 0);
  for (const NamedValue& one : commands) {
    const auto word = static_cast<std::uint32_t>(one.value);
    INFO(one.name);
    const bool asks = one.name.find("SIOCG") == 0;
    CHECK((word < 0x80000000U || goes_in(word)));
    CHECK(comes_out(word) == asks);
  }
}
