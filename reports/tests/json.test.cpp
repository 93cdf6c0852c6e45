// SPDX-License-Identifier: Apache-2.0
#include "reports/json.hpp"

#include <sstream>

#include "cmake/testing/catch.hpp"
#include "model/core/error.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"

using namespace pathproof;
using namespace pathproof::reports;

namespace {

RunResult read(const std::string& text) {
  std::istringstream in(text);
  return read_json(in, "report.json");
}

std::string refusal(const std::string& text) {
  try {
    read(text);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

// The approved report with one piece of text replaced, once.
std::string refusal_with(const std::string& old, const std::string& now) {
  std::string text = json_report(sample::every_verdict());
  const std::size_t at = text.find(old);
  REQUIRE(at != std::string::npos);
  return refusal(text.replace(at, old.size(), now));
}

} // namespace

TEST_CASE("the JSON report of every verdict is as approved") {
  support::check_baseline("every_verdict.json", json_report(sample::every_verdict()));
}

TEST_CASE("a JSON report read back gives the same bytes") {
  for (const RunResult& run :
       {sample::every_verdict(), sample::all_pass(), sample::many(20), RunResult{}}) {
    const std::string text = json_report(run);
    CHECK(json_report(read(text)) == text);
  }
}

TEST_CASE("frames, captures and repetitions are in the JSON report") {
  RunResult run = sample::all_pass();
  run.cases = {sample::framed(), sample::rerun()};
  const RunResult again = read(json_report(run));
  CHECK(again.cases[0].trace[1].to == "peer");
  REQUIRE(again.cases[0].frames.size() == 3);
  CHECK(again.cases[0].frames[1].step == 1);
  CHECK(again.cases[0].frames[1].octets == "C1C6C9E40006C1");
  CHECK(again.cases[0].frames[1].fields[1].wrong);
  CHECK(again.cases[0].frames[2].step == no_step);
  CHECK(again.cases[0].frames[2].malformed == "too short");
  CHECK(again.cases[0].capture == run.cases[0].capture);
  REQUIRE(again.cases[1].reruns.size() == 3);
  CHECK(again.cases[1].reruns[0].differs_at == no_step);
  CHECK(again.cases[1].reruns[1].differs_at == 11);
  CHECK(again.cases[1].reruns[1].now == "return code=-1,121,74610301");
  CHECK(again.cases[1].reruns[2].slowest_ms == 2001);
  CHECK(again.cases[1].slowest_ms == 1990);
}

TEST_CASE("a JSON report read back has every field") {
  RunResult run = sample::every_verdict();
  run.seed = 18446744073709551615U; // more than a double holds
  run.strict = true;
  run.interrupted = "SIGTERM";
  run.cases[4].seed = 9007199254740993U;
  const RunResult again = read(json_report(run));
  CHECK(again.seed == run.seed);
  CHECK(again.strict);
  CHECK(again.interrupted == "SIGTERM");
  REQUIRE(again.cases.size() == run.cases.size());
  const CaseResult& one = again.cases[4];
  CHECK(one.seed == 9007199254740993U);
  CHECK(one.verdict == Verdict::fail);
  CHECK(one.trace.size() == run.cases[4].trace.size());
  CHECK(one.trace[1].by_iut);
  CHECK(one.fired == run.cases[4].fired);
  CHECK(again.requirements[1].reach == Reach::cited_only);
  CHECK(again.requirements[1].cited == 1);
  CHECK(again.requirements[1].fired == 1);
  CHECK(one.shrunk.back().label == "return code=0");
  CHECK(one.deviations[0].permitted == run.cases[4].deviations[0].permitted);
  CHECK(one.deviations[0].broken[1].sentence == sample::smo_042().sentence);
  CHECK(one.iut_output == run.cases[4].iut_output);
  CHECK(one.seconds == 0);
  CHECK(again.requirements[5].reason == "needs a dispatcher | an ASC mode");
}

TEST_CASE("times are in no JSON report") {
  RunResult run = sample::every_verdict();
  const std::string before = json_report(run);
  for (CaseResult& one : run.cases) {
    one.seconds = 99;
  }
  CHECK(json_report(run) == before);
}

TEST_CASE("any bytes become valid JSON that is stable when read back") {
  RunResult run = sample::hostile_run();
  run.cases[0].iut_output.assign(1'000'000, '\xff');
  const std::string text = json_report(run);
  const RunResult again = read(text);
  CHECK(again.cases[0].iut_output.substr(0, 3) == "\xef\xbf\xbd");
  CHECK(again.cases[4].iut_output.find('\x1b') != std::string::npos);
  CHECK(json_report(again) == text);
}

TEST_CASE("a wrong JSON report is refused in one line that names file and field") {
  CHECK(refusal("[]") == "report.json: this is no report of pathproof");
  CHECK(refusal("{}") == "report.json: the field 'schema' is missing");
  CHECK(refusal("{\"schema\": 3}") == "report.json: schema: a text is expected");
  CHECK(refusal_with("pathproof-report", "other") ==
        "report.json: schema: this is no report of pathproof");
  CHECK(refusal_with("\"schema_version\": 1", "\"schema_version\": 2") ==
        "report.json: schema_version: version 2 is not known, only 1");
  CHECK(refusal_with("\"verdict\": \"unsupported\"", "\"verdict\": \"passed\"") ==
        "report.json: cases[8].verdict: 'passed' is no verdict");
  CHECK(refusal_with("\"tests\": 40", "\"tests\": -1") ==
        "report.json: cases[0].tests: a whole number that is not negative is expected");
  CHECK(refusal_with("\"tests\": 40", "\"test\": 40") ==
        "report.json: cases[0]: the field 'test' is not known");
  CHECK(refusal_with("\"seed\": \"7\"", "\"seed\": \"7x\"") ==
        "report.json: seed: a decimal number of at most 64 bits, as a text, is expected");
  CHECK(refusal_with("\"by_iut\": false", "\"by_iut\": 0") ==
        "report.json: cases[3].trace[0].by_iut: true or false is expected");
  CHECK(refusal_with("\"cases\": [", "\"cases\": {}, \"x\": [") ==
        "report.json: the field 'x' is not known");
}

TEST_CASE("text that is no JSON is refused in one line") {
  for (const std::string& text : {std::string(),
                                  std::string("{\"schema\": \n\"a\x1b"),
                                  std::string("\xff\xfe{}"),
                                  sample::hostile(),
                                  std::string(200'000, '[')}) {
    const std::string what = refusal(text);
    INFO(what);
    CHECK(what.starts_with("report.json: "));
    CHECK(what.find_first_of("\n\x1b") == std::string::npos);
  }
}
