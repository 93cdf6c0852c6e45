// SPDX-License-Identifier: Apache-2.0
// One screen, whatever a case holds: the limits are checked on cases made to break them.
#include "reports/failure.hpp"

#include <regex>

#include "cmake/testing/catch.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"
#include "reports/text.hpp"

using namespace pathproof;
using namespace pathproof::reports;
using support::contains;

namespace {

void fits_on_a_screen(const std::string& text) {
  const auto lines = split_lines(text);
  CHECK(lines.size() <= screen_lines);
  for (const std::string_view line : lines) {
    if (!line.starts_with("run again")) {
      CHECK(length(line) <= screen_columns);
    }
  }
  CHECK(visible(text, Newlines::keep) == text);
}

CaseResult overfull() {
  CaseResult result = sample::failing();
  const RequirementReference requirement = result.deviations.front().broken.front();
  const std::string long_label = "return " + std::string(4000, 'x');
  for (int i = 0; i < 40; ++i) {
    result.title += " and a title that goes on";
    result.reason += " and a reason that goes on";
    result.deviations.front().broken.push_back(requirement);
    result.deviations.front().permitted.push_back(long_label + std::to_string(i));
    result.deviations.push_back(result.deviations.back());
    result.shrunk.push_back(result.shrunk.front());
    result.iut_output += "another line\n";
  }
  result.deviations.front().observed = long_label;
  return result;
}

} // namespace

TEST_CASE("a failure tells requirement, step, permitted, observed and how to see it again") {
  const std::string text = render_failure(sample::failing());
  fits_on_a_screen(text);
  CHECK_THAT(text, contains("SMO-041  must, confidence SEED, stated in SD3"));
  CHECK_THAT(text, contains("Either all transport providers or none have access"));
  CHECK_THAT(text, contains("at step    12 of 14"));
  const CaseResult failing = sample::failing();
  for (const std::string& label : failing.deviations.front().permitted) {
    CHECK_THAT(text, contains(label));
  }
  CHECK_THAT(text, contains("observed   return code=0\n"));
  CHECK_THAT(text, contains("> 12  IUT  layer        <--  return code=0\n"));
  CHECK_THAT(text, contains("  4  IUT  layer        <--  upcall.create tp=2 socket=1\n"));
  CHECK_THAT(text, !contains("  3  kit  provider     -->  answer.done tp=1\n"));
  CHECK_THAT(text, contains("shrunk to    1  kit  application  -->  call.attach"));
  CHECK_THAT(text, contains("also       step 14, SMO-026 (note)"));
  CHECK_THAT(text, contains("provider 2 said \\x1b[31mno\\x1b[0m"));
  CHECK_THAT(text, contains("--iut 'exec:./mystack --layer' --seed 7\n"));
}

TEST_CASE("an overfull failure is cut to one screen and counts what is missing") {
  const std::string text = render_failure(overfull());
  fits_on_a_screen(text);
  CHECK_THAT(text, contains("(4,007 bytes in all)"));
  CHECK_THAT(text, contains("lines more"));
  CHECK_THAT(text, contains("deviations more"));
  std::smatch found; // the steps that were never on the screen count as well
  REQUIRE(
      std::regex_search(text, found, std::regex("before it  \\.\\.\\. (\\d+) steps.*\n +(\\d+) ")));
  CHECK(std::stoi(found[1]) + 1 == std::stoi(found[2]));
  CHECK_THAT(text, contains("its stderr ... 41 lines before\n")); // of 42
  CHECK_THAT(text, contains("> 12  IUT"));
}

TEST_CASE("hostile bytes neither leave the screen nor reach it") {
  for (const CaseResult& one : sample::hostile_run().cases) {
    fits_on_a_screen(render_failure(one));
    fits_on_a_screen(failure_headline(one, 100));
  }
}

TEST_CASE("many permitted labels are all shown, joined") {
  CaseResult result = sample::failing();
  auto& permitted = result.deviations.front().permitted;
  permitted.clear();
  for (int tp = 1; tp <= 32; ++tp) {
    for (const char* const errno_value : {"121", "122", "139"}) {
      permitted.push_back("answer.refused tp=" + std::to_string(tp) + " errno=" + errno_value);
    }
  }
  const std::string text = render_failure(result);
  fits_on_a_screen(text);
  CHECK_THAT(text, contains("96 labels, with | between alternatives:"));
  CHECK_THAT(text, contains("answer.refused tp=1|2|3|4|5"));
  CHECK_THAT(text, contains("errno=121|122|139"));
}

TEST_CASE("the strongest deviation is the one that is told") {
  CaseResult result = sample::failing();
  std::swap(result.deviations[0], result.deviations[1]);
  REQUIRE(main_deviation(result) != nullptr);
  CHECK(main_deviation(result)->level == "must");
  CHECK_THAT(render_failure(result), contains("observed   return code=0\n"));
  result.deviations.clear();
  CHECK(main_deviation(result) == nullptr);
}

TEST_CASE("silence, which is in no trace, is shown after its end") {
  CaseResult result = sample::failing();
  result.deviations.front().step = result.trace.size();
  result.deviations.front().observed = "quiet";
  const std::string text = render_failure(result);
  CHECK_THAT(text, contains("at step    15, after the end of the trace"));
  CHECK_THAT(text, contains("> 15  IUT  -            <--  quiet\n"));
}

TEST_CASE("a step beyond the trace and an empty case do no harm") {
  CaseResult result = sample::failing();
  result.deviations.front().step = static_cast<std::size_t>(-2);
  fits_on_a_screen(render_failure(result));
  result.trace.clear();
  result.deviations.front().permitted.clear();
  result.deviations.front().observed.clear();
  result.deviations.front().broken.clear();
  fits_on_a_screen(render_failure(result));
  CHECK_THAT(render_failure(result), contains("permitted  nothing"));
  CHECK_THAT(render_failure(CaseResult{}), contains("no command was recorded"));
}

TEST_CASE("an implementation that died is told by its reason, last steps and last words") {
  const std::string text = render_failure(sample::dying());
  fits_on_a_screen(text);
  CHECK_THAT(text, contains("signal 11"));
  CHECK_THAT(text, contains("last steps   1  kit  application  -->  call.socket"));
  CHECK_THAT(text, contains("its stderr ... 2 lines before\n"));
  CHECK_THAT(text, contains("Aborted at table.c:42\n"));
}

TEST_CASE("of a flaky case it is said where its repetitions differ, and how long answers took") {
  const std::string text = render_failure(sample::rerun());
  CHECK_THAT(
      text,
      support::contains("repeated   slowest answer: 1,990 ms when it failed, then 3 ms, then "
                        "1 ms, then 2,001 ms"));
  CHECK_THAT(text, support::contains("failed again, the same steps"));
  CHECK_THAT(text,
             support::contains("did not fail so, step 12: return code=-1,121,74610301 instead of "
                               "return code=0"));
  CHECK_THAT(text, support::contains("step 12: (nothing) instead of return code=0"));
}
