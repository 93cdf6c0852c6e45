// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "cmake/testing/catch.hpp"
#include "model/cinet/machines.hpp"
#include "model/core/error.hpp"
#include "model/core/walk.hpp"

using namespace pathproof;

TEST_CASE("every rule of the small scopes can fire") {
  // What a variation point switches off by default is switched on here.
  const std::set<std::string> off_by_default{"return.failure_after_stop", "return.unauthorized"};
  // The steps after a recycle lie too deep for walks; the suite's own test sees that they fire.
  std::vector<std::unique_ptr<Machine>> scopes;
  scopes.push_back(cinet::make_sockets());
  scopes.push_back(cinet::make_ioctl());
  scopes.push_back(cinet::make_shared_memory());
  scopes.push_back(cinet::make_asynchronous_io());
  for (const auto& machine : scopes) {
    const auto ready = machine->configured({.instances = 3, .variations = {}, .mutation = {}});
    std::set<std::string> fired;
    walk(*ready, 5, 400'000, 90, [&](const Packed&, const Step& step) {
      fired.insert(ready->description().rules[step.rule].id);
    });
    for (const RuleDescription& rule : ready->description().rules) {
      INFO(ready->description().name << ": " << rule.id);
      const bool no_ioctl = ready->description().name == "cinet/sockets" &&
                            rule.id == "answer.failed"; // nothing in that scope may fail
      CHECK((fired.contains(rule.id) || off_by_default.contains(rule.id) || no_ioctl));
    }
  }
}

TEST_CASE("rules that are off by default fire where their variation is chosen") {
  const auto machine = cinet::make_shared_memory()->configured(
      {.instances = 2, .variations = {{"stop_while_asked", 2}, {"caller", 1}}, .mutation = {}});
  std::set<std::string> fired;
  walk(*machine, 5, 100'000, 60, [&](const Packed&, const Step& step) {
    fired.insert(machine->description().rules[step.rule].id);
  });
  CHECK(fired.contains("return.failure_after_stop"));
  CHECK(fired.contains("return.unauthorized"));
}

TEST_CASE("invariants hold on long walks with 32 providers") {
  for (const auto& machine : cinet::machines()) {
    const auto ready = machine->configured({.instances = 32, .variations = {}, .mutation = {}});
    walk(*ready, 9, 5'000, 200, [&](const Packed&, const Step& step) {
      const auto violated = ready->violated(step.next);
      INFO(ready->description().name);
      REQUIRE(violated.empty());
    });
  }
}

TEST_CASE("who asks for one label is shown the steps with that label, and no others") {
  for (const auto& model : cinet::machines()) {
    Mutation fault{.what = Mutation::Operator::planted};
    for (const unsigned instances : {1U, 3U, 32U}) {
      for (const Mutation& mutation : {Mutation{}, fault}) {
        const auto machine =
            model->configured({.instances = instances, .variations = {}, .mutation = mutation});
        walk(*machine, 7, 2'000, 60, [&](const Packed& state, const Step& step) {
          std::vector<Step> all;
          machine->expand(state, {}, all);
          std::erase_if(all, [&](const Step& one) { return !(one.label == step.label); });
          std::vector<Step> asked;
          machine->expand(state, {.label = &step.label}, asked);
          REQUIRE(asked.size() == all.size());
          for (std::size_t i = 0; i < all.size(); ++i) {
            CHECK(asked[i].rule == all[i].rule);
            CHECK(asked[i].label == all[i].label);
            CHECK(asked[i].next == all[i].next);
            CHECK((mutation.what == Mutation::Operator::planted ||
                   machine->description().rules[asked[i].rule].kind == step.label.kind));
          }
        });
      }
    }
  }
}

TEST_CASE("a set-up that the model does not know is refused in one line") {
  const auto machine = cinet::make_whole();
  CHECK_THROWS_AS(machine->configured({.instances = 33, .variations = {}, .mutation = {}}),
                  UsageError);
  CHECK_THROWS_AS(
      machine->configured({.instances = 1, .variations = {{"colour", 0}}, .mutation = {}}),
      UsageError);
}
