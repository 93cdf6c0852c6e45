// SPDX-License-Identifier: Apache-2.0
// The reference implementation of any role of any model: it shows the labels that the rules permit.
// With a mutation in the machine's configuration it is an implementation with that fault.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/core/machine.hpp"
#include "model/core/walk.hpp"

namespace pathproof {

class Reference {
public:
  // Plays the roles of `plays` (bit per role). The machine must outlive it. The same seed gives
  // the same choices.
  Reference(const Machine& machine, std::uint32_t plays, std::uint64_t seed);

  // `plan`: labels of its roles that it shows in this order, each as soon as its rules allow it.
  void reset(std::uint64_t seed, std::vector<Label> plan = {});

  // Takes notice of another role's label. One that its own state does not allow is ignored, as a
  // program would that has lost track.
  void take(const Label& label);

  // The next label of its roles, or nothing: silence. Out of its turn, as an answer to a label, it
  // keeps to itself what it would begin on its own initiative while its plan is unfinished: the
  // order of the plan is the kit's to keep.
  std::optional<Label> next(bool in_turn = true);

  const Packed& state() const { return state_; }

private:
  const Machine& machine_;
  std::uint64_t kinds_ = 0;
  Random random_{0};
  Packed state_;
  std::vector<Label> plan_;
  std::size_t planned_ = 0;
  std::vector<Step> steps_; // kept for their memory
  std::vector<Step> meant_;
};

} // namespace pathproof
