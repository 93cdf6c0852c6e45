// SPDX-License-Identifier: Apache-2.0
// The commands, each in a file of its own: it adds its options to the command line, and gives the
// function that runs it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "conformance/suite.hpp"
#include "runner/frame_kind.hpp"

namespace CLI {
class App;
}

namespace pathproof::runner {

// Runs the command that was chosen; gives the exit status.
using Action = std::function<int()>;

// What every command is given.
struct Context {
  const std::vector<Protocol>& protocols;
  const std::vector<FrameKind>& frames;
};

Action add_list(CLI::App& app, const Context& context);
Action add_run(CLI::App& app, const Context& context);
Action add_report(CLI::App& app, const Context& context);
Action add_merge(CLI::App& app, const Context& context);
Action add_compare(CLI::App& app, const Context& context);
Action add_explore(CLI::App& app, const Context& context);
Action add_mutants(CLI::App& app, const Context& context);
Action add_vectors(CLI::App& app, const Context& context);
Action add_serve(CLI::App& app, const Context& context);
Action add_prove(CLI::App& app, const Context& context);
Action add_decode(CLI::App& app, const Context& context);
Action add_dissector(CLI::App& app, const Context& context);
Action add_lfp_config(CLI::App& app, const Context& context);
Action add_lfpd(CLI::App& app, const Context& context);
Action add_lfp_layout(CLI::App& app, const Context& context);
Action add_lfp(CLI::App& app, const Context& context);
Action add_nss_definition(CLI::App& app, const Context& context);
Action add_nss_disks(CLI::App& app, const Context& context);

// The machine of that name ("cinet/shared_memory"). Throws UsageError naming those there are.
const Machine& find_machine(const Context& context, const std::string& name);

// "NAME=VALUE" texts as variations of the model. Throws UsageError.
std::map<std::string, unsigned> variations_of(const std::vector<std::string>& choices,
                                              const ModelDescription& model);

// The requirement matrix of a protocol, without verdicts.
std::vector<RequirementRow> requirement_rows(const Protocol& protocol);

} // namespace pathproof::runner
