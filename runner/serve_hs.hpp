// SPDX-License-Identifier: Apache-2.0
// pathproof serve iucv/hs --listen hs:…: the reference endpoint on a wire of frames, its calls made
// by whoever speaks the agent's lines at a stream socket.
#pragma once

#include <cstdint>
#include <string>

#include "model/core/machine.hpp"

namespace pathproof::runner {

struct HsServe {
  std::string listen; // what hs_address takes
  std::string agent;  // unix:PATH or tcp:HOST:PORT
  std::uint64_t seed = 1;
};

// Serves until SIGINT or SIGTERM; gives the exit status. The machine has the fault, if any. Throws
// UsageError for another model than iucv/hs, and for what cannot be opened.
int serve_hs(const Machine& machine, const HsServe& options);

} // namespace pathproof::runner
