// SPDX-License-Identifier: Apache-2.0
// Real TCP/IP stacks in the role of Common INET's transport providers. Sockets are sockets, the
// propagated ioctl is SIOCSIFMTU on interface "pp0", connections come from a host at its other end,
// and what the stack says is the answer. A stack without "pp0" fails the ioctl with its own ENODEV.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/iut/iut.hpp"
#include "conformance/iut/real_stack.hpp"

namespace pathproof::iut {

class StackProviders final : public Iut {
public:
  // Makes the stack of a provider, from 0: of that kind, with or without an interface.
  using MakeStack = std::function<std::unique_ptr<RealStack>(std::string_view, unsigned, bool)>;

  // KIND[+KIND…][:none|:K[,K…]], kinds as in real_stack.hpp: the first provider has the first kind,
  // and when there are no more, it begins again with the first. The providers K, from 1, have no
  // interface; 2 where nothing is said. "netns", "netns:1,3", "netns+netns+lwip:none".
  // Throws UsageError. No stack is made before a case starts.
  explicit StackProviders(std::string_view specification, MakeStack make = make_stack);

  Declaration declaration() override;
  Reply start(const Machine& machine, const CaseStart& start) override;
  Reply give(const Label& label) override;

  // A connection through a provider that has no partner; and listening on a connection, which every
  // stack refuses and the model has no answer for.
  std::string refuses(const Label& label) const override;

  // What layer and application make of the connections.
  void overhear(const Label& label) override;

  Reply go() override { return {}; }

  // What the stacks refused in this case, in their own words.
  std::string error_output() override { return said_; }

  // The MTU that a provider is asked for by its n-th ioctl of the case, n from 1; for 0, the one
  // that it has at first. No two ioctls of a case are alike, so that each is seen in the stack.
  int mtu_of(std::uint64_t ioctl) const;

  // Whether that provider (from 0) has an interface.
  bool has_interface(unsigned provider) const;

  // The stack of that provider, while a case runs; or nothing.
  RealStack* stack(unsigned provider) const;

  // The port on which a socket listens, the same in every stack.
  static unsigned short port_of(std::uint32_t socket);

  // Whether a connection has arrived for a listening socket at that provider.
  bool waits(unsigned provider, std::uint32_t socket) const;

  // The MTU in each stack, asked for from outside; 0 for a stack without interface.
  // Throws NoStacks.
  std::vector<int> read_mtus() const;

  // In the order in which they were found; of this case.
  const std::vector<StackFinding>& findings() const { return findings_; }

  // What an accepted connection is greeted with, and has to send back.
  static constexpr std::size_t greeting_octets = 40;
  static std::string greeting(unsigned provider, std::uint64_t connection);

private:
  // A socket of a provider, and what a host outside has for it: the other end of a connection, or,
  // for one that listens, of the one that has arrived.
  struct Ends {
    StackSocket socket{};
    StackSocket partner{};
    bool connected = false;
  };

  struct Provider {
    std::unique_ptr<RealStack> stack;
    std::map<std::uint32_t, Ends> sockets{}; // by the number of the socket
    std::uint64_t ioctls = 0;                // that it was asked for in this case
  };

  Reply create(std::uint32_t number, std::uint32_t socket);
  Reply ioctl(std::uint32_t number, std::uint32_t socket);
  Reply listen(std::uint32_t number, std::uint32_t socket);
  Reply power(std::uint32_t number, bool up);
  bool connected(std::uint32_t socket) const;
  void connect(std::uint32_t number, std::uint32_t socket);
  void accept(std::uint32_t number);
  void exchange(std::uint32_t number, const Ends& ends);
  void find(const Requirement& requirement, std::uint32_t number, const std::string& what);
  Reply outcome(std::uint32_t number, const std::string& what, int error);
  void note(std::uint32_t number, const std::string& what, int error);

  MakeStack make_;
  std::vector<std::string> kinds_;
  std::set<unsigned> without_; // providers without interface, from 1
  std::vector<Provider> providers_;
  std::uint64_t seed_ = 0;
  std::uint64_t connections_ = 0; // accepted in this case
  std::uint32_t listener_ = 0;    // of the accept() in progress
  std::uint32_t accepted_ = 0;    // the number that its new socket will have
  std::vector<StackFinding> findings_;
  std::string said_;
};

// The code that stands for an errno of Linux in an answer, as index into cinet::code_names, or
// nothing where the model has no code for it.
std::uint32_t code_of_errno(int error);

} // namespace pathproof::iut
