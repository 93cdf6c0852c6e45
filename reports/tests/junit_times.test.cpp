// SPDX-License-Identifier: Apache-2.0
#include "reports/junit_times.hpp"

#include "cmake/testing/catch.hpp"
#include "model/core/error.hpp"
#include "reports/junit.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"

using namespace pathproof;
using namespace pathproof::reports;

namespace {

std::string refusal(const std::string& xml) {
  try {
    junit_times(xml, "old.xml");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

} // namespace

TEST_CASE("a JUnit report says how long each case took") {
  RunResult run = sample::every_verdict();
  for (std::size_t i = 0; i < run.cases.size(); ++i) {
    run.cases[i].seconds = 0.125 * static_cast<double>(i);
  }
  const auto times = junit_times(junit_report(run), "old.xml");
  REQUIRE(times.size() == run.cases.size());
  for (const CaseResult& one : run.cases) {
    INFO(one.id);
    CHECK(times.at(one.id) == one.seconds);
  }
}

TEST_CASE("what is no JUnit report gives no times") {
  const auto with_time = [](const std::string& time) {
    return "<testsuites><testsuite name=\"a\"><testcase name=\"b\" time=\"" + time +
           "\"/></testsuite></testsuites>";
  };
  CHECK(refusal(with_time("1.5")) == "no error");
  for (const std::string time : {"", "soon", "-1", "nan", "inf", "1.5s", "1e999"}) {
    CHECK_THAT(refusal(with_time(time)), support::contains("old.xml: the time of a/b is '"));
  }
  CHECK_THAT(refusal("{\"schema\": 1}"), support::contains("old.xml: this "));
  CHECK_THAT(refusal(with_time("1").substr(0, 40)), support::contains("this is no JUnit report"));
  CHECK_THAT(refusal("<testsuites/>"), support::contains("has no case"));
}
