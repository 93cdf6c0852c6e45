// SPDX-License-Identifier: Apache-2.0
// A real LFP daemon under test, judged by the values that calls carry: addresses, options,
// datagrams, hosts. The kit is the instance, and has partners of Linux sockets on loopback.
#pragma once

#include <memory>

#include "conformance/iut/iut.hpp"
#include "conformance/iut/lfp/daemon_source.hpp"

namespace pathproof::iut::lfp {

// The daemon outlives it, and serves nobody else while a case runs.
std::unique_ptr<Iut> judge_calls(DaemonSource& daemon, const Limits& limits);

} // namespace pathproof::iut::lfp
