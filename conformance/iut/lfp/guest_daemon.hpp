// SPDX-License-Identifier: Apache-2.0
// A daemon under test in a guest: a program for Linux on s390x, which the kit's own endpoint of
// AF_IUCV reaches over HiperSockets.
#pragma once

#include <memory>
#include <string>

#include "conformance/iut/lfp/daemon_source.hpp"

namespace pathproof::iut::lfp {

// `command` is a program for the guest, in one file that needs no other, and its arguments. Throws
// UsageError.
std::unique_ptr<DaemonSource> guest_daemon(const std::string& command,
                                           std::shared_ptr<const profile::Layout> layout);

} // namespace pathproof::iut::lfp
