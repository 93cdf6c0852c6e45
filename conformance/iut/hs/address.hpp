// SPDX-License-Identifier: Apache-2.0
// Where the two parties of AF_IUCV over HiperSockets meet, as one of them is told:
//
//   hs:dgram:LOCAL,PEER[,OPTION…]    Unix datagram sockets; a datagram is an Ethernet frame
//   hs:raw:INTERFACE[,OPTION…]       a packet socket on a network interface
//
// Options: agent=unix:PATH or agent=tcp:HOST:PORT, who makes the socket calls; user=ID, the user id
// of the endpoint under test; padding=blank or padding=zero, what user ids are padded with;
// mac=XX:XX:XX:XX:XX:XX, where the kit's frames go.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "conformance/iut/stream_address.hpp"
#include "model/iucv/hs_frame.hpp"

namespace pathproof::iut {

struct HsAddress {
  enum class Kind { dgram, raw };
  Kind kind = Kind::dgram;
  std::string text{}; // without options
  std::string local{};
  std::string peer{};
  std::string interface {};
  std::optional<StreamAddress> agent{};
  std::string user = "BOXKIT";
  char padding = ' '; // of user ids: a blank [IUCV-185], or '\0'
  iucv::EthernetAddress destination = iucv::ethernet_broadcast;
};

// Throws UsageError.
HsAddress hs_address(std::string_view text);

} // namespace pathproof::iut
