// SPDX-License-Identifier: Apache-2.0
// The HTML report of many cases: made, and written to a file.
#include <filesystem>

#include <unistd.h>

#include <fmt/format.h>

#include "bench/row.hpp"
#include "conformance/cases/cinet/cases.hpp"
#include "conformance/suite.hpp"
#include "model/cinet/machines.hpp"
#include "reports/html.hpp"
#include "reports/write.hpp"

namespace pathproof::bench {

RunResult many_cases(std::size_t wanted, const std::vector<std::string>& roles) {
  Protocol protocol{.name = "cinet", .machines = {}, .cases = cinet::cases().cases, .symbolic = {}};
  protocol.machines.push_back(cinet::make_whole());
  const std::vector<Protocol> protocols{std::move(protocol)};
  SuiteOptions suite;
  suite.tests = 1;
  RunResult result = run_suite(select_tasks(protocols, {}, roles), suite);
  const std::vector<CaseResult> once = result.cases;
  for (std::size_t i = once.size(); i < wanted; ++i) {
    CaseResult& one = result.cases.emplace_back(once[i % once.size()]);
    one.id += fmt::format("#{}", i / once.size());
  }
  return result;
}

std::vector<Row> html_reports(const Options& options) {
  constexpr double seconds_max = 3;
  const RunResult result = many_cases(options.quick ? 200 : 10'000, {});
  const std::string file =
      (std::filesystem::temp_directory_path() / fmt::format("pathproof-{}.html", ::getpid()))
          .string();
  std::vector<double> seconds;
  for (unsigned round = 0; round < options.rounds; ++round) {
    seconds.push_back(
        timed([&] { reports::write_file(file, reports::html_report(result, {.file = file})); }));
  }
  const double took = median(seconds);
  const auto bytes = std::filesystem::file_size(file);
  std::filesystem::remove(file);
  return {{.name = fmt::format("HTML report of {} cases", result.cases.size()),
           .measured = fmt::format("{:.2f} s, {:.1f} MB", took, static_cast<double>(bytes) / 1e6),
           .against = fmt::format("{:.0f} s", seconds_max),
           .ratio = took / seconds_max,
           .wanted = 1,
           .at_most = true}};
}

} // namespace pathproof::bench
