// SPDX-License-Identifier: Apache-2.0
// Lets real stacks play a role in a test, whatever role is under test.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "conformance/iut/iut.hpp"
#include "conformance/iut/real_stack.hpp"
#include "conformance/session.hpp"

namespace pathproof {

// The moves without those of that role, whose players move by themselves.
std::vector<std::string>
without_role(const std::vector<std::string>& moves, const ModelDescription& model, unsigned role);

// The number of a role, by its name. Throws UsageError for a model that has none.
unsigned role_of(const ModelDescription& model, std::string_view name);

// A driver around another. Whatever the role sees is shown to the real stacks, also what the model
// does not permit; they answer at once, and the other driver decides the rest. Where the role is
// under test, the session itself asks them. What they have found comes at the end in either case.
class RealPartyDriver : public Driver {
public:
  RealPartyDriver(Driver& inner, iut::Iut& real, const Oracle& oracle, unsigned role);

  Move next(const Oracle& oracle,
            const KitSteps& possible,
            const std::vector<Observed>& labels) override;

  std::string unmet() const override { return inner_.unmet(); }

  void conclude(Transcript& transcript) override;

protected:
  virtual const std::vector<iut::StackFinding>& findings() const = 0;

  // Anything else that there is to find, where nothing went wrong with the stacks themselves.
  virtual void read_back(Transcript&) const {}

private:
  void show_new(const std::vector<Observed>& labels);
  void take(const iut::Reply& reply);
  bool plays(const Label& label) const;

  Driver& inner_;
  iut::Iut& real_;
  const ModelDescription& model_;
  unsigned role_;
  bool under_test_;
  std::size_t shown_ = 0;     // labels that the real stacks know of
  std::deque<Label> answers_; // what they say, not yet shown
  std::string trouble_;
  std::string refused_; // what cannot be done here
};

} // namespace pathproof
