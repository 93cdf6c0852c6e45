// SPDX-License-Identifier: Apache-2.0
// A real TCP/IP stack: one Linux network namespace with one interface, "pp0".
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include "conformance/iut/descriptor.hpp"

namespace pathproof::iut {

// Why there can be no stacks here: no permission, no `ip` program, no such interface type.
struct NoStacks : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Gives an unprivileged process its own user namespace, in which it may make stacks. To be called
// before the process has threads. Does nothing for a privileged one. False when the system forbids
// it; making a stack then says why.
bool enter_user_namespace();

class NetworkStack {
public:
  static constexpr int default_mtu = 1500;

  // Makes the namespace and, if asked, its interface. Throws NoStacks.
  explicit NetworkStack(bool with_interface);
  NetworkStack(const NetworkStack&) = delete;
  NetworkStack& operator=(const NetworkStack&) = delete;
  ~NetworkStack();

  // What `ip -n` calls it: "pathproof-PID-K". Empty where the process may not give it a name (in a
  // user namespace): descriptors hold it then.
  const std::string& name() const { return name_; }

  // A stream socket that belongs to this stack, or the kernel's errno.
  Descriptor socket(int& error) const;

  // SIOCSIFMTU on pp0 through that socket; 0 or the kernel's errno.
  static int set_mtu(int socket, int mtu);

  // bind() to INADDR_ANY and listen(); 0 or the kernel's errno.
  static int listen(int socket, unsigned short port);

  // Takes pp0 up or down, where there is one; 0 or the kernel's errno.
  int set_up(bool up) const;

  // pp0 is up and has its first MTU again; 0 or the kernel's errno.
  int reset() const;

  // What the `ip` program, not this process, says of pp0's MTU. Nothing: there is no pp0.
  // Throws NoStacks when `ip` does not answer.
  std::optional<int> read_mtu() const;

private:
  void create();
  void give_name();
  void remove_name() noexcept;
  void add_interface() const;

  std::string name_;
  Descriptor namespace_;
  Descriptor control_; // a socket of the stack, for the kit's own ioctls
  bool with_interface_;
};

} // namespace pathproof::iut
