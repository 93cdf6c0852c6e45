// SPDX-License-Identifier: Apache-2.0
#include "model/reference/reference.hpp"

#include <algorithm>

namespace pathproof {

Reference::Reference(const Machine& machine, std::uint32_t plays, std::uint64_t seed)
    : machine_(machine) {
  for (unsigned role = 0; role < machine.description().roles.size(); ++role) {
    if ((plays >> role & 1U) != 0) {
      kinds_ |= machine.description().kinds_of_role(role);
    }
  }
  reset(seed);
}

void Reference::reset(std::uint64_t seed, std::vector<Label> plan) {
  plan_ = std::move(plan);
  planned_ = 0;
  random_ = Random(seed);
  state_ = machine_.initial();
}

void Reference::take(const Label& label) {
  steps_.clear();
  machine_.expand(state_, {.label = &label}, steps_);
  if (!steps_.empty()) {
    state_ = steps_[steps_.size() == 1 ? 0 : random_.next() % steps_.size()].next;
  }
}

std::optional<Label> Reference::next(bool in_turn) {
  steps_.clear();
  machine_.expand(state_, {.kinds = kinds_}, steps_);
  if (steps_.empty()) {
    return std::nullopt;
  }
  const auto& rules = machine_.description().rules;
  const auto is_must = [&](const Step& one) { return rules[one.rule].duty == Duty::must; };
  if (!in_turn && planned_ < plan_.size() && std::none_of(steps_.begin(), steps_.end(), is_must)) {
    return std::nullopt;
  }
  // A planned label that the rules do not allow (a mutant's lie, to a correct reference) is passed
  // over when the one after it is.
  for (std::size_t at = planned_; at < plan_.size() && at < planned_ + 2; ++at) {
    meant_.clear();
    std::copy_if(steps_.begin(), steps_.end(), std::back_inserter(meant_), [&](const Step& one) {
      return one.label == plan_[at];
    });
    if (meant_.empty()) {
      // Of a wide range not every value is among the steps.
      machine_.expand(state_, {.kinds = kinds_, .label = &plan_[at]}, meant_);
    }
    if (!meant_.empty()) {
      planned_ = at + 1;
      const Step& done = meant_[meant_.size() == 1 ? 0 : random_.next() % meant_.size()];
      state_ = done.next;
      return done.label;
    }
  }
  // One in four of what a must-rule would show is left to the rules that merely may act.
  const auto must_end = std::stable_partition(steps_.begin(), steps_.end(), is_must);
  const auto musts = static_cast<std::size_t>(must_end - steps_.begin());
  const std::size_t mays = steps_.size() - musts;
  const bool may = musts == 0 || (mays > 0 && random_.next() % 4 == 0);
  const Step& chosen = may ? steps_[musts + random_.next() % mays] : steps_[random_.next() % musts];
  state_ = chosen.next;
  return chosen.label;
}

} // namespace pathproof
