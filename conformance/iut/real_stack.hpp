// SPDX-License-Identifier: Apache-2.0
// A real TCP/IP stack with one interface, "pp0", and a host at the other end of it: what a Linux
// network namespace and an instance of lwIP have in common.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "conformance/iut/stack_socket.hpp"
#include "model/core/requirement.hpp"

namespace pathproof::iut {

// Why there can be no stacks here: no permission, no `ip` program, no such interface type, no lwIP.
struct NoStacks : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// What real stacks did or did not that is no label: a connection that was lost, a call to where a
// kernel knows no way.
struct StackFinding {
  const Requirement* requirement;
  std::string text;
};

class RealStack {
public:
  static constexpr int default_mtu = 1500;
  static constexpr const char* interface = "pp0";

  RealStack() = default;
  RealStack(const RealStack&) = delete;
  RealStack& operator=(const RealStack&) = delete;
  virtual ~RealStack() = default;

  // A stream socket that belongs to this stack, or its errno.
  virtual StackSocket socket(int& error) = 0;

  // ioctl(SIOCSIFMTU) on pp0 through a socket of this stack; 0 or its errno.
  virtual int set_mtu(const StackSocket& socket, int mtu) = 0;

  // Takes pp0 up or down, where there is one; 0 or an errno.
  virtual int set_up(bool up) = 0;

  // pp0 is up and has its first MTU again; 0 or an errno.
  virtual int reset() = 0;

  // The MTU of pp0, asked for in another way than through a socket under test. Nothing: there is no
  // pp0. Throws NoStacks when nobody answers.
  virtual std::optional<int> read_mtu() = 0;

  // Whether there is a host at the other end of pp0.
  virtual bool has_partner() const = 0;

  // A stream socket of that host, or an errno.
  virtual StackSocket partner(int& error) = 0;

  // The home address of pp0, in network byte order.
  virtual in_addr_t address() const = 0;
};

// The kinds of stacks: "netns", "lwip".
bool is_stack_kind(std::string_view kind);

// A stack of that kind; `number` (from 0) tells its addresses from those of others. Throws
// NoStacks.
std::unique_ptr<RealStack> make_stack(std::string_view kind, unsigned number, bool with_interface);

// Home address of that stack, 198.18.NUMBER.1, and of the host at the other end of its pp0, .2;
// both in network byte order. The prefix is 24 bits long. From the network for tests of RFC 2544.
in_addr_t home_address(unsigned number);
in_addr_t partner_address(unsigned number);

} // namespace pathproof::iut
