// SPDX-License-Identifier: Apache-2.0
#include "conformance/suite.hpp"

#include <algorithm>

#include "cmake/testing/catch.hpp"
#include "conformance/cases/cinet/cases.hpp"
#include "conformance/mutants/distinguish.hpp"
#include "model/cinet/machines.hpp"
#include "model/core/error.hpp"

using namespace pathproof;

namespace {

std::vector<Protocol> protocols() {
  Protocol protocol{.name = "cinet", .machines = {}, .cases = cinet::cases().cases};
  protocol.machines.push_back(cinet::make_whole());
  return {protocol};
}

const std::vector<Protocol>& all() {
  static const std::vector<Protocol> made = protocols();
  return made;
}

RunResult run(const std::string& iut,
              const std::string& selector,
              const std::string& role,
              unsigned tests = 50) {
  SuiteOptions options;
  options.iut = iut;
  options.roles = {role};
  options.tests = tests;
  return run_suite(select_tasks(all(), {selector}, options.roles), options);
}

} // namespace

TEST_CASE("the reference passes every case in every role, strictly") {
  SuiteOptions options;
  options.strict = true;
  options.tests = 40;
  const RunResult result = run_suite(select_tasks(all(), {}, {}), options);
  for (const CaseResult& one : result.cases) {
    INFO(one.id << ": " << one.reason);
    CHECK(one.verdict == Verdict::pass);
  }
  CHECK(exit_status(result) == 0);
}

TEST_CASE("the same seed gives the same traces, whatever the number of workers") {
  SuiteOptions options;
  options.seed = 11;
  options.tests = 10;
  const auto tasks = select_tasks(all(), {"cinet/ioctl"}, {});
  const RunResult one = run_suite(tasks, options);
  options.jobs = 3;
  const RunResult three = run_suite(tasks, options);
  REQUIRE(one.cases.size() == three.cases.size());
  for (std::size_t i = 0; i < one.cases.size(); ++i) {
    CHECK(one.cases[i].id == three.cases[i].id);
    REQUIRE(one.cases[i].trace.size() == three.cases[i].trace.size());
    for (std::size_t j = 0; j < one.cases[i].trace.size(); ++j) {
      CHECK(one.cases[i].trace[j].label == three.cases[i].trace[j].label);
    }
  }
}

TEST_CASE("a layer that goes on after a failure is caught, named and shrunk") {
  const RunResult result =
      run("reference:continues_after_failure", "cinet/shared_memory/generated", "layer", 500);
  REQUIRE(result.cases.size() == 1);
  const CaseResult& one = result.cases.front();
  REQUIRE(one.verdict == Verdict::fail);
  REQUIRE_FALSE(one.deviations.empty());
  bool named = false;
  for (const RequirementReference& broken : one.deviations.front().broken) {
    named = named || broken.id == "CINET-102";
  }
  CHECK(named);
  // The exhaustive search on a part of the model knows how short it can be.
  const auto part =
      cinet::make_shared_memory()->configured({.instances = 3, .variations = {}, .mutation = {}});
  for (const Mutant& mutant : mutants_of(*part)) {
    if (mutant.mutation.id == "continues_after_failure") {
      const Distinction shortest = distinguish(*part, mutant, {});
      REQUIRE(shortest.outcome == Distinction::Outcome::distinguished);
      CHECK(one.shrunk.size() <= shortest.trace.size() + 1);
    }
  }
}

TEST_CASE("expected failures and what the profile says is lacking change the verdict") {
  SuiteOptions options;
  options.iut = "reference:success_after_failure";
  options.roles = {"layer"};
  options.profile.expected_failures = {{"cinet/shared_memory/*", "known"}};
  options.profile.lacks = {"listeners"};
  const RunResult result = run_suite(select_tasks(all(), {}, options.roles), options);
  bool expected = false;
  bool unexpected = false;
  for (const CaseResult& one : result.cases) {
    expected = expected || one.verdict == Verdict::expected_fail;
    unexpected = unexpected || one.verdict == Verdict::unexpected_pass;
    CHECK_FALSE((one.family == "cinet/shared_memory" && one.verdict == Verdict::fail));
  }
  CHECK(expected);
  CHECK(unexpected);
  CHECK(exit_status(result) == 1);
}

TEST_CASE("a failure that shows something else is not the expected one") {
  SuiteOptions options;
  options.iut = "reference:success_after_failure";
  options.roles = {"layer"};
  const std::vector<Protocol> protocols = all();
  const auto tasks = select_tasks(protocols, {"cinet/ioctl/fails_at_the_first"}, options.roles);
  const auto verdict = [&](const std::vector<std::string>& shows) {
    options.profile.expected_failures = {{"cinet/ioctl/*", "known", shows}};
    const RunResult result = run_suite(tasks, options);
    REQUIRE(result.cases.size() == 1);
    return result.cases.front();
  };
  CHECK(verdict({}).verdict == Verdict::expected_fail);
  const CaseResult other = verdict({"oops"});
  CHECK(other.verdict == Verdict::fail);
  CHECK(other.reason.find("not the failure that the profile expects: known") != std::string::npos);
  REQUIRE(!other.deviations.empty());
  REQUIRE(!other.deviations.front().broken.empty());
  CHECK(verdict({"oops", other.deviations.front().broken.front().id}).verdict ==
        Verdict::expected_fail);
  CHECK(verdict({other.deviations.front().observed}).verdict == Verdict::expected_fail);
}

TEST_CASE("the suite exercises every rule") {
  SuiteOptions options;
  options.tests = 300;
  RuleCoverage coverage;
  static_cast<void>(run_suite(select_tasks(all(), {}, {}), options, &coverage));
  for (const RuleDescription& rule : all().front().machines.front()->description().rules) {
    INFO(rule.id);
    // The layer may leave an unauthorized caller to the provider, and the reference often does.
    CHECK((coverage[rule.id] > 0 || rule.id == "return.unauthorized"));
  }
}

TEST_CASE("a case has the requirements whose rules fired in it, and those that it broke") {
  const auto has = [](const CaseResult& one, std::string_view id) {
    return std::find(one.fired.begin(), one.fired.end(), id) != one.fired.end();
  };
  const std::string fails = "cinet/ioctl/fails_at_the_first";
  const CaseResult right = run("reference", fails, "layer").cases.front();
  CHECK(has(right, "CINET-100"));
  CHECK_FALSE(has(right, "SMO-020")); // of shared memory, which it does not use
  // Each case has its own, also on a machine that has judged another one.
  const RunResult both = run("reference", "cinet/ioctl", "layer");
  for (const CaseResult& one : both.cases) {
    if (one.id == right.id) {
      CHECK(one.fired == right.fired);
    }
  }
  const CaseResult wrong = run("reference:continues_after_failure", fails, "layer").cases.front();
  REQUIRE_FALSE(wrong.deviations.empty());
  for (const RequirementReference& broken : wrong.deviations.front().broken) {
    CHECK(has(wrong, broken.id));
  }
}

TEST_CASE("a selector that means nothing is refused") {
  CHECK_THROWS_AS(select_tasks(all(), {"cinet/nothing"}, {}), UsageError);
  CHECK_FALSE(select_tasks(all(), {"SMO-042"}, {}).empty());
  CHECK_FALSE(select_tasks(all(), {"cinet/shared_memory/SMO-042"}, {"layer"}).empty());
}

TEST_CASE("a mutant that does not exist is refused with those near it") {
  try {
    run("reference:ask.attach/nothing", "cinet/ioctl", "layer", 1);
    FAIL("it was not refused");
  } catch (const UsageError& error) {
    CHECK(std::string(error.what()).find("ask.attach/drop") != std::string::npos);
  }
}
