// SPDX-License-Identifier: Apache-2.0
// pathproof lfpd: the reference LFP daemon. pathproof lfp: the reference instance, alone or for one
// program that runs through it.
#include <memory>
#include <string>
#include <vector>

#include "conformance/iut/lfp/layout_file.hpp"
#include "conformance/iut/lfp/serving.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"

namespace pathproof::runner {

namespace {

struct DaemonOptions {
  std::string configuration;
  std::string layout;
  bool quiet = false;
};

struct InstanceOptions {
  std::string configuration;
  std::string layout;
  std::vector<std::string> program;
  bool quiet = false;
};

} // namespace

Action add_lfpd(CLI::App& app, const Context& /*context*/) {
  const auto options = std::make_shared<DaemonOptions>();
  Command command(app, "lfpd", "The reference LFP daemon, on Linux sockets");
  command.required("--config", options->configuration, "the daemon's configuration file");
  command.option("--layout", options->layout, "of messages, where not the profile's own (TOML)");
  command.flag("--quiet", options->quiet, "say nothing but errors");
  return [options] {
    return iut::lfp::run_daemon(
        options->configuration, iut::lfp::read_layout(options->layout), options->quiet);
  };
}

Action add_lfp(CLI::App& app, const Context& /*context*/) {
  const auto options = std::make_shared<InstanceOptions>();
  Command command(app, "lfp", "The reference LFP instance, and a program that runs through it");
  command.required("--config", options->configuration, "the instance's configuration file");
  command.option("--layout", options->layout, "of messages, where not the profile's own (TOML)");
  command.flag("--quiet", options->quiet, "say nothing but errors");
  command.rest("program", options->program, "a program and its arguments; without: serves others");
  return [options] {
    return iut::lfp::run_instance(options->configuration,
                                  iut::lfp::read_layout(options->layout),
                                  options->program,
                                  options->quiet);
  };
}

} // namespace pathproof::runner
