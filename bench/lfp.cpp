// SPDX-License-Identifier: Apache-2.0
// Unmodified programs through the fast path, against the same through proxychains4 and a SOCKS
// daemon, and without either.
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/row.hpp"
#include "conformance/iut/program.hpp"

namespace pathproof::bench {

namespace {

constexpr int deadline_ms = 1'200'000;
constexpr int status_skipped = 77;

Row row(const std::string& name,
        const nlohmann::json& made,
        const char* what,
        const char* other,
        double scale,
        const char* unit,
        double wanted) {
  const double ours = median(made["path"][what].get<std::vector<double>>());
  const double theirs = median(made[other][what].get<std::vector<double>>());
  return {.name = name,
          .measured = fmt::format("{:.2f} {}", ours / scale, unit),
          .against = fmt::format("{} {:.2f} {}", other, theirs / scale, unit),
          .ratio = ours / theirs,
          .wanted = wanted};
}

} // namespace

std::vector<Row> fast_path(const Options& options) {
  const std::filesystem::path kit(options.kit);
  const iut::ProgramResult result =
      iut::run_program({"python3",
                        PATHPROOF_LFP_SCRIPT,
                        kit.string(),
                        (kit.parent_path().parent_path() / "lib/liblfp-preload.so").string(),
                        options.quick ? "20000000" : "2000000000",
                        options.quick ? "2000" : "200000",
                        std::to_string(options.rounds)},
                       -1,
                       deadline_ms);
  if (result.status != 0) {
    return {{.name = "lfp, bulk and requests",
             .measured = {},
             .against = {},
             .skipped = result.status == status_skipped
                            ? result.output.substr(0, result.output.find('\n'))
                            : "failed: " + result.output}};
  }
  const auto made = nlohmann::json::parse(result.output);
  constexpr double giga = 1e9;
  constexpr double kilo = 1e3;
  return {row("lfp: curl from nginx", made, "bulk", "proxy", giga, "GB/s", 1),
          row("lfp: curl from nginx", made, "bulk", "direct", giga, "GB/s", 0),
          row("lfp: redis-benchmark, 50 clients", made, "requests", "proxy", kilo, "k/s", 1),
          row("lfp: redis-benchmark, 50 clients", made, "requests", "direct", kilo, "k/s", 0)};
}

} // namespace pathproof::bench
