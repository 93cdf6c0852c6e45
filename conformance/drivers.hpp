// SPDX-License-Identifier: Apache-2.0
// Who decides the kit's moves: a written script, or a sequence of random choices.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/session.hpp"

namespace pathproof {

// Before a move of ScriptDriver that a mutant makes and a right implementation does not.
inline constexpr std::string_view wrongly_shown = "wrongly ";

// Follows a script of moves. A move is a label of a kit role with all or some of its arguments
// ("answer.failed code=-1,118,74620302"), or a word:
//   settle   go on with what must happen until nothing must
// A move of the role under test is awaited in its place: the implementation has a turn, if it has
// not spoken already. What a mutant would show there has "wrongly" before it; that is not waited
// for any longer than one turn. Probes of another role are passed over. An argument may be `last`
// (the value that was shown last for an argument of that name) or `other` (any other value). Where
// the next move is not possible yet, the kit does what its rules say it must, or gives the
// implementation a turn. The same driver replays recorded traces.
class ScriptDriver final : public Driver {
public:
  explicit ScriptDriver(std::vector<std::string> moves) : moves_(std::move(moves)) {}

  Move next(const Oracle& oracle,
            const KitSteps& possible,
            const std::vector<Observed>& labels) override;

  bool takes_back() const override { return true; }

  void take_back() override { place_ = before_; }

  void begin_again() override { place_ = {}; }

  std::string unmet() const override { return place_.unmet; }

private:
  Move progress(const Oracle& oracle, const KitSteps& possible);
  Move
  conclusion(const Oracle& oracle, const KitSteps& possible, const std::vector<Observed>& labels);
  bool spoke(const std::vector<Observed>& labels, bool and_is_used_up);

  // How far the script has come.
  struct Place {
    std::size_t at = 0;
    unsigned idle_turns = 0;
    std::size_t labels = 0;
    std::size_t used = 0;    // labels that belong to moves already made
    bool turn_given = false; // for the move that is awaited, or after the last one
    std::string unmet{};
  };

  std::vector<std::string> moves_;
  Place place_;
  Place before_; // the last move
};

// Follows a sequence of numbers, each of which chooses a rule among those possible and then one of
// its labels. `kinds` (bit per label kind) limits the kit to some labels, and `fits`, where it is
// given, to those that the implementation can be shown.
class ChoiceDriver final : public Driver {
public:
  ChoiceDriver(const std::vector<std::uint32_t>& choices,
               std::uint64_t kinds,
               std::function<bool(const Label&)> fits = {})
      : choices_(choices), kinds_(kinds), fits_(std::move(fits)) {}

  Move next(const Oracle& oracle,
            const KitSteps& possible,
            const std::vector<Observed>& labels) override;

private:
  bool takes(const Label& label) const;

  const std::vector<std::uint32_t>& choices_;
  std::uint64_t kinds_;
  std::function<bool(const Label&)> fits_;
  std::size_t at_ = 0;
};

} // namespace pathproof
