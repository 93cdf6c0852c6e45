// SPDX-License-Identifier: Apache-2.0
// From the configuration file of either side to what it says in its hello.
#pragma once

#include <string>

#include "conformance/iut/lfp/carrier.hpp"
#include "model/lfp/configuration.hpp"
#include "model/lfp/layout.hpp"

namespace pathproof::iut::lfp {

namespace profile = pathproof::lfp;

// Read one. Throw UsageError with all that is wrong, a line each.
profile::InstanceConfiguration read_instance_file(const std::string& file);
profile::DaemonConfiguration read_daemon_file(const std::string& file);

// The daemon's own name: as configured, or else as the file is called. May be empty.
std::string name_of(const profile::DaemonConfiguration& daemon, const std::string& file);

// An MTU in a file counts octets on the wire, and so depends on the layout, where there is one.
profile::Hello hello_of(const profile::InstanceConfiguration& instance,
                        const profile::Layout* layout = nullptr);
profile::Hello hello_of(const profile::DaemonConfiguration& daemon,
                        const std::string& own_name,
                        const profile::Layout* layout = nullptr);

// What AF_IUCV has to know, where it is the carrier.
IucvEnds iucv_ends_of(const profile::InstanceConfiguration& instance);
IucvEnds iucv_ends_of(const profile::DaemonConfiguration& daemon, const std::string& own_name);

} // namespace pathproof::iut::lfp
