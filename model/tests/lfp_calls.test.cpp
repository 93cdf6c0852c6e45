// SPDX-License-Identifier: Apache-2.0
// The values that socket calls carry: what all states keep, and what a wrong daemon does to them.
#include <set>
#include <string>

#include "cmake/testing/catch.hpp"
#include "model/core/explore.hpp"
#include "model/core/walk.hpp"
#include "model/lfp/calls/machines.hpp"
#include "model/tests/planted.hpp"

using namespace pathproof;

namespace {

std::unique_ptr<Machine> scope(const std::string& name) {
  for (auto& made : lfp::values::machines()) {
    if (made->description().name == name) {
      return std::move(made);
    }
  }
  throw std::logic_error("there is no scope " + name);
}

std::string first_violated(const Machine& machine) {
  const Exploration all(machine, {.stop_at_violation = true});
  return all.violations().empty()
             ? ""
             : machine.description().invariants[all.violations().front().invariant].id;
}

} // namespace

TEST_CASE("all states of the small scopes of calls keep the invariants, and every rule can fire") {
  std::set<std::string> there;
  std::set<std::string> fired;
  for (const auto& made : lfp::values::machines()) {
    const auto& rules = made->description().rules;
    for (const RuleDescription& rule : rules) {
      there.insert(rule.id);
    }
    if (made->description().name == lfp::values::protocol_name) {
      continue;
    }
    INFO(made->description().name);
    const auto machine = with(*made, {});
    const Exploration all(*machine);
    CHECK(all.complete());
    CHECK(all.violations().empty());
    std::vector<Step> steps;
    for (std::uint32_t id = 0; id < all.states(); ++id) {
      steps.clear();
      machine->expand(all.state(id), {}, steps);
      for (const Step& step : steps) {
        fired.insert(rules[step.rule].id);
      }
    }
  }
  CHECK(fired == there);
}

TEST_CASE("invariants hold on long walks of all that calls carry") {
  const auto machine = with(*lfp::values::make_whole(), {});
  walk(*machine, 9, 20'000, 200, [&](const Packed&, const Step& step) {
    REQUIRE(machine->violated(step.next).empty());
  });
}

TEST_CASE("a daemon whose BIND loses that a name may be shared is noticed") {
  const auto addresses = scope("lfp/calls/address");
  CHECK(first_violated(*with(*addresses, planted(*addresses, "loses_options_at_bind"))) ==
        "a_name_is_shared_only_by_who_lets_it");
}

TEST_CASE("an option that is not of the socket's protocols is noticed") {
  const auto options = scope("lfp/calls/option");
  const unsigned set = options->description().rule("answer.setsockopt");
  CHECK_FALSE(
      first_violated(*with(*options, {Mutation::Operator::omit_condition, set, 1, "any option"}))
          .empty());
}
