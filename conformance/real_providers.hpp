// SPDX-License-Identifier: Apache-2.0
// Real stacks as Common INET's providers, and kernels as the prerouter's transport drivers, in a
// test: they answer, and what the test has done to them is read back from outside.
#pragma once

#include <memory>
#include <string>

#include "conformance/iut/stack_drivers.hpp"
#include "conformance/iut/stack_providers.hpp"
#include "conformance/real_party.hpp"

namespace pathproof {

// Every connection must have arrived, been accepted and carried data; and the MTUs must be those
// that providers said they have set.
class RealProvidersDriver final : public RealPartyDriver {
public:
  RealProvidersDriver(Driver& inner, iut::StackProviders& providers, const Oracle& oracle);

private:
  const std::vector<iut::StackFinding>& findings() const override { return providers_.findings(); }

  void read_back(Transcript& transcript) const override;

  iut::StackProviders& providers_;
  unsigned instances_;
};

// Every call must go to a provider whose kernel knows a way.
class RealDriversDriver final : public RealPartyDriver {
public:
  RealDriversDriver(Driver& inner, iut::StackDrivers& drivers, const Oracle& oracle)
      : RealPartyDriver(inner, drivers, oracle, role_of(oracle.machine().description(), "driver")),
        drivers_(drivers) {}

private:
  const std::vector<iut::StackFinding>& findings() const override { return drivers_.findings(); }

  iut::StackDrivers& drivers_;
};

// The role that real stacks have in a protocol: "provider" in cinet, "driver" in cinet/prerouter,
// none in others.
std::string real_role(std::string_view protocol);

// Real stacks for that role. Throws UsageError for a specification that names none.
std::shared_ptr<iut::Iut> open_real(std::string_view role, const std::string& specification);

// The driver that has them play.
std::unique_ptr<Driver> play_real(Driver& inner, iut::Iut& real, const Oracle& oracle);

} // namespace pathproof
