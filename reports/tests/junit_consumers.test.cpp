// SPDX-License-Identifier: Apache-2.0
// JUnit reports in the eyes of others: a schema, and two parsers of other people.
#include <cstdio>
#include <cstdlib>
#include <sys/wait.h>

#include "cmake/testing/catch.hpp"
#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"

using namespace pathproof;
using namespace pathproof::reports;

namespace {

constexpr int skipped = 77;
constexpr int command_not_found = 127;

struct Ran {
  int status = -1;
  std::string output;
};

Ran run_command(const std::string& command) {
  Ran ran;
  std::FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[4096];
  std::size_t size = 0;
  while ((size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0) {
    ran.output.append(buffer, size);
  }
  const int status = ::pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

// Passes if the command does; a tool that is not there is said, not failed.
void check_command(const std::string& command) {
  const Ran ran = run_command(command);
  if (ran.status == skipped || ran.status == command_not_found) {
    WARN("skipped: " << ran.output);
    return;
  }
  INFO(command);
  INFO(ran.output);
  CHECK(ran.status == 0);
}

// Reports in a folder, and their names as arguments of a command: "'a.xml' 'a.json' 'b.xml' …".
struct Reports {
  std::string pairs, junit_files;

  explicit Reports(const std::string& folder) {
    RunResult interrupted = sample::all_pass();
    interrupted.interrupted = "SIGINT";
    add(folder + "/every_verdict", sample::every_verdict());
    add(folder + "/hostile", sample::hostile_run());
    add(folder + "/interrupted", interrupted);
    RunResult loud = sample::every_verdict();
    loud.cases[0].iut_output = "\x1b" + std::string(10'000'000, '<');
    loud.cases[4].trace.back().label = "\xff" + std::string(10'000'000, '&');
    add(folder + "/loud", loud);
  }

private:
  void add(const std::string& name, const RunResult& run) {
    support::put_file(name + ".xml", junit_report(run, {.timestamp = "2026-11-20T09:30:00"}));
    support::put_file(name + ".json", json_report(run));
    pairs += " '" + name + ".xml' '" + name + ".json'";
    junit_files += " '" + name + ".xml'";
  }
};

} // namespace

TEST_CASE("JUnit reports follow the schema") {
  const Reports reports(support::fresh_folder("schema"));
  check_command("xmllint --noout --nonet --schema '" + support::tests_folder() + "/junit.xsd'" +
                reports.junit_files);
}

TEST_CASE("the schema refuses a JUnit report with a mistake") {
  const std::string folder = support::fresh_folder("schema_refuses");
  std::string text = junit_report(sample::every_verdict());
  text.replace(text.find("<failure message"), 16, "<failure massage");
  support::put_file(folder + "/wrong.xml", text);
  const Ran ran = run_command("xmllint --noout --nonet --schema '" + support::tests_folder() +
                              "/junit.xsd' '" + folder + "/wrong.xml'");
  CHECK(ran.status != 0);
}

TEST_CASE("junitparser reads in JUnit reports what the JSON reports say") {
  const Reports reports(support::fresh_folder("junitparser"));
  check_command("/usr/bin/python3 '" + support::tests_folder() + "/junit_consumer.py'" +
                reports.pairs);
}

TEST_CASE("an npm parser reads in JUnit reports what the JSON reports say", "[network]") {
  const Reports reports(support::fresh_folder("npm_parser"));
  check_command("node '" + support::tests_folder() + "/junit_consumer.mjs' '" +
                std::string(PATHPROOF_REPORTS_WORK) + "/npm'" + reports.pairs);
}
