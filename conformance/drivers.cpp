// SPDX-License-Identifier: Apache-2.0
#include "conformance/drivers.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace pathproof {

namespace {

// Turns in a row that an implementation may let pass before the script gives up waiting for it.
constexpr unsigned idle_turns_max = 4;

// The value shown last for an argument of this name.
std::optional<std::uint32_t> shown_last(const std::vector<Observed>& labels,
                                        const ModelDescription& model,
                                        std::string_view name) {
  for (auto it = labels.rbegin(); it != labels.rend(); ++it) {
    const LabelKind& kind = model.kinds[it->label.kind];
    for (std::size_t i = 0; i < Label::capacity; ++i) {
      if (kind.arguments[i].name == name && !name.empty()) {
        return it->label.arguments[i];
      }
    }
  }
  return std::nullopt;
}

// What a move says of its label's arguments.
std::vector<std::string> wording_of(std::string_view move) {
  std::vector<std::string> made;
  for (std::size_t end = move.find(' '); end != std::string_view::npos; end = move.find(' ')) {
    move.remove_prefix(end + 1); // the kind, then word by word
    if (const std::string_view word = move.substr(0, move.find(' ')); !word.empty()) {
      made.emplace_back(word);
    }
  }
  return made;
}

// Whether the label, of the same kind, is one that the move means.
bool meant(const std::vector<std::string>& wording,
           const Label& label,
           const ModelDescription& model,
           const std::vector<Observed>& labels) {
  const LabelKind& kind = model.kinds[label.kind];
  const std::string text = print(label, model.kinds) + " ";
  return std::all_of(wording.begin(), wording.end(), [&](const std::string& word) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
    if (value != "last" && value != "other") {
      return text.find(" " + word + " ") != std::string::npos;
    }
    const auto last = shown_last(labels, model, name);
    for (std::size_t i = 0; i < Label::capacity; ++i) {
      if (kind.arguments[i].name == name &&
          (last && label.arguments[i] == *last) != (value == "last")) {
        return false;
      }
    }
    return true;
  });
}

bool is_must(const Step& step, const ModelDescription& model) {
  return model.rules[step.rule].duty == Duty::must;
}

// Steps that some rule may demand, in their order.
std::vector<Step> demanded(const KitSteps& possible, const ModelDescription& model) {
  std::uint64_t kinds = 0;
  for (const RuleDescription& rule : model.rules) {
    kinds |= std::uint64_t{rule.duty == Duty::must} << rule.kind;
  }
  return possible.of(kinds);
}

// The label of the step, or that with the greatest amount in place of its own.
Label greatest_amount(const Step& step,
                      const std::vector<Step>& possible,
                      const ModelDescription& model) {
  Label greatest = step.label;
  const auto& arguments = model.kinds[step.label.kind].arguments;
  const auto amount = static_cast<std::size_t>(
      std::find_if(arguments.begin(), arguments.end(), [](const auto& one) { return one.amount; }) -
      arguments.begin());
  for (const Step& one : possible) {
    Label alike = one.label;
    if (amount < alike.arguments.size() && one.rule == step.rule &&
        alike.arguments[amount] > greatest.arguments[amount]) {
      alike.arguments[amount] = greatest.arguments[amount];
      greatest = alike == greatest ? one.label : greatest;
    }
  }
  return greatest;
}

} // namespace

Driver::Move ScriptDriver::next(const Oracle& oracle,
                                const KitSteps& possible,
                                const std::vector<Observed>& labels) {
  const ModelDescription& model = oracle.machine().description();
  before_ = place_;
  place_.idle_turns = labels.size() == place_.labels ? place_.idle_turns : 0;
  place_.labels = labels.size();
  while (place_.at < moves_.size()) {
    const std::string& move = moves_[place_.at];
    if (move == "settle") {
      const std::vector<Step> steps = demanded(possible, model);
      const bool must = std::any_of(
          steps.begin(), steps.end(), [&](const Step& one) { return is_must(one, model); });
      if (must) {
        return progress(oracle, possible);
      }
      ++place_.at;
      continue;
    }
    const bool wrongly = move.starts_with(wrongly_shown);
    const std::size_t start = wrongly ? wrongly_shown.size() : 0;
    const unsigned kind = model.kind(move.substr(start, move.find(' ', start) - start));
    if (model.kinds[kind].probe && (model.kinds[kind].seen_by & oracle.under_test()) == 0) {
      ++place_.at;
      continue;
    }
    if ((oracle.kinds_under_test() >> kind & 1U) != 0) {
      if (!spoke(labels, !wrongly) && !place_.turn_given) {
        place_.turn_given = true;
        return {Move::Kind::go};
      }
      place_.turn_given = false;
      ++place_.at;
      continue;
    }
    const std::vector<std::string> wording = wording_of(move);
    const std::vector<Step> steps =
        wrongly ? std::vector<Step>{} : possible.of(std::uint64_t{1} << kind);
    const auto found = std::find_if(steps.begin(), steps.end(), [&](const Step& one) {
      return meant(wording, one.label, model, labels);
    });
    if (found != steps.end()) {
      ++place_.at;
      place_.used = labels.size() + 1;
      return {Move::Kind::show, found->label};
    }
    // With all its arguments it may be one of a wide range, of which not all values are offered.
    std::string incomplete;
    if (const auto label = parse(move, model.kinds, incomplete);
        label && oracle.all_permit(*label)) {
      ++place_.at;
      place_.used = labels.size() + 1;
      return {Move::Kind::show, *label};
    }
    const Move on = progress(oracle, possible);
    if (on.kind == Move::Kind::stop) {
      place_.unmet = "the move '" + move + "' was never possible";
    }
    return on;
  }
  return conclusion(oracle, possible, labels);
}

// Whether the role under test has shown a label that belongs to no move yet.
bool ScriptDriver::spoke(const std::vector<Observed>& labels, bool and_is_used_up) {
  for (std::size_t i = place_.used; i < labels.size(); ++i) {
    if (labels[i].by_iut) {
      place_.used = and_is_used_up ? i + 1 : place_.used;
      return true;
    }
  }
  return false;
}

// What must happen happens; otherwise the implementation has its turn, unless it has passed before.
Driver::Move ScriptDriver::progress(const Oracle& oracle, const KitSteps& possible) {
  const ModelDescription& model = oracle.machine().description();
  const std::vector<Step> steps = demanded(possible, model);
  const auto must = std::find_if(
      steps.begin(), steps.end(), [&](const Step& one) { return is_must(one, model); });
  if (must != steps.end()) {
    return {Move::Kind::show, greatest_amount(*must, steps, model)};
  }
  if (place_.idle_turns < idle_turns_max && !oracle.permitted().empty()) {
    ++place_.idle_turns;
    return {Move::Kind::go};
  }
  return {Move::Kind::stop};
}

// After the last move: what must happen, and one turn in which nothing wrong may be said. An
// implementation that begins something new of its own accord is not followed any further.
Driver::Move ScriptDriver::conclusion(const Oracle& oracle,
                                      const KitSteps& possible,
                                      const std::vector<Observed>& labels) {
  const ModelDescription& model = oracle.machine().description();
  for (; place_.used < labels.size(); ++place_.used) {
    if (labels[place_.used].by_iut && !model.demands(labels[place_.used].label.kind)) {
      return {Move::Kind::stop};
    }
  }
  const Move on = progress(oracle, possible);
  if (on.kind == Move::Kind::go && std::exchange(place_.turn_given, true)) {
    return {Move::Kind::stop};
  }
  return on;
}

bool ChoiceDriver::takes(const Label& label) const {
  return (kinds_ >> label.kind & 1U) != 0 && (!fits_ || fits_(label));
}

Driver::Move
ChoiceDriver::next(const Oracle& oracle, const KitSteps& possible, const std::vector<Observed>&) {
  if (at_ == choices_.size()) {
    return {Move::Kind::stop};
  }
  const std::uint32_t choice = choices_[at_++];
  const std::vector<Step> steps = possible.all();
  std::vector<const Step*> of_rule;
  std::vector<unsigned> rules;
  for (const Step& one : steps) {
    if (takes(one.label) && std::find(rules.begin(), rules.end(), one.rule) == rules.end()) {
      rules.push_back(one.rule);
    }
  }
  // Its own turn is one more choice where the implementation may act without being asked.
  const bool may_go = !oracle.permitted().empty();
  const std::size_t ways = rules.size() + (may_go ? 1 : 0);
  if (ways == 0) {
    return {Move::Kind::stop};
  }
  const std::size_t way = choice % ways;
  if (way == rules.size()) {
    return {Move::Kind::go};
  }
  for (const Step& one : steps) {
    if (one.rule == rules[way] && takes(one.label)) {
      of_rule.push_back(&one);
    }
  }
  return {Move::Kind::show, of_rule[(choice / ways) % of_rule.size()]->label};
}

} // namespace pathproof
