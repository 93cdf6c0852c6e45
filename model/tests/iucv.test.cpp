// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "cmake/testing/catch.hpp"
#include "model/core/explore.hpp"
#include "model/core/walk.hpp"
#include "model/iucv/machines.hpp"

using namespace pathproof;

namespace {

std::unique_ptr<Machine> with(const Machine& machine, const Mutation& mutation) {
  return machine.configured({.instances = 1, .variations = {}, .mutation = mutation});
}

// The faults that were written by hand, by number.
Mutation planted(const Machine& machine, std::string_view id) {
  const auto& all = machine.description().planted;
  for (unsigned i = 0; i < all.size(); ++i) {
    if (all[i].id == id) {
      return {.what = Mutation::Operator::planted, .rule = 0, .detail = i, .id = std::string(id)};
    }
  }
  throw std::logic_error("there is no such fault");
}

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
  for (const auto& made : iucv::machines()) {
    if (made->description().name == "iucv" || made->description().name == "iucv/every_limit") {
      continue; // too large for walks to come far
    }
    for (const unsigned open : {0U, 1U, 2U}) {
      const auto machine = made->configured({.instances = 1,
                                             .variations = {{"limit_above_directory", open},
                                                            {"severed_messages", open},
                                                            {"list_completion", open},
                                                            {"limit_of", open}},
                                             .mutation = {}});
      for (const RuleDescription& rule : machine->description().rules) {
        there.insert(rule.id);
      }
      walk(*machine, 5, 60'000, 120, [&](const Packed&, const Step& step) {
        fired.insert(machine->description().rules[step.rule].id);
      });
    }
  }
  // In no small model a limit is above the directory, and only one guest connects in most.
  for (const auto* never : {"return.a.connect.18",
                            "return.b.connect.18",
                            "return.a.accept.18",
                            "return.b.accept.18",
                            "return.b.connect.13",
                            "return.b.connect.14"}) {
    there.erase(never);
  }
  for (const std::string& rule : there) {
    INFO(rule);
    CHECK(fired.contains(rule));
  }
}
