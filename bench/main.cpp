// SPDX-License-Identifier: Apache-2.0
// pathproof_bench: the numbers that the kit is held to, as ratios from one run.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/row.hpp"
#include "model/core/error.hpp"
#include "reports/write.hpp"

namespace pathproof::bench {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

namespace {

struct Part {
  std::string_view name;
  std::vector<Row> (*run)(const Options&);
};

constexpr Part parts[]{{"exploration", exploration},
                       {"oracle", oracle},
                       {"frames", frames},
                       {"captures", captures},
                       {"guest", guest},
                       {"transports", transports},
                       {"lfp", fast_path},
                       {"nss", saved_systems},
                       {"tests", generated_tests},
                       {"reports", html_reports},
                       {"campaign", campaigns},
                       {"proof", proof}};

std::string verdict(const Row& row) {
  if (!row.skipped.empty()) {
    return "skipped: " + row.skipped;
  }
  if (row.wanted == 0) {
    return fmt::format("{:>8.2f}", row.ratio);
  }
  return fmt::format("{:>8.2f} {:>9} {}",
                     row.ratio,
                     fmt::format("{} {:.2f}", row.at_most ? "<=" : ">=", row.wanted),
                     row.met() ? "met" : "below");
}

nlohmann::json to_json(const Row& row) {
  return {{"name", row.name},
          {"measured", row.measured},
          {"against", row.against},
          {"ratio", row.ratio},
          {"wanted", row.wanted},
          {"met", row.skipped.empty() && (row.wanted == 0 || row.met())},
          {"skipped", row.skipped}};
}

int run(int argc, char** argv) {
  CLI::App app("Measures pathproof against what each number is compared with.", "pathproof_bench");
  Options options;
  std::vector<std::string> names;
  std::string json;
  std::string echo_path;
  bool echo_here = false;
  std::vector<std::string> known;
  for (const Part& part : parts) {
    known.emplace_back(part.name);
  }
  app.add_option("part", names, "exploration, oracle, frames, captures, …; all when left out")
      ->check(CLI::IsMember(known));
  app.add_flag("--quick", options.quick, "Small sizes: shows that it works, not how fast it is");
  app.add_option("--rounds", options.rounds, "Of which medians are taken")
      ->check(CLI::Range(1U, 99U));
  app.add_option("--json", json, "Writes the table to this file");
  app.add_option(
      "--plot", options.plot, "Writes a plot of the one part that is named, nss or campaign (SVG)");
  app.add_flag("--echo", echo_here)->group("");
  app.add_option("--echo-unix", echo_path)->group("");
  app.failure_message(CLI::FailureMessage::simple);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& failure) {
    if (failure.get_exit_code() == 0) {
      return app.exit(failure); // --help
    }
    std::cerr << "pathproof_bench: " << failure.what() << '\n';
    return 2;
  }
  if (!options.plot.empty() && names != std::vector<std::string>{"nss"} &&
      names != std::vector<std::string>{"campaign"}) {
    std::cerr << "pathproof_bench: --plot is for one part, nss or campaign\n";
    return 2;
  }
  if (echo_here) {
    return echo(STDIN_FILENO, STDOUT_FILENO);
  }
  if (!echo_path.empty()) {
    return echo_unix(echo_path);
  }
  options.program = std::filesystem::read_symlink("/proc/self/exe");
  options.kit = std::filesystem::path(options.program).parent_path() / "pathproof";
  options.promela = PATHPROOF_PROMELA_DIR;
  if (options.quick) {
    options.rounds = 1;
  }
  fmt::print(
      "{:<38} {:>22} {:>22} {:>8} {:>9}\n", "what", "measured", "against", "ratio", "wanted");
  nlohmann::json table = nlohmann::json::array();
  for (const Part& part : parts) {
    if (!names.empty() && std::find(names.begin(), names.end(), part.name) == names.end()) {
      continue;
    }
    for (const Row& row : part.run(options)) {
      fmt::print("{:<38} {:>22} {:>22} {}\n", row.name, row.measured, row.against, verdict(row));
      std::fflush(stdout);
      table.push_back(to_json(row));
    }
  }
  fmt::print("medians of {} rounds\n", options.rounds);
  if (!json.empty()) {
    reports::write_file(json, table.dump(2) + "\n");
  }
  return 0;
}

} // namespace
} // namespace pathproof::bench

int main(int argc, char** argv) {
  try {
    return pathproof::bench::run(argc, argv);
  } catch (const std::exception& failure) {
    std::cerr << "pathproof_bench: " << failure.what() << '\n';
    return 2;
  }
}
