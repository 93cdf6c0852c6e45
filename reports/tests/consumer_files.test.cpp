// SPDX-License-Identifier: Apache-2.0
// Pairs of reports for junit_consumers.sh, which shows them to other people's readers.
#include <cstdlib>

#include "cmake/testing/catch.hpp"
#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"

using namespace pathproof;
using namespace pathproof::reports;

namespace {

// Output and a label of 10 MB, of characters that grow when they are escaped.
RunResult loud() {
  RunResult run = sample::every_verdict();
  run.cases[0].iut_output = "\x1b" + std::string(10'000'000, '<');
  run.cases[4].trace.back().label = "\xff" + std::string(10'000'000, '&');
  return run;
}

RunResult interrupted() {
  RunResult run = sample::all_pass();
  run.interrupted = "SIGINT";
  return run;
}

} // namespace

TEST_CASE("pairs of JUnit and JSON reports are written for other readers") {
  const char* const wanted = std::getenv("PATHPROOF_REPORTS_OUT");
  const std::string folder = wanted != nullptr ? wanted : support::fresh_folder("consumers");
  const auto write = [&](const std::string& name, const RunResult& run) {
    const std::string file = folder + "/" + name;
    support::put_file(file + ".xml", junit_report(run, {.timestamp = "2026-11-20T09:30:00"}));
    support::put_file(file + ".json", json_report(run));
    CHECK(support::read_file(file + ".json").ends_with("\n}\n"));
  };
  write("every_verdict", sample::every_verdict());
  write("hostile", sample::hostile_run());
  write("interrupted", interrupted());
  write("loud", loud());
}
