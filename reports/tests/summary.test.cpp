// SPDX-License-Identifier: Apache-2.0
#include "reports/summary.hpp"

#include "cmake/testing/catch.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"

using namespace pathproof;
using namespace pathproof::reports;
using Catch::Matchers::StartsWith;
using support::contains;

namespace {

RunResult one_case(Verdict verdict) {
  RunResult run;
  run.cases = {sample::with_verdict("cinet/shared_memory/a", verdict, "why")};
  return run;
}

} // namespace

TEST_CASE("a run is called conformant only if it passed, whole") {
  for (const Verdict verdict : all_verdicts) {
    const RunResult run = one_case(verdict);
    INFO(to_string(verdict));
    CHECK(conformant(run) == (verdict == Verdict::pass));
    CHECK_THAT(conformance_sentence(run),
               StartsWith(verdict == Verdict::pass ? "conformant: 1 case passed"
                                                   : "not called conformant: 1 case "));
  }
}

TEST_CASE("nothing run, an interruption and a skipped requirement hinder conformance") {
  CHECK(conformance_sentence(RunResult{}) == "not called conformant: nothing ran");
  RunResult run = one_case(Verdict::pass);
  run.requirements = {sample::row(sample::smo_042(), "")};
  judge_requirements(run);
  CHECK(conformance_sentence(run) == "not called conformant: 1 of 1 modelled requirement skipped");
  run.cases.front().requirements = run.cases.front().fired = {"SMO-042"};
  judge_requirements(run);
  CHECK(conformance_sentence(run) ==
        "conformant: 1 case passed, with every modelled requirement exercised");
  run.interrupted = "SIGINT";
  CHECK(conformance_sentence(run) == "not called conformant: interrupted by SIGINT");
}

TEST_CASE("everything that hinders is named") {
  CHECK(conformance_sentence(sample::every_verdict()) ==
        "not called conformant: 2 cases failed, 1 case passed against the profile's expectation, "
        "1 case ended in an error of the kit or the adapter, 1 case flaky, 1 case inconclusive, "
        "3 cases unsupported, 1 case failed as the profile expects, "
        "1 of 4 modelled requirements skipped");
}

TEST_CASE("a requirement is exercised where its rules fired in a decided case that cites it") {
  RunResult run;
  run.cases = {sample::passing("cinet/sockets/a", "cites"),
               sample::passing("cinet/sockets/b", "fires"),
               sample::with_verdict("cinet/sockets/c", Verdict::inconclusive, "why")};
  run.cases[0].requirements = {"SMO-042"};
  run.cases[1].requirements = {};
  run.cases[1].fired = {"SMO-042"};
  run.cases[2].requirements = run.cases[2].fired = {"SMO-042"};
  run.requirements = {sample::row(sample::smo_042(), "")};
  const auto reach = [&] {
    judge_requirements(run);
    return run.requirements.front().reach;
  };
  CHECK(reach() == Reach::cited_only);
  CHECK(run.requirements.front().cited == 1);
  CHECK(run.requirements.front().fired == 1);
  CHECK(cited_only(run) == std::vector<std::string>{"SMO-042"});
  CHECK(to_text(coverage(run)) ==
        "1 known: 1 modelled (0 exercised, 1 cited only, 0 skipped), 0 preconditions, 0 not "
        "modelled");
  // What has no rules is exercised by who cites it: an invariant, or the shape of frames.
  run.requirements.front().rules = 0;
  CHECK(reach() == Reach::exercised);
  run.requirements.front().rules = 3;
  run.cases[0].fired = {"SMO-042"};
  CHECK(reach() == Reach::exercised);
  run.cases[0].requirements.clear();
  CHECK(reach() == Reach::skipped);
}

TEST_CASE("what is cited only does not hinder conformance, but is told") {
  RunResult run = one_case(Verdict::pass);
  run.requirements = {sample::row({"SMO-020", "must", "It stays.", "K17", "DOC"}, "")};
  judge_requirements(run);
  CHECK(conformance_sentence(run) ==
        "conformant: 1 case passed, with 0 of 1 modelled requirement exercised and the others "
        "cited only");
}

TEST_CASE("a requirement that only undecided cases cite is skipped") {
  const Coverage covered = coverage(sample::every_verdict());
  CHECK(covered.modelled == 4);
  CHECK(covered.exercised == 2);
  CHECK(covered.cited_only == 1); // SMO-041
  CHECK(covered.skipped == 1);    // SMO-007: asynchronous I/O is unsupported
  CHECK(
      to_text(covered) ==
      "6 known: 4 modelled (2 exercised, 1 cited only, 1 skipped), 1 precondition, 1 not modelled");
}

TEST_CASE("families keep the order of the run, also when their cases are mixed") {
  RunResult run = sample::all_pass();
  run.cases.push_back(run.cases.front());
  const auto all = families(run);
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "cinet/prerouter");
  CHECK(all[0].cases.size() == 3);
  CHECK(all[0].cases.back() == &run.cases.back());
  CHECK(to_text(all[1].counts) == "1 pass");
  CHECK(to_text(Counts{}) == "nothing");
}
