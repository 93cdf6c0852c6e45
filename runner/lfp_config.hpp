// SPDX-License-Identifier: Apache-2.0
// The configuration files of LFP.
#pragma once

#include <string>

#include "model/lfp/configuration.hpp"

namespace pathproof::runner {

// Read one. Throw UsageError with all that is wrong, a line each.
lfp::InstanceConfiguration read_instance_file(const std::string& file);
lfp::DaemonConfiguration read_daemon_file(const std::string& file);

} // namespace pathproof::runner
