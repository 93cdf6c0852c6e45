// SPDX-License-Identifier: Apache-2.0
// Runs in which both parties of AF_IUCV over HiperSockets are judged by their frames, and the kit
// sends none: `run --iut hs:pcap:FILE`, a capture, and `run --iut hs:linux-pair`, two guests.
#pragma once

#include <string>
#include <vector>

#include "conformance/suite.hpp"
#include "runner/commands.hpp"

namespace pathproof::runner {

bool is_wire_run(const std::string& iut);

// The result of judging what `options.iut` names. Throws UsageError for a file that cannot be read,
// and for options and selectors that mean nothing here.
RunResult wire_run(const SuiteOptions& options,
                   const std::vector<std::string>& selectors,
                   const Context& context);

} // namespace pathproof::runner
