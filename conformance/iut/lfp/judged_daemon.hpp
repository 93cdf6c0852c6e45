// SPDX-License-Identifier: Apache-2.0
// A real LFP daemon under test. The kit is the instance, the partners of its Linux sockets, the
// operator and the carrier.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "conformance/iut/iut.hpp"
#include "conformance/iut/lfp/daemon_source.hpp"

namespace pathproof::iut::lfp {

inline constexpr std::string_view daemon_scheme = "lfp-daemon:";

// What follows the scheme: "exec:COMMAND", a daemon that the kit starts with "--config FILE", with
// the configuration that each case wants, over a Unix socket, or "exec-tcp:COMMAND" over TCP;
// "guest:COMMAND", likewise a program for Linux on s390x, in a guest and over AF_IUCV; or the
// configuration file of an instance, for the daemon that is running and would accept that instance.
// `layout` is a file of the layout that its messages have, or empty. Throws UsageError for a
// malformed command or file.
std::unique_ptr<Iut>
open_daemon(std::string_view specification, const Limits& limits, const std::string& layout);

// By one path as a whole, as the protocol `lfp` has it. What it declares is true of the daemon.
std::unique_ptr<Iut> judge_path(std::unique_ptr<DaemonSource> source, const Limits& limits);

} // namespace pathproof::iut::lfp
