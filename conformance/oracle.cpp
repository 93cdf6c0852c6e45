// SPDX-License-Identifier: Apache-2.0
#include "conformance/oracle.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace pathproof {

Oracle::Oracle(const Machine& machine, std::uint32_t under_test)
    : machine_(machine), under_test_(under_test), exercise_(machine.description().rules.size()) {
  for (unsigned role = 0; role < machine.description().roles.size(); ++role) {
    if ((under_test >> role & 1U) != 0) {
      kinds_under_test_ |= machine.description().kinds_of_role(role);
    }
  }
  reset();
}

void Oracle::reset() {
  states_.assign(1, machine_.initial());
}

void Oracle::add(const Packed& state) {
  if (std::find(next_.begin(), next_.end(), state) == next_.end()) {
    next_.push_back(state);
  }
}

Exercise Oracle::take_exercise() {
  return std::exchange(exercise_, Exercise(machine_.description().rules.size()));
}

bool Oracle::step(const Label& label) {
  return advance(label, true);
}

bool Oracle::advance(const Label& label, bool counts) {
  next_.clear();
  const Wanted wanted{.label = &label};
  for (const Packed& state : states_) {
    steps_.clear();
    machine_.expand(state, wanted, steps_);
    for (const Step& one : steps_) {
      exercise_.fired[one.rule] += counts ? 1 : 0;
      add(one.next);
    }
  }
  if (next_.empty()) {
    return false;
  }
  states_.swap(next_);
  if (looks_) {
    exercise_.look(machine_, states_.front(), kinds_under_test_);
  }
  return true;
}

bool Oracle::silence_permitted() const {
  const Wanted wanted{.kinds = kinds_under_test_};
  return std::any_of(states_.begin(), states_.end(), [&](const Packed& state) {
    steps_.clear();
    machine_.expand(state, wanted, steps_);
    return std::none_of(steps_.begin(), steps_.end(), [&](const Step& one) {
      return machine_.description().rules[one.rule].duty == Duty::must;
    });
  });
}

std::vector<Label> Oracle::permitted() const {
  std::vector<Label> labels;
  const Wanted wanted{.kinds = kinds_under_test_};
  for (const Packed& state : states_) {
    steps_.clear();
    machine_.expand(state, wanted, steps_);
    for (const Step& one : steps_) {
      if (std::find(labels.begin(), labels.end(), one.label) == labels.end()) {
        labels.push_back(one.label);
      }
    }
  }
  return labels;
}

std::vector<Step> Oracle::kit_steps(std::uint64_t kinds) const {
  std::vector<Step> common;
  const Wanted wanted{.kinds = kinds & ~kinds_under_test_};
  if (wanted.kinds == 0) {
    return common;
  }
  for (std::size_t i = 0; i < states_.size(); ++i) {
    steps_.clear();
    machine_.expand(states_[i], wanted, steps_);
    const auto shown = [](const std::vector<Step>& steps, const Label& label) {
      return std::any_of(
          steps.begin(), steps.end(), [&](const Step& one) { return one.label == label; });
    };
    if (i == 0) {
      for (const Step& one : steps_) {
        if (!shown(common, one.label)) {
          common.push_back(one);
        }
      }
    } else {
      std::erase_if(common, [&](const Step& one) { return !shown(steps_, one.label); });
    }
  }
  return common;
}

bool Oracle::all_permit(const Label& label) const {
  const Wanted wanted{.label = &label};
  return std::all_of(states_.begin(), states_.end(), [&](const Packed& state) {
    steps_.clear();
    machine_.expand(state, wanted, steps_);
    return !steps_.empty();
  });
}

namespace {

void cite(std::vector<const Requirement*>& broken, const Requirement* requirement) {
  if (std::find(broken.begin(), broken.end(), requirement) == broken.end()) {
    broken.push_back(requirement);
  }
}

} // namespace

Explanation Oracle::explain(const Label& observed) const {
  const ModelDescription& model = machine_.description();
  Explanation explanation{.permitted = permitted(), .silence_permitted = silence_permitted()};
  // First: what the nearest rule that shows this label would have needed.
  for (const Refusal& refusal : machine_.refusals(states_.front(), observed)) {
    const RuleDescription& rule = model.rules[refusal.rule];
    for (const unsigned condition : refusal.failed_conditions) {
      for (const Requirement* one : rule.conditions[condition]) {
        cite(explanation.broken, one);
      }
    }
    if (refusal.not_a_candidate || refusal.failed_conditions.empty()) {
      for (const Requirement* one : rule.cites) {
        cite(explanation.broken, one);
      }
    }
    if (!explanation.broken.empty()) {
      break;
    }
  }
  explanation.specific = explanation.broken.size();
  // Then: what the rules say that had to act in its place.
  const Wanted wanted{.kinds = kinds_under_test_};
  steps_.clear();
  machine_.expand(states_.front(), wanted, steps_);
  for (const Step& one : steps_) {
    if (model.rules[one.rule].duty == Duty::must || explanation.broken.empty()) {
      for (const Requirement* requirement : model.rules[one.rule].cites) {
        cite(explanation.broken, requirement);
      }
    }
  }
  if (explanation.broken.empty()) {
    for (const RuleDescription& rule : model.rules) {
      if (rule.kind == observed.kind) {
        for (const Requirement* requirement : rule.cites) {
          cite(explanation.broken, requirement);
        }
      }
    }
  }
  return explanation;
}

Explanation Oracle::explain_silence() const {
  const ModelDescription& model = machine_.description();
  Explanation explanation{.permitted = permitted(), .silence_permitted = false};
  const Wanted wanted{.kinds = kinds_under_test_};
  for (const Packed& state : states_) {
    steps_.clear();
    machine_.expand(state, wanted, steps_);
    for (const Step& one : steps_) {
      if (model.rules[one.rule].duty == Duty::must) {
        for (const Requirement* requirement : model.rules[one.rule].cites) {
          cite(explanation.broken, requirement);
        }
      }
    }
  }
  return explanation;
}

Level Explanation::level() const {
  const std::size_t end = specific > 0 ? specific : broken.size();
  Level strongest = broken.empty() ? Level::must : Level::note;
  for (std::size_t i = 0; i < end; ++i) {
    strongest = std::min(strongest, broken[i]->level);
  }
  return strongest;
}

void Oracle::recover(const Label* observed) {
  const std::vector<Label> labels = permitted();
  if (labels.empty()) {
    return;
  }
  const auto distance = [&](const Label& label) {
    unsigned different = observed != nullptr && label.kind != observed->kind ? 100 : 0;
    for (std::size_t i = 0; observed != nullptr && i < Label::capacity; ++i) {
      different += label.arguments[i] != observed->arguments[i] ? 1U : 0U;
    }
    return different;
  };
  const Label nearest =
      *std::min_element(labels.begin(), labels.end(), [&](const Label& a, const Label& b) {
        return distance(a) < distance(b);
      });
  advance(nearest, false); // nobody has shown it
}

} // namespace pathproof
