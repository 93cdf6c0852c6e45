// SPDX-License-Identifier: Apache-2.0
// The kit's side of the lines that an agent speaks: commands get numbers, and answers are kept
// until they are asked for. Knows nothing of how the lines travel.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/iut/channel.hpp"
#include "conformance/iut/hs/answer.hpp"

namespace pathproof::iut {

class AgentLines {
public:
  // Of one command, and never used again.
  using Tag = std::uint64_t;

  AgentLines() = default;

  // Tags are higher than `before`; answers to others are those to an earlier conversation over the
  // same line, and are left out.
  explicit AgentLines(Tag before) : before_(before), last_(before) {}

  // The line for a command, and its tag. Throws std::logic_error for a line feed in the command.
  std::string ask(std::string_view command, Tag& tag);

  // Octets that arrived. A line without an end is a fault, whose sentence has no subject.
  std::optional<Fault> feed(std::string_view octets);

  // The next whole line that arrived and was not given yet.
  std::optional<std::string> next_line();

  // Takes a line as an answer; a fault for one that answers nothing.
  std::optional<Fault> take(std::string_view line);

  // The answer when it is there; it is given only once. Throws std::logic_error for a tag that
  // nobody waits for.
  std::optional<AgentAnswer> find(Tag tag);

  // Whether no command waits for its answer.
  bool idle() const { return asked_.empty(); }

private:
  std::string input_;
  Tag before_ = 0;
  Tag last_ = 0;
  std::map<Tag, std::string> asked_; // not answered yet
  std::map<Tag, AgentAnswer> answers_;
};

} // namespace pathproof::iut
