// SPDX-License-Identifier: Apache-2.0
// AF_IUCV as a carrier: paths of z/VM, or messages over HiperSockets. Linux has it on s390x.
#pragma once

#include <cstdint>
#include <string>

#include "conformance/iut/lfp/carrier.hpp"

namespace pathproof::iut::lfp {

// Takes the name that `ends` says; a path that was there before may still have it for a moment
// [LFP-112]. Throws UsageError.
CarrierListener listen_by_iucv(const IucvEnds& ends);

// Connects, for so long again and again while the daemon may just be starting.
Carrier connect_by_iucv(const IucvEnds& ends, int patience_ms);

// Whether a connection that was accepted comes from the peer that `ends` says [LFP-052, LFP-053].
bool comes_from_peer(int connection, const IucvEnds& ends);

bool is_iucv(int socket);

} // namespace pathproof::iut::lfp
