// SPDX-License-Identifier: Apache-2.0
// A real LFP daemon under test, by its specification.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "conformance/iut/iut.hpp"

namespace pathproof::iut::lfp {

inline constexpr std::string_view daemon_scheme = "lfp-daemon:";

// What follows the scheme: "exec:COMMAND", a daemon that the kit starts with "--config FILE", with
// the configuration that each case wants, over a Unix socket, or "exec-tcp:COMMAND" over TCP; or
// the configuration file of an instance, for the daemon that is running and would accept that
// instance. `layout` is a file of the layout that its messages have, or empty. Throws UsageError
// for a malformed command or file.
std::unique_ptr<Iut>
open_daemon(std::string_view specification, const Limits& limits, const std::string& layout);

} // namespace pathproof::iut::lfp
