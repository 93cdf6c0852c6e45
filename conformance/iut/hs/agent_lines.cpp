// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/hs/agent_lines.hpp"

#include <stdexcept>
#include <utility>

namespace pathproof::iut {
namespace {

constexpr std::size_t answer_octets_max = 256 * 1024; // the agent's own limit is half of it

} // namespace

std::string AgentLines::ask(std::string_view command, Tag& tag) {
  if (command.find('\n') != std::string_view::npos) {
    throw std::logic_error("a command for the agent has a line feed");
  }
  tag = ++last_;
  asked_.emplace(tag, std::string(command));
  std::string line = std::to_string(tag) + " ";
  line.append(command) += '\n';
  return line;
}

std::optional<Fault> AgentLines::feed(std::string_view octets) {
  input_.append(octets);
  const std::size_t end = input_.rfind('\n');
  if (input_.size() - (end == std::string::npos ? 0 : end) > answer_octets_max) {
    return Fault{FaultKind::oversized, "its agent sent a line without an end"};
  }
  return std::nullopt;
}

std::optional<std::string> AgentLines::next_line() {
  const std::size_t end = input_.find('\n');
  if (end == std::string::npos) {
    return std::nullopt;
  }
  std::string line = input_.substr(0, end);
  input_.erase(0, end + 1);
  return line;
}

std::optional<Fault> AgentLines::take(std::string_view line) {
  std::optional<TaggedAnswer> parsed = parse_answer(line);
  if (!parsed) {
    return Fault{FaultKind::garbage, "its agent said '" + excerpt(line) + "'"};
  }
  if (parsed->tag > 0 && parsed->tag <= before_) {
    return std::nullopt;
  }
  if (asked_.erase(parsed->tag) == 0) {
    return Fault{FaultKind::misnumbered,
                 "its agent answered what was not asked: '" + excerpt(line) + "'"};
  }
  answers_.emplace(parsed->tag, std::move(parsed->answer));
  return std::nullopt;
}

std::optional<AgentAnswer> AgentLines::find(Tag tag) {
  const auto found = answers_.find(tag);
  if (found != answers_.end()) {
    AgentAnswer answer = std::move(found->second);
    answers_.erase(found);
    return answer;
  }
  if (!asked_.contains(tag)) {
    throw std::logic_error("there is no such command, or its answer was collected");
  }
  return std::nullopt;
}

} // namespace pathproof::iut
