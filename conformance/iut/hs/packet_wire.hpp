// SPDX-License-Identifier: Apache-2.0
// A wire of Ethernet frames that a socket stands for: Unix datagrams, or a network interface.
// Nothing here waits.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/hs/address.hpp"
#include "conformance/iut/hs/wire.hpp"

namespace pathproof::iut {

// There is no such wire here; what() is one line that says why.
struct NoWire : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class PacketWire {
public:
  // Throws NoWire.
  explicit PacketWire(const HsAddress& address);
  PacketWire(const PacketWire&) = delete;
  PacketWire& operator=(const PacketWire&) = delete;
  ~PacketWire();

  // To wait for something to read or for room to send.
  int descriptor() const { return socket_.get(); }

  // Sends a frame of AF_IUCV, from its magic number on, in an Ethernet frame. 0, or an errno:
  // EAGAIN when there is no room, ECONNREFUSED or ENOENT while nobody is at the other end.
  int send(std::span<const std::uint8_t> frame);

  // The next frame of AF_IUCV that has arrived, without its Ethernet header, or nothing. Frames of
  // other protocols are left out.
  std::optional<Bytes> receive();

  // All frames since the start or the last time this was asked, in their order, as far as there was
  // room for them.
  std::vector<WireFrame> take_trace();

private:
  void open_dgram();
  void open_raw();
  void record(WireDirection direction, Bytes bytes);

  HsAddress address_;
  Descriptor socket_;
  SocketAddress peer_; // of datagrams
  iucv::EthernetAddress own_{2, 0, 0, 0, 0, 1};
  bool bound_ = false;
  std::vector<WireFrame> trace_;
  std::size_t trace_octets_ = 0;
};

} // namespace pathproof::iut
