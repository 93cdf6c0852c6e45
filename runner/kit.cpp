// SPDX-License-Identifier: Apache-2.0
#include "runner/kit.hpp"

#include <algorithm>
#include <iostream>

#include <CLI/CLI.hpp>

#include "model/core/error.hpp"
#include "runner/commands.hpp"
#include <pathproof_version.hpp>

namespace pathproof {

namespace runner {

const Machine& find_machine(const Context& context, const std::string& name) {
  std::string known;
  for (const Protocol& protocol : context.protocols) {
    for (const auto& machine : protocol.machines) {
      if (machine->description().name == name) {
        return *machine;
      }
      known += (known.empty() ? "" : ", ") + machine->description().name;
    }
  }
  throw UsageError("there is no model '" + name + "'; there are " + known);
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
      for (unsigned i = 0; point.name == name && i < point.values.size(); ++i) {
        if (!point.values[i].empty() && point.values[i] == value) {
          variations[name] = i;
          found = true;
        }
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
  CLI::App app("pathproof judges implementations of mainframe networking protocols by a model "
               "whose rules are themselves proved.",
               runner::name_of_program(argv[0]));
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("pathproof ") + std::string(runner::version));
  app.failure_message(CLI::FailureMessage::simple);
  const runner::Context context{protocols, frames};
  std::vector<runner::Action> actions;
  for (const auto& add : {runner::add_list,
                          runner::add_run,
                          runner::add_explore,
                          runner::add_prove,
                          runner::add_mutants,
                          runner::add_vectors,
                          runner::add_serve,
                          runner::add_decode,
                          runner::add_dissector}) {
    actions.push_back(add(app, context));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      return app.exit(error);
    }
    std::cerr << app.get_name() << ": " << error.what() << '\n';
    return 2;
  }
  try {
    const auto all = app.get_subcommands([](const CLI::App*) { return true; });
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i]->parsed()) {
        return actions[i]();
      }
    }
  } catch (const UsageError& error) {
    std::cout.flush();
    std::cerr << app.get_name() << ": " << error.what() << '\n';
  } catch (const std::exception& error) {
    std::cout.flush();
    std::cerr << app.get_name() << ": internal error: " << error.what() << '\n';
  }
  return 2;
}

} // namespace pathproof
