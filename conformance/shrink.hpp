// SPDX-License-Identifier: Apache-2.0
// Finds the shortest test that shows a deviation. The search runs on the model, which answers in
// microseconds; the implementation is only asked to confirm.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "conformance/session.hpp"

namespace pathproof {

// What makes two deviations the same one: the rule that was due or violated, not the numbers in it.
struct Signature {
  std::optional<unsigned> kind;    // of the label observed; nothing for silence
  std::vector<std::string> broken; // the specific requirements
  std::string text;                // for an end of the implementation: how it ended

  friend bool operator==(const Signature&, const Signature&) = default;
};

Signature signature_of(const Break& found);

// Runs the test with these moves and gives what happened.
using Attempt = std::function<Transcript(const std::vector<std::string>& moves)>;

// The labels of a transcript up to and with its first deviation, as moves of a ScriptDriver: the
// kit's part is driven, the implementation's is its plan.
std::vector<std::string> moves_of(const Transcript& transcript, const ModelDescription& model);

// The shortest transcript found with the same first deviation; the given one when none is shorter.
// Calls `attempt` at most `attempts_max` times.
Transcript shrink(const Oracle& oracle,
                  const Transcript& failed,
                  const Attempt& attempt,
                  unsigned attempts_max = 60);

} // namespace pathproof
