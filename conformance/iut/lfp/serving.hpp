// SPDX-License-Identifier: Apache-2.0
// What a daemon and an instance are as processes: signals that stop them, limits, the service
// manager; and the daemon as a whole, from its configuration to its end.
#pragma once

#include <sys/resource.h>

#include <initializer_list>
#include <memory>
#include <string>

#include "conformance/iut/descriptor.hpp"
#include "model/lfp/layout.hpp"

namespace pathproof::iut::lfp {

namespace profile = pathproof::lfp;

// A line on stderr.
void say(const std::string& who, const std::string& text);

// Signals as a descriptor, so that they end a wait and never interrupt work.
Descriptor signals(std::initializer_list<int> numbers);

// Tells a service manager that asked for it (NOTIFY_SOCKET, as systemd has it).
void notify(const std::string& text);

// As many descriptors as the system lets this process have. Gives the limit that was before: select
// in a program that is started from here knows no more than that.
rlimit raise_descriptor_limit();

// Serves with the configuration in that file until SIGINT, SIGTERM or SIGHUP. The exit status.
// Throws UsageError.
int run_daemon(const std::string& configuration,
               std::shared_ptr<const profile::Layout> layout,
               bool quiet);

} // namespace pathproof::iut::lfp
