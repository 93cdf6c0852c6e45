// SPDX-License-Identifier: Apache-2.0
// Lets real stacks answer for Common INET's providers in a test, whatever role is under test, and
// reads back from outside what the test has done to them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/iut/stack_providers.hpp"
#include "conformance/session.hpp"

namespace pathproof {

// The moves without those of the providers, who move by themselves.
std::vector<std::string> without_providers(const std::vector<std::string>& moves,
                                           const ModelDescription& model);

// A driver around another. Whatever providers see is shown to the real ones, also what the model
// does not permit; they answer at once, and the other driver decides the rest. Where providers are
// under test, the session itself asks them. The read-back comes at the end in either case.
class RealProvidersDriver final : public Driver {
public:
  // Throws UsageError for a model without providers of Common INET.
  RealProvidersDriver(Driver& inner, iut::StackProviders& providers, const Oracle& oracle);

  Move next(const Oracle& oracle,
            const std::vector<Step>& possible,
            const std::vector<Observed>& labels) override;

  std::string unmet() const override { return inner_.unmet(); }

  // Every connection must have arrived, been accepted and carried data; and the stacks whose MTU is
  // another than at first must be those that performed an ioctl.
  void conclude(Transcript& transcript) override;

private:
  void show_new(const std::vector<Observed>& labels);
  bool plays(const Label& label) const;
  void read_back(Transcript& transcript) const;

  Driver& inner_;
  iut::StackProviders& providers_;
  const ModelDescription& model_;
  unsigned role_;
  bool under_test_;
  unsigned instances_;
  std::size_t shown_ = 0;       // labels that the real providers know of
  std::optional<Label> answer_; // what a real provider says, not yet shown
  std::string trouble_;
  std::string refused_; // why the last move cannot be made here
};

} // namespace pathproof
