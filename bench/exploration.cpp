// SPDX-License-Identifier: Apache-2.0
// Exploration against Spin, on the same states: cinet/shared_memory in the fixed order.
#include <cstdlib>

#include <fmt/format.h>

#include "bench/row.hpp"
#include "conformance/iut/program.hpp"
#include "model/cinet/machines.hpp"
#include "model/core/explore.hpp"

namespace pathproof::bench {

namespace {

struct Measured {
  double states = 0;
  double seconds = 0;
  double bytes = 0; // a state
};

double value_of(const std::string& text, const std::string& name) {
  const std::size_t at = text.find(name + "=");
  return at == std::string::npos ? 0 : std::atof(text.c_str() + at + name.size() + 1);
}

Measured by_spin(const Options& options, unsigned instances, std::string& skipped) {
  constexpr int deadline_ms = 600'000;
  const iut::ProgramResult result = iut::run_program(
      {options.promela + "/count.sh", std::to_string(instances), "fixed"}, -1, deadline_ms);
  if (result.status != 0) {
    skipped = result.output.substr(0, result.output.find('\n'));
    return {};
  }
  return {value_of(result.output, "states"),
          value_of(result.output, "seconds"),
          value_of(result.output, "bytes_per_state")};
}

Measured by_exploration(unsigned instances) {
  const auto machine = cinet::make_shared_memory()->configured(
      {.instances = instances, .variations = {{"order", 1}}, .mutation = {}});
  Measured made;
  made.seconds = timed([&] {
    const Exploration exploration(*machine);
    made.states = static_cast<double>(exploration.states());
    made.bytes = static_cast<double>(exploration.bytes()) / made.states;
  });
  return made;
}

} // namespace

std::vector<Row> exploration(const Options& options) {
  const unsigned instances = options.quick ? 5 : 8;
  std::vector<double> ours;
  std::vector<double> theirs;
  Measured own;
  Measured spin;
  std::string skipped;
  for (unsigned round = 0; round < options.rounds && skipped.empty(); ++round) {
    spin = by_spin(options, instances, skipped);
    own = by_exploration(instances);
    ours.push_back(own.states / own.seconds);
    theirs.push_back(spin.seconds > 0 ? spin.states / spin.seconds : 0);
  }
  if (skipped.empty() && own.states != spin.states) {
    skipped = fmt::format("{} states here, {} by Spin", own.states, spin.states);
  }
  Row speed{.name = fmt::format("exploration, N={}, states/s", instances),
            .measured = fmt::format("{:.2f} M/s", median(ours) / 1e6),
            .against = fmt::format("Spin {:.2f} M/s", median(theirs) / 1e6),
            .ratio = median(theirs) > 0 ? median(ours) / median(theirs) : 0,
            .wanted = 3,
            .skipped = skipped};
  Row memory{.name = "exploration, bytes a state, with parents",
             .measured = fmt::format("{:.1f}", own.bytes),
             .against = fmt::format("Spin {:.1f}", spin.bytes),
             .ratio = spin.bytes > 0 ? own.bytes / spin.bytes : 0,
             .wanted = 1,
             .at_most = true,
             .skipped = skipped};
  return {speed, memory};
}

} // namespace pathproof::bench
