// SPDX-License-Identifier: Apache-2.0
// What carries a path: unix:PATH is a Unix socket of type SEQPACKET, tcp:HOST:PORT is TCP.
#pragma once

#include <memory>
#include <string>

#include "conformance/iut/descriptor.hpp"

namespace pathproof::lfp {
struct Layout;
}

namespace pathproof::iut::lfp {

struct CarrierListener {
  Descriptor socket{};
  bool record = false; // it keeps the boundaries of messages
  std::string path{};  // of a Unix socket, to be removed
};

// Throws UsageError.
CarrierListener listen_for_carrier(const std::string& carrier);

struct Carrier {
  Descriptor socket{}; // does not block
  bool record = false;
  int error = 0;                                          // an errno: nobody is there
  std::shared_ptr<const pathproof::lfp::Layout> layout{}; // of messages; none: the profile's
};

// Connects, for so long again and again while the daemon may just be starting. Throws UsageError
// for what is no carrier.
Carrier connect_carrier(const std::string& carrier, int patience_ms);

} // namespace pathproof::iut::lfp
