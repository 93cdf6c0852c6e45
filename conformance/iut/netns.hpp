// SPDX-License-Identifier: Apache-2.0
// Real TCP/IP stacks in the role of Common INET's transport providers: one Linux network namespace
// for each. Sockets are sockets, the propagated ioctl is SIOCSIFMTU on interface "pp0", and what
// the kernel says is the answer. A stack without "pp0" fails it with the kernel's own ENODEV.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/iut/iut.hpp"
#include "conformance/iut/network_stack.hpp"

namespace pathproof::iut {

class NetnsProviders final : public Iut {
public:
  // "netns": provider 2 has no interface; "netns:1,3": providers 1 and 3 have none; "netns:none":
  // all have one. Throws UsageError. No stack is made before a case starts.
  explicit NetnsProviders(std::string_view specification);

  Declaration declaration() override;
  Reply start(const Machine& machine, const CaseStart& start) override;
  Reply give(const Label& label) override;

  Reply go() override { return {}; }

  // What the kernel refused in this case, in its own words.
  std::string error_output() override { return said_; }

  // The MTU that a provider is asked for by its n-th ioctl of the case, n from 1; for 0, the one
  // that it has at first. No two ioctls of a case are alike, so that each is seen in the stack.
  int mtu_of(std::uint64_t ioctl) const;

  // Whether that provider (from 0) has an interface.
  bool has_interface(unsigned provider) const;

  // The MTU in each stack, as the `ip` program tells it; 0 for a stack without interface.
  // Throws NoStacks.
  std::vector<int> read_mtus() const;

private:
  struct Provider {
    std::unique_ptr<NetworkStack> stack;
    std::map<std::uint32_t, Descriptor> sockets; // by the number of the socket
    std::uint64_t ioctls = 0;                    // that it was asked for in this case
  };

  Reply create(std::uint32_t number, std::uint32_t socket);
  Reply ioctl(std::uint32_t number, std::uint32_t socket);
  Reply listen(std::uint32_t number, std::uint32_t socket);
  Reply power(std::uint32_t number, bool up);
  Reply outcome(std::uint32_t number, const std::string& what, int error);
  void note(std::uint32_t number, const std::string& what, int error);

  std::set<unsigned> without_; // providers without interface, from 1
  std::vector<Provider> providers_;
  std::uint64_t seed_ = 0;
  std::string said_;
};

// The code that stands for an errno of Linux in an answer, as index into cinet::code_names, or
// nothing where the model has no code for it.
std::uint32_t code_of_errno(int error);

} // namespace pathproof::iut
