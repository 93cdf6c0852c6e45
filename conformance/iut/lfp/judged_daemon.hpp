// SPDX-License-Identifier: Apache-2.0
// A real LFP daemon under test, judged by one path as a whole. The kit is the instance, the
// partners of its Linux sockets, the operator and the carrier.
#pragma once

#include <memory>

#include "conformance/iut/iut.hpp"
#include "conformance/iut/lfp/daemon_source.hpp"

namespace pathproof::iut::lfp {

std::unique_ptr<Iut> judge_path(std::shared_ptr<DaemonSource> source, const Limits& limits);

} // namespace pathproof::iut::lfp
