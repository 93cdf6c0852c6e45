// SPDX-License-Identifier: Apache-2.0
// pathproof prove, in a build without a solver.
#include <CLI/CLI.hpp>

#include "model/core/error.hpp"
#include "runner/commands.hpp"

namespace pathproof::runner {

Action add_prove(CLI::App& app, const Context&) {
  CLI::App* command = app.add_subcommand("prove", "Proves invariants (needs a build with Z3)");
  command->allow_extras();
  return []() -> int {
    throw UsageError("this build has no solver; build it where Z3 is installed (libz3-dev)");
  };
}

} // namespace pathproof::runner
