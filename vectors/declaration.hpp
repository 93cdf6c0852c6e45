// SPDX-License-Identifier: Apache-2.0
// What an implementation has to declare for a conversation with it to be possible. A vector says
// it: where a choice is left open, who declares nothing may not do everything that was walked.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/core/machine.hpp"

namespace pathproof::vectors {

struct Conversation {
  const Machine* machine = nullptr; // on which it was found
  unsigned role = 0;                // under test
  std::vector<Label> labels{};
  std::optional<Label> lie{}; // that a mutant shows after them, if it does not just fall silent …
  Mutation mutation{};        // … which this is, as the machine numbers it
};

// The machine's configuration, with what is permitted to an implementation of that role that
// declares no more than that.
Configuration undeclared(const Machine& machine, unsigned role);

// The values of variation points that the role has to declare. None but those of the machine it was
// found on, unless the judge would otherwise not permit all labels, or its mutant not show the lie.
std::map<std::string, unsigned> to_be_declared(const Conversation& conversation,
                                               const Machine& judge);

} // namespace pathproof::vectors
