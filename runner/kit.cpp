// SPDX-License-Identifier: Apache-2.0
#include "runner/kit.hpp"
#include "reports/text.hpp"

#include <algorithm>
#include <iostream>

#include "conformance/spelling.hpp"
#include "model/core/error.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"
#include <pathproof_version.hpp>

namespace pathproof {

namespace runner {

const Machine& find_machine(const Context& context, const std::string& name) {
  std::string known;
  std::vector<std::string> names;
  for (const Protocol& protocol : context.protocols) {
    for (const auto& machine : protocol.machines) {
      if (machine->description().name == name) {
        return *machine;
      }
      known += (known.empty() ? "" : ", ") + machine->description().name;
      names.push_back(machine->description().name);
    }
  }
  throw UsageError("there is no model '" + name + "'; there are " + known +
                   did_you_mean(name, names));
}

std::map<std::string, unsigned> variations_of(const std::vector<std::string>& choices,
                                              const ModelDescription& model) {
  std::map<std::string, unsigned> variations;
  for (const std::string& choice : choices) {
    const std::size_t equals = choice.find('=');
    const std::string name = choice.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : choice.substr(equals + 1);
    bool found = false;
    for (const VariationPoint& point : model.variation_points) {
      if (const auto number = point.number_of(value); number && point.name == name) {
        variations[name] = *number;
        found = true;
      }
    }
    if (!found) {
      throw UsageError("'" + choice + "' is no choice of model " + model.name +
                       "; expected NAME=VALUE (see: pathproof list variations)");
    }
  }
  return variations;
}

namespace {

// What it is called by, so that a report says how to run a case again.
std::string name_of_program(const char* called) {
  const std::string name = called == nullptr ? "" : called;
  const std::string last = name.substr(name.rfind('/') + 1);
  return last.empty() ? "pathproof" : last;
}

} // namespace

} // namespace runner

int kit_main(int argc,
             char** argv,
             const std::vector<Protocol>& protocols,
             const std::vector<FrameKind>& frames) {
  const std::string name = runner::name_of_program(argv[0]);
  runner::CommandLine line(
      "pathproof judges implementations of mainframe networking protocols by a "
      "model whose rules are themselves proved.",
      name,
      std::string("pathproof ") + std::string(runner::version));
  const runner::Context context{protocols, frames};
  std::vector<runner::Action> actions;
  for (const auto& add : {runner::add_list,
                          runner::add_run,
                          runner::add_report,
                          runner::add_merge,
                          runner::add_compare,
                          runner::add_explore,
                          runner::add_prove,
                          runner::add_mutants,
                          runner::add_vectors,
                          runner::add_serve,
                          runner::add_decode,
                          runner::add_dissector,
                          runner::add_lfp_config,
                          runner::add_lfp_layout,
                          runner::add_lfpd,
                          runner::add_lfp,
                          runner::add_nss_definition,
                          runner::add_nss_disks}) {
    actions.push_back(add(line.program(), context));
  }
  const runner::CommandLine::Parsed parsed = line.parse(argc, argv);
  if (!parsed.command) {
    return parsed.status;
  }
  try {
    return actions[*parsed.command]();
  } catch (const UsageError& error) {
    std::cout.flush();
    std::cerr << name << ": " << reports::visible(error.what(), reports::Newlines::keep) << '\n';
  } catch (const std::exception& error) {
    std::cout.flush();
    std::cerr << name << ": internal error: " << error.what() << '\n';
  }
  return 2;
}

} // namespace pathproof
