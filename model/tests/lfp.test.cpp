// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "cmake/testing/catch.hpp"
#include "model/core/explore.hpp"
#include "model/core/walk.hpp"
#include "model/lfp/machines.hpp"
#include "model/tests/planted.hpp"

using namespace pathproof;

namespace {

std::string first_violated(const Machine& machine, std::vector<Step>* trace = nullptr) {
  const Exploration all(machine, {.states_max = 2'000'000, .stop_at_violation = true});
  if (all.violations().empty()) {
    return "";
  }
  if (trace != nullptr) {
    *trace = all.trace(all.violations().front().state);
  }
  return machine.description().invariants[all.violations().front().invariant].id;
}

} // namespace

TEST_CASE("all states of the small models of LFP keep the invariants") {
  for (const auto* name : {"lfp/session",
                           "lfp/unexpected",
                           "lfp/limit",
                           "lfp/window",
                           "lfp/write",
                           "lfp/request",
                           "lfp/socket",
                           "lfp/slow_limit",
                           "lfp/slow_window",
                           "lfp/slow_write"}) {
    INFO(name);
    const auto made = lfp::make(name);
    const Exploration all(*with(*made, {}));
    CHECK(all.complete());
    CHECK(all.violations().empty());
  }
}

TEST_CASE("credit at the threshold alone leaves a reader waiting and a window that is not open") {
  const auto window = lfp::make("lfp/slow_window");
  const auto wrong = with(*window, planted(*window, "credits_at_the_threshold_only"));
  // A window of 3, a threshold of 100 per cent, and a chunk of 2.
  Packed state = wrong->initial();
  for (const auto* move : {"configure.instance item=window value=3",
                           "event.start",
                           "instance.hello wrong_version=no wrong_names=no mtu=2 message_limit=2 "
                           "window=3 credit_point=3",
                           "daemon.hello wrong_version=no wrong_names=no mtu=2 message_limit=2 "
                           "window=2 credit_point=2",
                           "remote.writes socket=0 octets=2",
                           "daemon.data socket=0 octets=2 number=0 confirms=0",
                           "arrives.data to=instance socket=0 level=3",
                           "app.read socket=0",
                           "return.read socket=0 octets=2",
                           "app.read socket=0",
                           "return.read_waits socket=0"}) {
    INFO(move);
    CHECK(wrong->violated(state).empty());
    std::string error;
    const auto label = parse(move, wrong->description().kinds, error);
    REQUIRE(label);
    std::vector<Step> steps;
    wrong->expand(state, {.label = &*label}, steps);
    REQUIRE(steps.size() == 1);
    state = steps.front().next;
  }
  std::set<std::string> broken;
  for (const unsigned one : wrong->violated(state)) {
    broken.insert(wrong->description().invariants[one].id);
  }
  CHECK(broken == std::set<std::string>{"who_waits_has_returned_the_credit_that_is_needed",
                                        "who_waits_gets_a_full_chunk"});
  CHECK_FALSE(first_violated(*wrong).empty());
  CHECK(first_violated(*with(*window, {})).empty());
}

TEST_CASE("data in the last slot is noticed where the other side is slow to confirm") {
  const auto limit = lfp::make("lfp/slow_limit");
  // The limit is kept all the same: what is wrong is that no control message can be sent.
  CHECK(first_violated(*with(*limit, planted(*limit, "sends_into_the_last_slot"))).empty());
  const unsigned rule = limit->description().rule("instance.heartbeat");
  CHECK(first_violated(*with(*limit, {Mutation::Operator::omit_condition, rule, 2, "no limit"})) ==
        "the_limit_is_kept");
}

TEST_CASE("an overrun of the window is noticed") {
  const auto window = lfp::make("lfp/slow_window");
  CHECK_FALSE(first_violated(*with(*window, planted(*window, "overruns_the_window"))).empty());
}

TEST_CASE("what is wrong with requests and responses is noticed by the proofs' own tallies") {
  const auto calls = lfp::make("lfp/every_request");
  const std::map<std::string, std::string> noticed{
      {"answers_twice", "each_request_is_answered_once"},
      {"answers_another_number", "a_response_has_the_number_of_its_request"},
      {"replays_a_call", "no_request_is_sent_twice"},
      {"forgets_calls_at_path_loss", "each_call_ends_once"}};
  for (const auto& [fault, invariant] : noticed) {
    INFO(fault);
    CHECK(first_violated(*with(*calls, planted(*calls, fault))) == invariant);
  }
}

TEST_CASE("a descriptor that is chosen twice, or kept after the path, is noticed") {
  const auto sockets = lfp::make("lfp/socket");
  const unsigned rule = sockets->description().rule("instance.request.makes");
  CHECK_FALSE(
      first_violated(*with(*sockets, {Mutation::Operator::omit_condition, rule, 3, "in use"}))
          .empty());
  const auto requests = lfp::make("lfp/request");
  const auto& fields = requests->description().fields;
  const auto at =
      static_cast<unsigned>(std::find(fields.begin(), fields.end(), "at") - fields.begin());
  const unsigned loss = requests->description().rule("lost");
  CHECK_FALSE(first_violated(*with(*requests, {Mutation::Operator::omit_update, loss, at, "kept"}))
                  .empty());
}

TEST_CASE("a CLOSE that leaves the call of another task waiting for good is noticed") {
  const auto requests = lfp::make("lfp/request");
  CHECK_FALSE(first_violated(*with(*requests, planted(*requests, "closes_under_a_wait"))).empty());
}

TEST_CASE("invariants hold on long walks of the whole of LFP") {
  const auto machine = with(*lfp::make_whole(), {});
  walk(*machine, 9, 20'000, 200, [&](const Packed&, const Step& step) {
    const auto broken = machine->violated(step.next);
    INFO((broken.empty() ? "" : machine->description().invariants[broken.front()].id));
    REQUIRE(broken.empty());
  });
}

TEST_CASE("every rule of the models of LFP can fire in a small one") {
  std::set<std::string> there;
  std::set<std::string> fired;
  for (const auto& made : lfp::machines()) {
    const std::string& name = made->description().name;
    const bool small = name != "lfp" && !name.starts_with("lfp/every_");
    for (const RuleDescription& rule : made->description().rules) {
      there.insert(rule.id);
    }
    if (!small) {
      continue;
    }
    const auto machine = with(*made, {});
    const Exploration all(*machine, {.states_max = 500'000});
    std::vector<Step> steps;
    for (std::uint32_t id = 0; id < all.states(); ++id) {
      steps.clear();
      machine->expand(all.state(id), {}, steps);
      for (const Step& step : steps) {
        fired.insert(machine->description().rules[step.rule].id);
      }
    }
  }
  for (const std::string& rule : there) {
    INFO(rule);
    CHECK(fired.contains(rule));
  }
}
