// SPDX-License-Identifier: Apache-2.0
// A network namespace as a transport driver of the prerouter has it: two interfaces, home addresses
// and routes, which are changed and read by the kernel's own ioctls and its list of routes.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "conformance/iut/namespace_stack.hpp"

namespace pathproof::iut {

class RoutedNamespace {
public:
  static constexpr unsigned homes = 2;

  // A route of the kernel's. Addresses and masks are in network byte order.
  struct Entry {
    in_addr_t destination = 0;
    in_addr_t mask = 0;
    unsigned home = 0; // the interface that it goes through
    unsigned metric = 0;

    bool operator==(const Entry&) const = default;
  };

  // Throws NoStacks.
  explicit RoutedNamespace(unsigned number);

  // All of these give 0 or the kernel's errno. A home address is set by SIOCSIFADDR, with a mask of
  // 32 bits; 0 takes it away.
  int set_home(unsigned home, in_addr_t address) const;
  int set_up(unsigned home, bool up) const;
  int add(const Entry& entry) const;    // SIOCADDRT
  int remove(const Entry& entry) const; // SIOCDELRT

  // The home address of each interface by SIOCGIFCONF, 0 where there is none.
  std::array<in_addr_t, homes> home_list() const;
  bool is_up(unsigned home) const;
  std::vector<Entry> routes() const;

  // Whether the kernel finds a route to the address: what connect() of a datagram socket says.
  int reach(in_addr_t address) const;

  // No addresses and no routes; both interfaces are up.
  int reset() const;

  NamespaceStack& stack() { return stack_; }

private:
  int change(unsigned long command, const Entry& entry) const;

  NamespaceStack stack_;
  Descriptor control_;
};

} // namespace pathproof::iut
