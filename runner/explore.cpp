// SPDX-License-Identifier: Apache-2.0
// pathproof explore: every reachable state of a small instance.
#include <chrono>
#include <iostream>

#include <fmt/format.h>

#include "model/core/explore.hpp"
#include "reports/write.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"
#include "runner/measured.hpp"
#include "runner/report_files.hpp"

namespace pathproof::runner {

namespace {

struct Options {
  std::string model;
  unsigned instances = 3;
  std::vector<std::string> choices;
  std::uint64_t states_max = 400'000'000;
  bool stats = false;
  std::string json;
};

void show_violation(const Machine& machine,
                    const Exploration& exploration,
                    const Violation& violation) {
  const ModelDescription& model = machine.description();
  const InvariantDescription& invariant = model.invariants[violation.invariant];
  const std::vector<Step> trace = exploration.trace(violation.state);
  std::string cites;
  for (const Requirement* one : invariant.cites) {
    cites += " " + std::string(one->id);
  }
  std::cout << "violated: " << invariant.id << " [" << cites.substr(1) << "], shortest trace ("
            << trace.size() << " steps):\n";
  for (std::size_t i = 0; i < trace.size(); ++i) {
    std::cout << fmt::format("  {:>3}  {:<12} {}\n",
                             i + 1,
                             model.roles[model.kinds[trace[i].label.kind].role],
                             print(trace[i].label, model.kinds));
  }
  std::cout << "  the state then:";
  for (const FieldValue& field : machine.values(exploration.state(violation.state))) {
    if (field.value != "no" && field.value != "{}" && field.value != "none" && field.value != "0") {
      std::cout << ' ' << field.name << '=' << field.value;
    }
  }
  std::cout << '\n';
}

int explore(const Options& options, const Context& context) {
  if (!options.json.empty()) {
    check_writable(options.json);
  }
  const Machine& model = find_machine(context, options.model);
  const auto machine =
      model.configured({.instances = options.instances,
                        .variations = variations_of(options.choices, model.description()),
                        .mutation = {}});
  const auto began = std::chrono::steady_clock::now();
  const Exploration exploration(*machine, {.states_max = options.states_max});
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::cout << fmt::format(
      "{}{}: {} states, {} transitions, depth {}{}\n",
      options.model,
      machine->counts_instances() ? fmt::format(" with {} instances", options.instances) : "",
      exploration.states(),
      exploration.transitions(),
      exploration.depth(),
      exploration.complete() ? "" : " (incomplete)");
  if (options.stats) {
    std::cout << fmt::format("{:.3f} s, {:.0f} states/s, {:.1f} bytes a state\n",
                             seconds,
                             static_cast<double>(exploration.states()) / seconds,
                             static_cast<double>(exploration.bytes()) /
                                 static_cast<double>(exploration.states()));
    for (std::size_t level = 0; level < exploration.level_sizes().size(); ++level) {
      std::cout << fmt::format(
          "  level {:>3}: {} states\n", level, exploration.level_sizes()[level]);
    }
  }
  if (!options.json.empty()) {
    ExplorationRecord record{.model = options.model,
                             .instances = machine->counts_instances() ? options.instances : 0,
                             .states = exploration.states(),
                             .transitions = exploration.transitions(),
                             .complete = exploration.complete(),
                             .seconds = seconds,
                             .levels = {}};
    for (const auto size : exploration.level_sizes()) {
      record.levels.push_back(size);
    }
    reports::write_file(options.json, exploration_json(record));
  }
  for (const Violation& violation : exploration.violations()) {
    show_violation(*machine, exploration, violation);
  }
  if (!exploration.violations().empty()) {
    return 1;
  }
  if (!exploration.complete()) {
    std::cout << "no invariant is violated in the states seen; the rest was not looked at\n";
    return 3;
  }
  std::cout << "every invariant holds in every state (" << model.description().invariants.size()
            << " invariants)\n";
  return 0;
}

} // namespace

Action add_explore(CLI::App& app, const Context& context) {
  auto options = std::make_shared<Options>();
  Command command(app, "explore", "Visits every reachable state of a small instance");
  command.required("model", options->model, "cinet/shared_memory, …");
  command.option("--instances", options->instances, "1 to 32", {1, 32});
  command.option("--choose", options->choices, "Variation points: NAME=VALUE");
  command.option("--states", options->states_max, "Stops after so many", {1, 4'000'000'000});
  command.flag("--stats", options->stats, "Shows speed, memory and the size of each level");
  command.option("--json", options->json, "Writes the numbers and the size of each level");
  return [options, context] { return explore(*options, context); };
}

} // namespace pathproof::runner
