// SPDX-License-Identifier: Apache-2.0
// Datagrams of calls as messages of the path, and what is right about their octets.
// What is wrong throws SystemFailed, but for a wrong size, sender or port: labels say those.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "conformance/iut/lfp/call_addresses.hpp"
#include "model/lfp/calls/labels.hpp"
#include "model/lfp/message.hpp"

namespace pathproof::iut::lfp {

class CallDatagrams {
public:
  using Octets = std::vector<std::uint8_t>;
  using Say = std::function<void(const profile::Header&, const Octets&)>;

  // A path begins, whose daemon takes messages of this MTU, and so many octets unconsumed. Call
  // bodies are so many octets longer on it than the profile's.
  void begin(std::uint32_t mtu, std::uint32_t window, std::size_t longer_call);

  // A socket of this descriptor is made.
  void open(std::uint32_t socket, bool takes_datagrams) {
    flows_[socket] = {.takes = takes_datagrams, .window = window_};
  }

  // Octets that no other datagram has.
  Octets next(std::size_t size);

  void credit(std::uint32_t socket, std::uint32_t octets);

  bool has_room(std::uint32_t socket, std::size_t size) const {
    return flows_[socket].window >= size;
  }

  // Says the messages of a datagram, to this address where it has one.
  void send(std::uint32_t socket,
            const std::optional<LinuxAddress>& to,
            const Octets& octets,
            const Say& say);

  // A partner has got these octets: which socket has sent them.
  std::uint32_t sender_of(const Octets& came);

  // A partner sends these octets to the socket.
  void expect(std::uint32_t socket, const Octets& octets) {
    flows_[socket].expected.push_back(octets);
  }

  struct Arrived {
    std::array<std::uint32_t, 3> from{}; // as CallAddresses::partner has it
    std::size_t octets = 0;
  };

  // A chunk has come: the datagram, if it is the last one.
  std::optional<Arrived> take(const profile::Message& message, CallAddresses& addresses);

private:
  struct Flow {
    bool takes = false;
    std::uint32_t window = 0; // towards the daemon
    std::uint32_t sent = 0;   // chunks
    std::uint32_t arrived = 0;
    Octets datagram{}; // as far as it has come
    std::optional<std::array<std::uint32_t, 3>> from{};
    std::deque<Octets> expected{};
  };

  struct Sent {
    std::uint32_t socket = 0;
    Octets octets{};
  };

  std::array<Flow, values::sockets_max + 1> flows_{};
  std::deque<Sent> sent_;
  std::uint32_t mtu_ = 0;
  std::uint32_t window_ = 0;
  std::size_t longer_call_ = 0;
  std::uint64_t place_ = 0;
};

} // namespace pathproof::iut::lfp
