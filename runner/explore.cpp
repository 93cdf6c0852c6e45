// SPDX-License-Identifier: Apache-2.0
// pathproof explore: every reachable state of a small instance.
#include <chrono>
#include <iostream>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/core/explore.hpp"
#include "reports/write.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"
#include "runner/measured.hpp"
#include "runner/report_files.hpp"
#include "runner/store.hpp"

namespace pathproof::runner {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string model;
  unsigned instances = 3;
  std::vector<std::string> choices;
  std::uint64_t states_max = 400'000'000;
  bool stats = false;
  std::string json;
  std::string store; // the folder
  bool anew = false;
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

// What was counted. A second look at it needs no machine.
struct Explored {
  ExplorationRecord record;
  std::uint64_t depth = 0;
  std::uint64_t bytes = 0;
  bool from_store = false;
};

Explored counted(const Exploration& exploration, double seconds) {
  Explored made{.record = {.model = {},
                           .instances = 0,
                           .states = exploration.states(),
                           .transitions = exploration.transitions(),
                           .complete = exploration.complete(),
                           .seconds = seconds,
                           .levels = {}},
                .depth = exploration.depth(),
                .bytes = exploration.bytes()};
  for (const auto size : exploration.level_sizes()) {
    made.record.levels.push_back(size);
  }
  return made;
}

std::string to_json(const Explored& one) {
  return Json{{"states", one.record.states},
              {"transitions", one.record.transitions},
              {"seconds", one.record.seconds},
              {"levels", one.record.levels},
              {"depth", one.depth},
              {"bytes", one.bytes}}
      .dump();
}

std::optional<Explored> explored_of(const std::string& json) {
  try {
    const Json made = Json::parse(json);
    Explored one;
    one.record.complete = true;
    one.from_store = true;
    made.at("states").get_to(one.record.states);
    made.at("transitions").get_to(one.record.transitions);
    made.at("seconds").get_to(one.record.seconds);
    made.at("levels").get_to(one.record.levels);
    made.at("depth").get_to(one.depth);
    made.at("bytes").get_to(one.bytes);
    return one;
  } catch (const Json::exception&) {
    return {};
  }
}

void show(const Options& options, const Explored& one) {
  const ExplorationRecord& record = one.record;
  std::cout << fmt::format(
      "{}{}: {} states, {} transitions, depth {}{}{}\n",
      options.model,
      record.instances != 0 ? fmt::format(" with {} instances", options.instances) : "",
      record.states,
      record.transitions,
      one.depth,
      record.complete ? "" : " (incomplete)",
      one.from_store
          ? fmt::format(", from the store, where it is kept since it took {:.3f} s", record.seconds)
          : "");
  if (options.stats) {
    std::cout << fmt::format("{:.3f} s, {:.0f} states/s, {:.1f} bytes a state\n",
                             record.seconds,
                             static_cast<double>(record.states) / record.seconds,
                             static_cast<double>(one.bytes) / static_cast<double>(record.states));
    for (std::size_t level = 0; level < record.levels.size(); ++level) {
      std::cout << fmt::format("  level {:>3}: {} states\n", level, record.levels[level]);
    }
  }
  if (!options.json.empty()) {
    reports::write_file(options.json, exploration_json(record));
  }
}

// Shows what the exploration found; gives the exit status.
int conclude(const Machine& machine, const Exploration* exploration) {
  if (exploration != nullptr && !exploration->violations().empty()) {
    for (const Violation& violation : exploration->violations()) {
      show_violation(machine, *exploration, violation);
    }
    return 1;
  }
  if (exploration != nullptr && !exploration->complete()) {
    std::cout << "no invariant is violated in the states seen; the rest was not looked at\n";
    return 3;
  }
  std::cout << "every invariant holds in every state (" << machine.description().invariants.size()
            << " invariants)\n";
  return 0;
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
  const auto name = [&](Explored one) {
    one.record.model = options.model;
    one.record.instances = machine->counts_instances() ? options.instances : 0;
    return one;
  };
  std::optional<StoredResult> stored;
  if (!options.store.empty()) {
    Dependencies all{{"model", options.model},
                     {"instances", std::to_string(options.instances)},
                     {"states", std::to_string(options.states_max)}};
    for (const auto& [point, value] : machine->configuration().variations) {
      all.emplace_back("choose " + point, std::to_string(value));
    }
    stored.emplace(options.store, "exploration", all);
    if (const auto kept = options.anew ? std::nullopt : stored->read()) {
      if (const auto one = explored_of(*kept)) {
        show(options, name(*one));
        return conclude(*machine, nullptr);
      }
    }
  }
  const auto began = std::chrono::steady_clock::now();
  const Exploration exploration(*machine, {.states_max = options.states_max});
  const Explored made = name(
      counted(exploration,
              std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count()));
  show(options, made);
  // A violation is shown with its trace, and what was not looked at may be wrong.
  if (stored && exploration.complete() && exploration.violations().empty()) {
    stored->keep(to_json(made));
  }
  return conclude(*machine, &exploration);
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
  command.option("--store",
                 options->store,
                 "A folder for complete explorations, which are taken from it by this same program "
                 "and command");
  command.flag("--anew", options->anew, "Visits all again, whatever is in the store");
  return [options, context] { return explore(*options, context); };
}

} // namespace pathproof::runner
