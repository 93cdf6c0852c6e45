// SPDX-License-Identifier: Apache-2.0
// Apart from carrier.cpp, which whoever has a path already does not need.
#include <system_error>
#include <thread>
#include <utility>

#include "conformance/iut/lfp/carrier.hpp"
#include "conformance/iut/lfp/iucv_carrier.hpp"

namespace pathproof::iut::lfp {

void close_carrier(Descriptor socket) {
  if (!socket || !is_iucv(socket.get())) {
    return;
  }
  try {
    std::thread([held = std::move(socket)] {}).detach();
  } catch (const std::system_error&) {
    // No thread: it is closed here, and may take its time.
  }
}

} // namespace pathproof::iut::lfp
