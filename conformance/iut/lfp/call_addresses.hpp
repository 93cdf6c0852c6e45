// SPDX-License-Identifier: Apache-2.0
// The addresses that labels of calls speak of, as real ones of this machine: ports that are free,
// partners of both families and types on loopback, and the ports that Linux has chosen.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/lfp/call_values.hpp"
#include "conformance/iut/lfp/linux_calls.hpp"

namespace pathproof::iut::lfp {

// A datagram that has come to a partner.
struct PartnerDatagram {
  values::Family family{};
  values::Port partner{};
  std::uint16_t from = 0; // a port of loopback
  std::vector<std::uint8_t> octets{};
};

class CallAddresses {
public:
  // Whether this machine has a loopback address of the family.
  static bool has(values::Family family);

  // Nothing is left of an earlier test, and no port is chosen yet.
  void begin();

  // An address that a request names; of ports that are free, ones that it keeps for the test.
  // Throws UsageError where loopback does not work.
  LinuxAddress address(values::Family family, values::Host host, values::Port port);

  // A socket of this descriptor is made, and Linux has chosen nothing for it.
  void forget(std::uint32_t socket) { chosen_.erase(socket); }

  // The port that the socket has, where it is known.
  std::optional<std::uint16_t>
  port_of(values::Family family, values::Port port, std::uint32_t socket);

  // What labels call the family, host and port of an address that is said to be the socket's own;
  // unlisted for those that they have no word for. What is unknown so far is what Linux has chosen.
  std::array<std::uint32_t, 3> own(const profile::CallBody& body, std::uint32_t socket);

  // … and of one that is said to be a partner's.
  std::array<std::uint32_t, 3> partner(const profile::CallBody& body);

  // What labels call addresses that GETHOSTBYNAME gives: nothing but loopback, each family once.
  std::uint32_t found(std::span<const std::uint8_t> text);

  // What labels call this port of the socket.
  std::uint32_t own_port(values::Family family, std::uint16_t port, std::uint32_t socket);

  // The connection that has come to a partner, and the port that it comes from, within so many
  // milliseconds; kept for the test.
  std::optional<std::uint16_t>
  accept(values::Family family, values::Port partner, int milliseconds);

  // Has a partner connect to this port of the machine. False where nobody listens.
  bool connect(values::Family family, values::Port partner, std::uint16_t to);

  // The socket has the port of the other one, of which it was made.
  void inherit(std::uint32_t socket, std::uint32_t from) { chosen_[socket] = chosen_[from]; }

  // Whether whoever has connected has ended all that within so many milliseconds.
  bool all_over(int milliseconds);

  // Has a partner send a datagram. False where Linux does not take it.
  bool send(values::Family family,
            values::Port partner,
            std::uint16_t to,
            const std::vector<std::uint8_t>& octets);

  // Descriptors of partners that datagrams may come to.
  std::vector<int> descriptors() const;

  std::optional<PartnerDatagram> receive();

private:
  struct Partner {
    values::Family family{};
    values::Port name{};
    Descriptor listener{};
    Descriptor datagrams{};
    std::uint16_t port = 0; // of both
  };

  // A port that is free for both types, and not for another test.
  struct FreePort {
    std::uint16_t port = 0;
    Descriptor reserved{};
  };

  void begin_partners();
  Partner& find(values::Family family, values::Port name);
  std::uint16_t free_port(values::Family family, values::Port name);

  std::vector<Partner> partners_;
  std::map<std::pair<values::Family, values::Port>, FreePort> free_;
  std::map<std::uint32_t, std::uint16_t> chosen_; // by socket
  std::vector<Descriptor> connections_;
  std::map<std::pair<values::Family, std::uint16_t>, values::Port> callers_; // by port
  std::uint32_t next_ = 0;                                                   // port to look at
};

} // namespace pathproof::iut::lfp
