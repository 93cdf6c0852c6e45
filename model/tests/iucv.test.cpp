// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "cmake/testing/catch.hpp"
#include "model/core/explore.hpp"
#include "model/core/walk.hpp"
#include "model/iucv/machines.hpp"
#include "model/tests/planted.hpp"

using namespace pathproof;

namespace {

std::set<std::string> violated(const Machine& machine) {
  const Exploration all(machine);
  CHECK(all.complete());
  std::set<std::string> ids;
  for (const Violation& one : all.violations()) {
    ids.insert(machine.description().invariants[one.invariant].id);
  }
  return ids;
}

} // namespace

TEST_CASE("all states of the small models of IUCV keep the invariants") {
  std::vector<std::unique_ptr<Machine>> small;
  small.push_back(iucv::make("iucv/path"));
  small.push_back(iucv::make("iucv/message"));
  small.push_back(iucv::make("iucv/completion"));
  small.push_back(iucv::make("iucv/parameter_list"));
  small.push_back(iucv::make("iucv/polling"));
  small.push_back(iucv::make("iucv/polling_to_a"));
  small.push_back(iucv::make("iucv/limit"));
  for (const auto& machine : small) {
    INFO(machine->description().name);
    CHECK(violated(*with(*machine, {})).empty());
  }
}

TEST_CASE("a sever that the partner is not told leaves ends that disagree") {
  const auto path = iucv::make("iucv/path");
  CHECK(violated(*with(*path, planted(*path, "sever_is_not_told")))
            .contains("ends_agree_when_quiet"));
}

TEST_CASE("an interrupt after one's own sever is noticed") {
  const auto path = iucv::make("iucv/path");
  CHECK_FALSE(violated(*with(*path, planted(*path, "told_of_its_own_sever"))).empty());
}

TEST_CASE("a SEND above the limit is noticed") {
  const auto limit = iucv::make("iucv/limit");
  const unsigned rule = limit->description().rule("return.a.send");
  const auto wrong = with(*limit, {Mutation::Operator::omit_condition, rule, 2, "no limit"});
  // Without a limit there is no end of states.
  const Exploration all(*wrong, {.stop_at_violation = true});
  REQUIRE(all.violations().size() == 1);
  CHECK(wrong->description().invariants[all.violations().front().invariant].id ==
        "limit_is_never_exceeded");
}

TEST_CASE("invariants hold on long walks of the whole of IUCV, whatever is left open") {
  for (const unsigned open : {0U, 1U, 2U}) {
    const auto machine =
        iucv::make_whole()->configured({.instances = 1,
                                        .variations = {{"limit_above_directory", open},
                                                       {"severed_messages", open},
                                                       {"list_completion", open},
                                                       {"limit_of", open}},
                                        .mutation = {}});
    walk(*machine, 9, 20'000, 200, [&](const Packed&, const Step& step) {
      const auto broken = machine->violated(step.next);
      INFO((broken.empty() ? "" : machine->description().invariants[broken.front()].id));
      REQUIRE(broken.empty());
    });
  }
}

TEST_CASE("every rule of the small models of IUCV can fire in one of them") {
  std::set<std::string> there;
  std::set<std::string> fired;
  const auto look = [&](const Machine& machine) {
    for (const RuleDescription& rule : machine.description().rules) {
      there.insert(rule.id);
    }
    const Exploration all(machine, {.states_max = 150'000});
    std::vector<Step> steps;
    for (std::uint32_t id = 0; id < all.states(); ++id) {
      steps.clear();
      machine.expand(all.state(id), {}, steps);
      for (const Step& step : steps) {
        fired.insert(machine.description().rules[step.rule].id);
      }
    }
  };
  for (const auto& made : iucv::machines()) {
    const std::string& name = made->description().name;
    if (name == "iucv" || name == "iucv/every_limit") {
      continue; // what is near in them is little of them
    }
    look(*with(*made, {}));
    if (name == "iucv/completion" || name == "iucv/parameter_list") {
      look(*made->configured({.instances = 1,
                              .variations = {{"severed_messages", 0}, {"list_completion", 0}},
                              .mutation = {}}));
    }
  }
  // What takes features that no small model has together: the cases of the whole show these.
  for (const auto* never : {"return.a.connect.18",
                            "return.b.connect.18",
                            "return.a.accept.18",
                            "return.b.accept.18",
                            "return.b.connect.13",
                            "return.b.connect.14",
                            "return.b.connect.15",
                            "return.b.connect.16",
                            "return.a.send.4",
                            "return.b.send.4",
                            "return.a.send.10",
                            "return.b.send.10",
                            "return.a.purge.none",
                            "return.b.purge.none",
                            "return.a.reject.none",
                            "return.b.reject.none",
                            "interrupt.a.described_list",
                            "interrupt.b.described_list"}) {
    there.erase(never);
  }
  for (const std::string& rule : there) {
    INFO(rule);
    CHECK(fired.contains(rule));
  }
}
