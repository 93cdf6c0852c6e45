// SPDX-License-Identifier: Apache-2.0
#include "model/core/machine.hpp"

#include <algorithm>

#include "model/core/error.hpp"

namespace pathproof {

bool ModelDescription::demands(unsigned kind) const {
  return std::any_of(rules.begin(), rules.end(), [&](const RuleDescription& rule) {
    return rule.kind == kind && rule.duty == Duty::must;
  });
}

bool ModelDescription::can_be_under_test(unsigned role) const {
  return roles[role] != operator_role &&
         std::find(free_roles.begin(), free_roles.end(), roles[role]) == free_roles.end();
}

std::map<std::string, unsigned> ModelDescription::choices_for(unsigned role) const {
  std::map<std::string, unsigned> choices;
  for (const VariationPoint& point : variation_points) {
    choices[std::string(point.name)] = point.owner == role ? point.open_value : point.default_value;
  }
  return choices;
}

std::uint64_t ModelDescription::kinds_of_role(unsigned role) const {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i].role == role) {
      mask |= std::uint64_t{1} << i;
    }
  }
  return mask;
}

namespace {
template <class Range, class Same>
unsigned index_of(const Range& range, Same same, const std::string& what) {
  for (std::size_t i = 0; i < range.size(); ++i) {
    if (same(range[i])) {
      return static_cast<unsigned>(i);
    }
  }
  throw UsageError(what);
}
} // namespace

std::uint64_t ModelDescription::remembered_by(unsigned role) const {
  std::uint64_t remembered = 0;
  for (const RuleDescription& rule : rules) {
    remembered |= kinds[rule.kind].role == role ? rule.reads : 0;
  }
  for (std::uint64_t before = 0; before != remembered;) {
    before = remembered;
    for (std::size_t group = 0; group < made_of.size(); ++group) {
      remembered |= (remembered >> group & 1U) != 0 ? made_of[group] : 0;
    }
  }
  return remembered;
}

unsigned ModelDescription::role(std::string_view wanted) const {
  std::string known;
  for (const std::string_view one : roles) {
    known += (known.empty() ? "" : ", ") + std::string(one);
  }
  return index_of(
      roles,
      [&](std::string_view one) { return one == wanted; },
      "model " + name + " has no role '" + std::string(wanted) + "'; its roles are " + known);
}

unsigned ModelDescription::kind(std::string_view wanted) const {
  return index_of(
      kinds,
      [&](const LabelKind& one) { return one.name == wanted; },
      "model " + name + " has no label '" + std::string(wanted) + "'");
}

unsigned ModelDescription::rule(std::string_view wanted) const {
  return index_of(
      rules,
      [&](const RuleDescription& one) { return one.id == wanted; },
      "model " + name + " has no rule '" + std::string(wanted) + "'");
}

void check(const Configuration& configuration, const ModelDescription& description) {
  if (configuration.instances < 1 || configuration.instances > 32) {
    throw UsageError("model " + description.name + " takes 1 to 32 instances, not " +
                     std::to_string(configuration.instances));
  }
  for (const auto& [name, value] : configuration.variations) {
    const unsigned point = index_of(
        description.variation_points,
        [&, &wanted = name](const VariationPoint& one) { return one.name == wanted; },
        "model " + description.name + " has no variation point '" + name + "'");
    const VariationPoint& found = description.variation_points[point];
    if (!found.values[0].empty() && (value >= found.values.size() || found.values[value].empty())) {
      throw UsageError("variation point '" + name + "' has no value number " +
                       std::to_string(value));
    }
  }
}

bool Machine::counts_instances() const {
  Configuration other = configuration_;
  other.instances = configuration_.instances == 1 ? 2 : 1;
  return configured(other)->bits() != bits_;
}

} // namespace pathproof
