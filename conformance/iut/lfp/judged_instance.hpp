// SPDX-License-Identifier: Apache-2.0
// A real LFP instance under test. The kit is its daemon, the programs, the operator and the
// carrier.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "conformance/iut/iut.hpp"

namespace pathproof::iut::lfp {

inline constexpr std::string_view instance_scheme = "lfp-instance:";

// What follows the scheme: "exec:COMMAND", an instance that the kit starts with "--config FILE
// PROGRAM ARGUMENTS", with the configuration that each case wants, over a Unix socket; or
// "exec-tcp:COMMAND" over TCP. It starts the program when it has a path, and has it make its socket
// calls through it. `layout` is a file of the layout that its messages have, or empty. Throws
// UsageError for a malformed command or file.
std::unique_ptr<Iut>
open_instance(std::string_view specification, const Limits& limits, const std::string& layout);

} // namespace pathproof::iut::lfp
