// SPDX-License-Identifier: Apache-2.0
// A real TCP/IP stack that is no kernel: an instance of lwIP in this process, with an interface
// "pp0" of the kit's own. The host at its other end is an instance too. It takes no privileges.
#pragma once

#include <memory>
#include <optional>

#include "conformance/iut/real_stack.hpp"

namespace pathproof::iut {

class LwipPair; // two instances and what joins them

class LwipStack final : public RealStack {
public:
  // Throws NoStacks where lwIP cannot be had.
  LwipStack(unsigned number, bool with_interface);
  ~LwipStack() override;

  StackSocket socket(int& error) override;

  // lwIP has no ioctl of interfaces; where it answers ENOSYS the request is carried out on its
  // interface, under its lock.
  int set_mtu(const StackSocket& socket, int mtu) override;
  int set_up(bool up) override;
  int reset() override;
  std::optional<int> read_mtu() override;

  bool has_partner() const override { return with_interface_; }

  StackSocket partner(int& error) override;

  in_addr_t address() const override { return home_address(number_); }

private:
  LwipPair* pair_; // never ends: instances cannot be unloaded, and are used again
  unsigned number_;
  bool with_interface_;
};

} // namespace pathproof::iut
