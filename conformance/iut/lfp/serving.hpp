// SPDX-License-Identifier: Apache-2.0
// The reference daemon and the reference instance as processes, from their configuration to their
// end: signals, limits, the service manager, and the program that an instance is for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/lfp/layout.hpp"

namespace pathproof::iut::lfp {

namespace profile = pathproof::lfp;

// Serves with the configuration in that file until SIGINT, SIGTERM or SIGHUP. The exit status.
// Throws UsageError.
int run_daemon(const std::string& configuration,
               std::shared_ptr<const profile::Layout> layout,
               bool quiet);

// Likewise an instance: serves other programs, or the one that is given, with its arguments, until
// that ends, whose status is given then.
int run_instance(const std::string& configuration,
                 std::shared_ptr<const profile::Layout> layout,
                 const std::vector<std::string>& program,
                 bool quiet);

} // namespace pathproof::iut::lfp
