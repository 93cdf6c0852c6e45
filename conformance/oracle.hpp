// SPDX-License-Identifier: Apache-2.0
// The oracle: the set of model states that explain the trace so far. An observation that no state
// permits is a deviation; the oracle then says what would have been permitted, which requirements
// are broken, and goes on from the nearest permitted state.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/exercise.hpp"
#include "model/core/machine.hpp"

namespace pathproof {

// Why an observation is a deviation.
struct Explanation {
  std::vector<Label> permitted{}; // every label of the role under test that was permitted
  bool silence_permitted = false;
  std::vector<const Requirement*> broken{}; // most specific first
  std::size_t specific = 0; // how many of them are broken by this very label, not by its context

  // The strongest level among the specific ones, or among all where none is specific.
  Level level() const;
};

class Oracle {
public:
  // `under_test` has a bit for each role that the implementation plays. The machine must outlive
  // the oracle.
  Oracle(const Machine& machine, std::uint32_t under_test);

  void reset();

  // Whether every state is looked at for conditions that alone forbid something (see Exercise),
  // which costs as much as judging does.
  void look(bool looks) { looks_ = looks; }

  // What was asked of the rules since this was called last.
  Exercise take_exercise();

  // Follows a label that was shown by any role. False, and no change, when no state permits it.
  bool step(const Label& label);

  // Whether the implementation may say nothing now.
  bool silence_permitted() const;

  // Whether it must show a label now, in every state that explains the trace.
  bool output_due() const { return !silence_permitted(); }

  // The labels of the roles under test that some state permits.
  std::vector<Label> permitted() const;

  // The steps of the kit's own roles that every state permits, each label once, of these kinds (a
  // bit for each).
  std::vector<Step> kit_steps(std::uint64_t kinds) const;

  // Whether every state permits the label. Of wide ranges kit_steps gives only some values; this is
  // true for the others too.
  bool all_permit(const Label& label) const;

  Explanation explain(const Label& observed) const;
  Explanation explain_silence() const;

  // Goes on after a deviation, from the states after the permitted label most like the observed
  // one. Stays where it is when nothing is permitted.
  void recover(const Label* observed);

  const std::vector<Packed>& states() const { return states_; }

  const Machine& machine() const { return machine_; }

  std::uint32_t under_test() const { return under_test_; }

  // Bit per label kind: those of the roles under test.
  std::uint64_t kinds_under_test() const { return kinds_under_test_; }

  // How often each rule has explained a label, by index into the model's rules.
  const std::vector<std::uint64_t>& fired() const { return exercise_.fired; }

private:
  void add(const Packed& state);
  bool advance(const Label& label, bool counts);

  const Machine& machine_;
  std::uint32_t under_test_;
  std::uint64_t kinds_under_test_ = 0;
  std::vector<Packed> states_;
  std::vector<Packed> next_;
  Exercise exercise_;
  bool looks_ = false;
  mutable std::vector<Step> steps_; // kept for its memory
};

} // namespace pathproof
