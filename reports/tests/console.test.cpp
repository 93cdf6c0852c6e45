// SPDX-License-Identifier: Apache-2.0
#include "reports/console.hpp"

#include <regex>
#include <sstream>

#include "cmake/testing/catch.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"
#include "reports/text.hpp"

using namespace pathproof;
using namespace pathproof::reports;
using support::contains;

TEST_CASE("the console report of every verdict is as approved") {
  support::check_baseline("every_verdict.txt", console_report(sample::every_verdict()));
}

TEST_CASE("the console report of a conformant run is as approved") {
  support::check_baseline("all_pass.txt", console_report(sample::all_pass()));
}

TEST_CASE("a run of passes is quiet about them") {
  const std::string text = console_report(sample::all_pass());
  CHECK(split_lines(text).size() <= 10);
  CHECK_THAT(text, contains("pass            cinet/prerouter      2 pass\n"));
  CHECK_THAT(text, contains("verdict       conformant: 3 cases passed\n"));
}

TEST_CASE("colours are off unless asked for, and carry no meaning") {
  const std::string plain = console_report(sample::every_verdict());
  const std::string coloured = console_report(sample::every_verdict(), {.colour = true});
  CHECK(plain.find('\x1b') == std::string::npos);
  CHECK(coloured != plain);
  CHECK(std::regex_replace(coloured, std::regex("\x1b\\[[0-9;]*m"), "") == plain);
}

TEST_CASE("hostile bytes reach no terminal") {
  const std::string text = console_report(sample::hostile_run());
  CHECK(visible(text, Newlines::keep) == text);
}

TEST_CASE("after a number of screens a failure takes two lines") {
  RunResult run;
  run.cases.assign(30, sample::failing());
  const std::string text = console_report(run, {.failures_in_full = 2});
  CHECK(split_lines(text).size() < 3 * screen_lines + 2 * 28);
  CHECK_THAT(text, contains("and 28 more, shown in full when selected alone"));
  CHECK_THAT(text,
             contains("    SMO-041, SMO-042 (must): step 12 showed return code=0, permitted:"));
}

TEST_CASE("an empty run says that nothing ran") {
  CHECK_THAT(console_report(RunResult{}), contains("not called conformant: nothing ran"));
}

TEST_CASE("progress redraws one line on a terminal and takes it away") {
  std::ostringstream out;
  {
    Progress progress(out, true, 40);
    progress.show(9, 212, 0, "cinet/shared_memory/a_case_with_a_long_name");
    CHECK(out.str() == "\r\x1b[K[  9/212] cinet/shared_memory/a_case...");
    progress.show(10, 212, 2, "too soon to be drawn");
    CHECK(out.str() == "\r\x1b[K[  9/212] cinet/shared_memory/a_case...");
    out.str("");
    progress.show(212, 212, 2, "last");
    CHECK(out.str() == "\r\x1b[K[212/212] 2 failed  last");
    out.str("");
    progress.clear();
    progress.clear();
    CHECK(out.str() == "\r\x1b[K");
    out.str("");
    progress.show(212, 212, 0, "a\x1b[2Jb");
    CHECK(out.str() == "\r\x1b[K[212/212] a\\x1b[2Jb");
    out.str("");
  }
  CHECK(out.str() == "\r\x1b[K");
}

TEST_CASE("progress writes nothing into a pipe") {
  std::ostringstream out;
  {
    Progress progress(out, false);
    progress.show(1, 1, 0, "a");
    progress.clear();
  }
  CHECK(out.str().empty());
  CHECK_FALSE(on_terminal(-1));
}
