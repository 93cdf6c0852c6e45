// SPDX-License-Identifier: Apache-2.0
#include "reports/junit.hpp"

#include <cmath>

#include <pugixml.hpp>

#include "cmake/testing/catch.hpp"
#include "reports/failure.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"
#include "reports/text.hpp"

using namespace pathproof;
using namespace pathproof::reports;
using support::contains;

namespace {

struct Parsed {
  pugi::xml_document document;

  explicit Parsed(const std::string& text) {
    REQUIRE(document.load_buffer(
        text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata));
  }

  pugi::xml_node root() const { return document.child("testsuites"); }

  pugi::xml_node testcase(const std::string& name) const {
    const std::string path = "testsuites/testsuite/testcase[@name='" + name + "']";
    return document.select_node(path.c_str()).node();
  }
};

std::string property(pugi::xml_node node, const char* name) {
  const auto all = node.child("properties");
  return all.find_child_by_attribute("property", "name", name).attribute("value").value();
}

RunResult run_of(CaseResult one) {
  RunResult run;
  run.cases = {std::move(one)};
  return run;
}

} // namespace

TEST_CASE("the JUnit report of every verdict is as approved") {
  support::check_baseline(
      "every_verdict.xml",
      junit_report(sample::every_verdict(), {.timestamp = "2026-11-20T09:30:00"}));
}

TEST_CASE("a JUnit report counts per family and in all") {
  const Parsed xml(junit_report(sample::every_verdict()));
  CHECK(xml.root().attribute("tests").as_int() == 14);
  CHECK(xml.root().attribute("failures").as_int() == 3);
  CHECK(xml.root().attribute("errors").as_int() == 1);
  const auto suite = xml.root().find_child_by_attribute("testsuite", "name", "cinet/async_io");
  CHECK(suite.attribute("tests").as_int() == 6);
  CHECK(suite.attribute("skipped").as_int() == 4);
  CHECK(suite.attribute("errors").as_int() == 1);
  CHECK_FALSE(suite.attribute("timestamp"));
  CHECK(property(suite, "exit_status") == "1");
}

TEST_CASE("each verdict has its element in a JUnit report") {
  const Parsed xml(junit_report(sample::every_verdict()));
  const auto failure = xml.testcase("failed_attach_is_reported").child("failure");
  CHECK(failure.attribute("type").value() == std::string("fail"));
  CHECK(failure.text().get() == render_failure(sample::failing()));
  CHECK_THAT(failure.attribute("message").value(), contains("step 12 showed return code=0"));
  CHECK(xml.testcase("raw_socket").child("failure").attribute("type").value() ==
        std::string("unexpected-pass"));
  CHECK(xml.testcase("garbage").child("error"));
  CHECK(xml.testcase("cancel").child("skipped").attribute("message").value() ==
        std::string("unsupported: the implementation lacks asynchronous_io"));
  CHECK_THAT(xml.testcase("detach_of_nothing").child("skipped").attribute("message").value(),
             contains("expected-fail: mystack.toml"));
  CHECK_THAT(xml.testcase("order_of_completion").child("skipped").attribute("message").value(),
             contains("inconclusive: "));
  const auto flaky = xml.testcase("two_at_once");
  CHECK_FALSE(flaky.child("failure"));
  CHECK_THAT(flaky.child("flakyFailure").child("stackTrace").text().get(), contains("FLAKY"));
  CHECK(property(flaky, "verdict") == "flaky");
  CHECK_FALSE(xml.testcase("route_is_chosen").child("system-out"));
}

TEST_CASE("case properties can stay out of a JUnit report without losing their facts") {
  const Parsed xml(junit_report(sample::every_verdict(), {.case_properties = false}));
  CHECK(xml.document.select_nodes("//testcase/properties").empty());
  const std::string out =
      xml.testcase("failed_attach_is_reported").child("system-out").text().get();
  CHECK_THAT(out, contains("requirement: SMO-041\nrequirement: SMO-042\nverdict: fail\n"));
}

TEST_CASE("an interrupted run is an error in its JUnit report") {
  RunResult run = sample::all_pass();
  run.interrupted = "SIGTERM";
  const Parsed xml(junit_report(run));
  CHECK(xml.root().attribute("tests").as_int() == 4);
  CHECK(xml.root().attribute("errors").as_int() == 1);
  CHECK(xml.testcase("the run was completed").child("error").text().get() ==
        std::string("interrupted by SIGTERM after 3 cases"));
}

TEST_CASE("hostile bytes survive a JUnit report as visible text") {
  const Parsed xml(junit_report(sample::hostile_run()));
  const auto failing = xml.document.select_node("//testcase[failure]").node();
  const std::string err = failing.child("system-err").text().get();
  CHECK(err == visible(sample::hostile(), Newlines::keep));
  CHECK_THAT(err, contains("]]> <a href=\"x\">&amp; --> \\x00 \\x1b[2J \\x07 \\x7f \\xff\\xfe"));
  CHECK_THAT(err, contains("a|b\nnext\tline"));
  for (const auto& found : xml.document.select_nodes("//@*")) {
    CHECK(std::string(found.attribute().value()).find('\n') == std::string::npos);
  }
}

TEST_CASE("10 MB of output are cut in the middle, which is said") {
  CaseResult one = sample::failing();
  one.iut_output = "first line\n" + std::string(10'000'000, '\x1b') + "\nlast line\n";
  one.deviations.front().permitted.push_back("return " + std::string(10'000'000, '<'));
  one.trace.push_back({"layer", std::string(10'000'000, '&'), true});
  const std::string text = junit_report(run_of(one));
  CHECK(text.size() < 3'000'000);
  const Parsed xml(text);
  const auto failing = xml.testcase("failed_attach_is_reported");
  const std::string err = failing.child("system-err").text().get();
  CHECK_THAT(err, contains("first line\n\\x1b\\x1b"));
  CHECK_THAT(err, contains("\\x1b\nlast line\n"));
  CHECK_THAT(err, contains("bytes left out ...]"));
  CHECK_THAT(failing.child("system-out").text().get(), contains("bytes left out ...]"));
  CHECK(property(failing, "requirement") == "SMO-041");
}

TEST_CASE("a JUnit report of many loud cases stays below what CI servers take") {
  CaseResult loud = sample::failing();
  loud.iut_output.assign(1'000'000, '\x1b');
  RunResult run;
  for (int i = 0; i < 100; ++i) {
    run.cases.push_back(loud);
    run.cases.back().id += std::to_string(i);
  }
  const std::string text = junit_report(run);
  CHECK(text.size() < 30'000'000);
  CHECK_THAT(text, contains("[... 1,000,000 bytes left out, the file has enough ...]"));
}

TEST_CASE("a clock that went wrong gives a time of zero") {
  CaseResult one = sample::failing();
  for (const double seconds : {-1.0, std::nan(""), HUGE_VAL}) {
    one.seconds = seconds;
    const Parsed xml(junit_report(run_of(one)));
    CHECK(xml.root().attribute("time").value() == std::string("0.000"));
  }
}

TEST_CASE("an empty run gives a JUnit report without suites") {
  const Parsed xml(junit_report(RunResult{}));
  CHECK(xml.root().attribute("tests").value() == std::string("0"));
  CHECK_FALSE(xml.root().first_child());
}
