// SPDX-License-Identifier: Apache-2.0
// A real TCP/IP stack of the Linux kernel: one network namespace with one interface, "pp0". The
// host at its other end is a namespace too.
#pragma once

#include <optional>
#include <string>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/real_stack.hpp"

namespace pathproof::iut {

// Gives an unprivileged process its own user namespace, in which it may make stacks. To be called
// before the process has threads. Does nothing for a privileged one. False when the system forbids
// it; making a stack then says why.
bool enter_user_namespace();

class NamespaceStack final : public RealStack {
public:
  // Makes the namespace and, if asked, its interface. Throws NoStacks.
  NamespaceStack(unsigned number, bool with_interface);
  ~NamespaceStack() override;

  // What `ip -n` calls it: "pathproof-PID-K". Empty where the process may not give it a name (in a
  // user namespace): descriptors hold it then.
  const std::string& name() const { return name_; }

  StackSocket socket(int& error) override {
    return socket_in(namespace_, AF_INET, SOCK_STREAM, error);
  }

  StackSocket datagram_socket(int family, int& error) const {
    return socket_in(namespace_, family, SOCK_DGRAM, error);
  }

  // The namespace itself.
  const Descriptor& descriptor() const { return namespace_; }

  int set_mtu(const StackSocket& socket, int mtu) override;
  int set_up(bool up) override;
  int reset() override;

  // What the `ip` program, not this process, says.
  std::optional<int> read_mtu() override;

  bool has_partner() const override { return static_cast<bool>(partner_control_); }

  StackSocket partner(int& error) override {
    return socket_in(partner_, AF_INET, SOCK_STREAM, error);
  }

  in_addr_t address() const override { return home_address(number_); }

private:
  void create();
  void give_name();
  void remove_name() noexcept;
  void add_interface();
  bool add_link();
  static StackSocket socket_in(const Descriptor& network, int family, int type, int& error);

  std::string name_;
  Descriptor namespace_;
  Descriptor control_; // a socket of the stack, for the kit's own ioctls
  Descriptor partner_; // the namespace of the host at the other end
  Descriptor partner_control_;
  unsigned number_;
  bool with_interface_;
};

} // namespace pathproof::iut
