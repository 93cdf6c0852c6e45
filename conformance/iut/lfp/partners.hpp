// SPDX-License-Identifier: Apache-2.0
// The partners of a daemon under test: the other ends of its Linux sockets, real TCP over loopback.
// What is sent in either direction are octets that tell their place, so that one that is lost,
// doubled or changed is seen.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/lfp/linux_calls.hpp"
#include "conformance/iut/lfp/loopback.hpp"

namespace pathproof::iut::lfp {

// The octet at a place of what one socket sends in one direction; every 251 differ.
constexpr std::uint8_t octet_at(unsigned socket, bool to_daemon, std::uint64_t place) {
  return static_cast<std::uint8_t>(place % 251 + place / 251 * 7 + socket * 31 +
                                   (to_daemon ? 101 : 0));
}

// So many octets from a place on.
std::vector<std::uint8_t>
octets_from(unsigned socket, bool to_daemon, std::uint64_t place, std::size_t count);

// All that names a socket without a partner throws SystemFailed, but for accept and listens: the
// daemon did not get so far, and the test goes on all the same.
class Partners {
public:
  // Listens on loopback. Throws UsageError where that cannot be.
  Partners();

  // What the daemon calls the address.
  void call(const Addresses& addresses) { address_ = at(addresses.of_partners, address_); }

  // Where the daemon has to connect to.
  const LinuxAddress& address() const { return address_; }

  // Takes the connection that becomes the partner of the socket. False where none comes in time.
  bool accept(unsigned socket, int milliseconds);

  // The partner is there, and what is passed on to it can be seen.
  bool listens(unsigned socket) const {
    return socket < partners_.size() && partners_[socket].end && !partners_[socket].over;
  }

  int descriptor(unsigned socket) const { return of(socket).end.get(); }

  // Sends so many octets more to the daemon. False where Linux does not take them all at once.
  bool write(unsigned socket, std::size_t count);

  // Ends the partner's direction; `reset` ends both, hard.
  void end(unsigned socket, bool reset);

  // The octets that an instance sends next on the socket.
  std::vector<std::uint8_t> from_instance(unsigned socket, std::size_t count);

  // What is wrong with octets that have come to the instance; empty where they are those that the
  // partner has sent.
  std::string check(unsigned socket, std::span<const std::uint8_t> octets);

  struct Read {
    std::size_t octets = 0;
    std::string wrong{}; // not empty: an octet is not what was sent
  };

  // What has come to the partner, without waiting.
  Read read(unsigned socket);

  // Credit came for so many octets more. Whether the partner lacks some of these.
  void credited(unsigned socket, std::size_t octets) { of(socket).credited += octets; }

  bool lacks_credited(unsigned socket) const {
    const Partner& one = of(socket);
    return listens(socket) && one.received < std::min(one.credited, one.wanted);
  }

  // Whether the connection of every partner is ended by the daemon within so many milliseconds;
  // afterwards there are no partners. What comes until then does not matter.
  bool all_over(int milliseconds);

private:
  struct Partner {
    Descriptor end{};
    std::uint64_t sent = 0;     // octets to the daemon
    std::uint64_t arrived = 0;  // … that came to the instance
    std::uint64_t wanted = 0;   // octets that the instance has sent
    std::uint64_t credited = 0; // … that credit came for
    std::uint64_t received = 0; // … that the partner has
    bool over = false;          // the daemon has ended its direction, or the connection
  };

  const Partner& of(unsigned socket) const;

  Partner& of(unsigned socket) {
    return const_cast<Partner&>(static_cast<const Partners*>(this)->of(socket));
  }

  Descriptor listener_;
  LinuxAddress address_;
  std::vector<Partner> partners_;
};

} // namespace pathproof::iut::lfp
