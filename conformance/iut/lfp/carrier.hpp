// SPDX-License-Identifier: Apache-2.0
// What carries a path: unix:PATH is a Unix socket of type SEQPACKET, tcp:HOST:PORT is TCP, iucv is
// AF_IUCV.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "conformance/iut/descriptor.hpp"

namespace pathproof::lfp {
struct Layout;
}

namespace pathproof::iut::lfp {

// What AF_IUCV needs to know of both ends; no other carrier looks at it.
struct IucvEnds {
  std::string user{}; // z/VM user ID, or name of the HiperSockets device; empty: the guest's own
  std::string application{};
  std::string peer_user{};
  std::string peer_application{};
  std::uint32_t message_limit = 65535; // of the carrier, 1 to 65535
  std::uint32_t mtu = 0;               // the largest message, as the carrier has it
};

struct CarrierListener {
  Descriptor socket{};
  bool record = false; // it keeps the boundaries of messages
  std::string path{};  // of a Unix socket, to be removed
};

// Throws UsageError.
CarrierListener listen_for_carrier(const std::string& carrier, const IucvEnds& ends = {});

struct Carrier {
  Descriptor socket{}; // does not block
  bool record = false;
  int error = 0;         // an errno: nobody is there
  std::string trouble{}; // or not empty: a sentence that says why there is none
  std::shared_ptr<const pathproof::lfp::Layout> layout{}; // of messages; none: the profile's
};

// Connects, for so long again and again while the daemon may just be starting. Throws UsageError
// for what is no carrier.
Carrier connect_carrier(const std::string& carrier, int patience_ms, const IucvEnds& ends = {});

// Why there is none, for one without a socket.
std::string why_not(const std::string& carrier, const Carrier& made);

// Closes one that was connected, and keeps nobody waiting: AF_IUCV may take two seconds to close,
// for messages that are under way [LFP-138].
void close_carrier(Descriptor socket);

} // namespace pathproof::iut::lfp
