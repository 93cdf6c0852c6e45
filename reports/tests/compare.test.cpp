// SPDX-License-Identifier: Apache-2.0
#include "reports/compare.hpp"

#include "cmake/testing/catch.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"

using namespace pathproof;
using namespace pathproof::reports;

namespace {

CaseResult with(const std::string& id, Verdict verdict) {
  return sample::with_verdict("cinet/shared_memory/" + id, verdict, "why");
}

RunResult run_of(const std::vector<CaseResult>& cases) {
  RunResult run = sample::all_pass();
  run.cases = cases;
  run.requirements = {sample::row(sample::smo_041(), ""),
                      sample::row({"SMO-020", "must", "It stays.", "K17", "DOC"}, "")};
  for (CaseResult& one : run.cases) {
    one.fired = one.requirements;
  }
  judge_requirements(run);
  return run;
}

std::vector<std::string> ids(const std::vector<ChangedCase>& cases) {
  std::vector<std::string> all;
  for (const ChangedCase& one : cases) {
    all.push_back(one.id.substr(one.id.rfind('/') + 1) + " " + one.before + ">" + one.now);
  }
  return all;
}

using List = std::vector<std::string>;

} // namespace

TEST_CASE("what is fixed and what is newly failing is told from what stays") {
  const RunResult before = run_of({with("a", Verdict::pass),
                                   with("b", Verdict::fail),
                                   with("c", Verdict::fail),
                                   with("d", Verdict::expected_fail),
                                   with("e", Verdict::flaky),
                                   with("f", Verdict::pass)});
  const RunResult now = run_of({with("a", Verdict::fail),
                                with("b", Verdict::pass),
                                with("c", Verdict::fail),
                                with("d", Verdict::unexpected_pass),
                                with("e", Verdict::pass),
                                with("f", Verdict::pass),
                                with("g", Verdict::error)});
  const Comparison all = compare(before, now);
  CHECK(ids(all.newly_failing) ==
        List{"a pass>fail", "d expected-fail>unexpected-pass", "g >error"});
  CHECK(ids(all.fixed) == List{"b fail>pass", "e flaky>pass"});
  CHECK(all.still_failing == 1);
  CHECK(all.unchanged == 1);
  CHECK(all.failing_otherwise.empty());
  CHECK(exit_status(all) == 1);
  CHECK_THAT(to_text(all), support::contains("newly failing"));
  CHECK_THAT(to_text(all),
             support::contains("worse: 3 newly failing, 2 fixed, 1 still failing, 1 unchanged"));
}

TEST_CASE("equal runs are not worse") {
  const Comparison all = compare(sample::many(40), sample::many(40));
  CHECK(exit_status(all) == 0);
  CHECK(all.settings.empty());
  CHECK(all.fixed.empty());
  CHECK_THAT(to_text(all), support::contains("nothing is worse: "));
}

TEST_CASE("a case that is flaky, undecided or gone is a loss") {
  const RunResult before =
      run_of({with("a", Verdict::pass), with("b", Verdict::pass), with("c", Verdict::unsupported)});
  const Comparison flaky = compare(before, run_of({with("a", Verdict::flaky), before.cases[1]}));
  CHECK(ids(flaky.newly_flaky) == List{"a pass>flaky"});
  CHECK(flaky.requirements_lost.empty());
  CHECK(exit_status(flaky) == 3);
  const Comparison lost = compare(before, run_of({with("a", Verdict::unsupported)}));
  CHECK(ids(lost.no_longer_decided) == List{"a pass>unsupported", "b pass>"});
  CHECK(lost.requirements_lost == List{"SMO-020"});
  CHECK(exit_status(lost) == 3);
  CHECK_THAT(to_text(lost), support::contains("coverage lost      SMO-020"));
  CHECK(compare(run_of({with("a", Verdict::unsupported)}), before).requirements_won ==
        List{"SMO-020"});
}

TEST_CASE("a requirement whose rules do not fire any more is lost") {
  const RunResult before = run_of({with("a", Verdict::pass)});
  RunResult now = before;
  now.cases.front().fired.clear();
  judge_requirements(now);
  const Comparison lost = compare(before, now);
  CHECK(lost.requirements_lost == List{"SMO-020"});
  CHECK(exit_status(lost) == 3);
}

TEST_CASE("a failure that breaks something else is another one") {
  RunResult now = run_of({sample::failing()});
  now.cases[0].deviations.erase(now.cases[0].deviations.begin());
  const Comparison all = compare(run_of({sample::failing()}), now);
  CHECK(ids(all.failing_otherwise) == List{"failed_attach_is_reported fail>fail"});
  CHECK(exit_status(all) == 0);
}

TEST_CASE("what two runs do not have in common is said") {
  RunResult now = sample::all_pass();
  now.seed = 8;
  now.profile.clear();
  CHECK(compare(sample::all_pass(), now).settings ==
        List{"profile: mystack.toml, then none", "seed: 7, then 8"});
}

TEST_CASE("cases of one name are compared in their order") {
  const RunResult before = run_of({with("a", Verdict::pass), with("a", Verdict::fail)});
  const RunResult now = run_of({with("a", Verdict::pass), with("a", Verdict::pass)});
  CHECK(ids(compare(before, now).fixed) == List{"a fail>pass"});
}

TEST_CASE("hostile bytes are text in a comparison") {
  const std::string text =
      to_markdown(compare(sample::hostile_run(), sample::every_verdict()), 1000);
  CHECK(text.find('<') == std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(to_text(compare(sample::every_verdict(), sample::hostile_run())).find('\x1b') ==
        std::string::npos);
}
