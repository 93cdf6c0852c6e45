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
  CHECK(conformance_sentence(run) == "not called conformant: 1 of 1 modelled requirement skipped");
  run.cases.front().requirements = {"SMO-042"};
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

TEST_CASE("a requirement that only undecided cases cite is skipped") {
  const Coverage covered = coverage(sample::every_verdict());
  CHECK(covered.modelled == 4);
  CHECK(covered.exercised == 3);
  CHECK(covered.skipped == 1); // SMO-007: asynchronous I/O is unsupported
  CHECK(to_text(covered) ==
        "6 known: 4 modelled (3 exercised, 1 skipped), 1 precondition, 1 not modelled");
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
