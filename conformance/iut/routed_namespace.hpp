// SPDX-License-Identifier: Apache-2.0
// A network namespace as a transport driver of the prerouter has it: two interfaces of IPv4 and one
// of IPv6, home addresses and routes, which are changed and read by the kernel's own ioctls and its
// lists.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "conformance/iut/namespace_stack.hpp"

namespace pathproof::iut {

class RoutedNamespace {
public:
  static constexpr unsigned homes = 3;

  // Of either family, in network byte order: those of IPv4 are in the first four octets.
  using Address = std::array<std::uint8_t, 16>;

  // AF_INET or AF_INET6: of the addresses and routes of this interface.
  static int family_of(unsigned home) { return home + 1 < homes ? AF_INET : AF_INET6; }

  // A route of the kernel's. Its family is that of its interface.
  struct Entry {
    Address destination{};
    unsigned prefix = 0; // bits of the destination
    unsigned home = 0;   // the interface that it goes through
    unsigned metric = 0;

    bool operator==(const Entry&) const = default;
  };

  // Throws NoStacks.
  explicit RoutedNamespace(unsigned number);

  // Whether this kernel has IPv6.
  bool takes_six() const { return static_cast<bool>(control_six_); }

  // All of these give 0 or the kernel's errno. A home address is set by SIOCSIFADDR, for itself
  // alone; zeros take it away. Once it is set on an interface that is up, the kernel uses it.
  int set_home(unsigned home, const Address& address) const;
  int set_up(unsigned home, bool up) const;
  int add(const Entry& entry) const;    // SIOCADDRT
  int remove(const Entry& entry) const; // SIOCDELRT

  // The home address of each interface, by SIOCGIFCONF or the list of IPv6; zeros where there is
  // none. Addresses that the kernel makes itself are left out.
  std::array<Address, homes> home_list() const;
  bool is_up(unsigned home) const;
  std::vector<Entry> routes() const;

  // Whether the kernel finds a route to the address: what connect() of a datagram socket says.
  int reach(int family, const Address& address) const;

  // No addresses and no routes; all interfaces are up.
  int reset() const;

  NamespaceStack& stack() { return stack_; }

private:
  void prepare_six();
  int set_home_six(unsigned home, const Address& address) const;
  int settle_six() const;
  int change(unsigned long command, const Entry& entry) const;
  int change_six(unsigned long command, const Entry& entry) const;

  NamespaceStack stack_;
  Descriptor control_;
  Descriptor control_six_;
};

} // namespace pathproof::iut
