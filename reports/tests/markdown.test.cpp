// SPDX-License-Identifier: Apache-2.0
#include "reports/markdown.hpp"

#include <algorithm>

#include "cmake/testing/catch.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"
#include "reports/text.hpp"

using namespace pathproof;
using namespace pathproof::reports;

TEST_CASE("the Markdown summary of every verdict is as approved") {
  support::check_baseline("every_verdict.md", markdown_report(sample::every_verdict()));
}

TEST_CASE("a Markdown summary of many failures stays small") {
  RunResult run = sample::every_verdict();
  run.cases.assign(10'000, sample::failing());
  const std::string text = markdown_report(run);
  CHECK(text.size() < 200'000);
  CHECK_THAT(text, support::contains("and 9,980 more"));
}

TEST_CASE("hostile bytes are text in a Markdown summary") {
  RunResult run = sample::hostile_run();
  run.cases[4].trace.back().label = "```\n</details><script>";
  bool in_fence = false;
  for (const std::string_view line : split_lines(markdown_report(run))) {
    if (line.starts_with("```")) {
      in_fence = !in_fence;
    } else if (!in_fence) {
      INFO(line);
      CHECK(line.find("<script") == std::string_view::npos);
      CHECK(line.find("<a ") == std::string_view::npos);
      CHECK(line.find('\x1b') == std::string_view::npos);
    }
  }
  CHECK_FALSE(in_fence);
}

TEST_CASE("an annotation is one line with its verdict and its case") {
  const std::string text = github_annotations(sample::every_verdict());
  for (const std::string_view line : split_lines(text)) {
    CHECK((line.starts_with("::error title=") || line.starts_with("::warning title=")));
  }
  CHECK_THAT(text,
             support::contains("::error title=fail cinet/shared_memory/failed_attach_is_reported::"
                               "SMO-041, SMO-042 (must): step 12 showed return code=0"));
  CHECK_THAT(text, support::contains("%0Arun again: pathproof run"));
  CHECK(github_annotations(sample::all_pass()).empty());
}

TEST_CASE("an annotation cannot be ended, nor another begun, by what an implementation says") {
  RunResult run = sample::every_verdict();
  run.cases = {sample::failing()};
  run.cases[0].id = "a,file=b::c%0A";
  run.cases[0].reproduction = "x\n::error::y\r";
  const std::string text = github_annotations(run);
  CHECK(std::count(text.begin(), text.end(), '\n') == 1);
  CHECK(text.find('\r') == std::string::npos);
  CHECK_THAT(text, support::contains("title=fail a%2Cfile=b%3A%3Ac%250A::"));
}

TEST_CASE("as many annotations are printed as are shown") {
  RunResult run = sample::every_verdict();
  run.cases.assign(500, sample::failing());
  const std::string text = github_annotations(run);
  CHECK(split_lines(text).size() == 10);
  CHECK_THAT(text, support::contains("and 491 more"));
}
