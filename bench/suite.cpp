// SPDX-License-Identifier: Apache-2.0
// Generated tests in process, and the time of the proofs.
#include <cstdlib>

#include <fmt/format.h>

#include "bench/row.hpp"
#include "conformance/cases/cinet/cases.hpp"
#include "conformance/iut/program.hpp"
#include "conformance/suite.hpp"
#include "model/cinet/machines.hpp"

namespace pathproof::bench {

std::vector<Row> generated_tests(const Options& options) {
  constexpr double seconds_max = 60;
  Protocol protocol{.name = "cinet", .machines = {}, .cases = {}, .symbolic = {}};
  for (auto& machine : cinet::machines()) {
    protocol.machines.push_back(std::move(machine));
  }
  protocol.cases = cinet::cases().cases;
  const std::vector<Protocol> protocols{std::move(protocol)};
  const auto tasks = select_tasks(protocols, {"cinet/shared_memory/generated"}, {"layer"});
  SuiteOptions suite;
  suite.tests = options.quick ? 100 : 25'000;
  suite.steps = 20;
  RunResult result;
  const double seconds = timed([&] { result = run_suite(tasks, suite); });
  const bool passed = result.cases.size() == 1 && result.cases.front().verdict == Verdict::pass;
  return {{.name = fmt::format("{} generated tests of 20 steps", suite.tests),
           .measured = fmt::format("{:.1f} s", seconds),
           .against = fmt::format("{:.0f} s", seconds_max),
           .ratio = seconds / seconds_max,
           .wanted = 1,
           .at_most = true,
           .skipped = passed ? "" : "the case did not pass"}};
}

std::vector<Row> proof(const Options& options) {
  struct Wanted {
    std::string protocol;
    double seconds_max;
  };

  constexpr int deadline_ms = 600'000;
  std::vector<Row> rows;
  for (const auto& [protocol, seconds_max] :
       {Wanted{options.quick ? "cinet/ioctl" : "cinet", 10}, Wanted{"iucv", 60}}) {
    iut::ProgramResult result;
    const double seconds = timed([&] {
      result = iut::run_program({options.kit, "prove", protocol}, -1, deadline_ms);
    });
    // The last line says how many were proved, violated and left open.
    std::string last = result.output.substr(0, result.output.find_last_not_of('\n') + 1);
    last = last.substr(last.rfind('\n') + 1);
    rows.push_back({.name = "proof of " + protocol + ", any number of instances",
                    .measured = fmt::format("{:.1f} s", seconds),
                    .against = fmt::format("{:.0f} s", seconds_max),
                    .ratio = seconds / seconds_max,
                    .wanted = 1,
                    .at_most = true,
                    .skipped = result.status == 0 ? "" : last});
  }
  return rows;
}

} // namespace pathproof::bench
