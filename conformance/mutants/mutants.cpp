// SPDX-License-Identifier: Apache-2.0
#include "conformance/mutants/mutants.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "model/core/error.hpp"
#include "model/core/walk.hpp"

namespace pathproof {

namespace {

using Operator = Mutation::Operator;

// Which field groups each rule changes, seen in walks.
std::map<unsigned, std::set<unsigned>> updates_of(const Machine& machine) {
  std::map<unsigned, std::set<unsigned>> updates;
  const std::vector<std::string>& groups = machine.description().fields;
  constexpr std::uint64_t steps = 20'000;
  walk(machine, 1, steps, 60, [&](const Packed& before, const Step& step) {
    if (updates[step.rule].size() == groups.size()) {
      return;
    }
    const std::vector<FieldValue> old = machine.values(before);
    const std::vector<FieldValue> now = machine.values(step.next);
    for (std::size_t i = 0; i < old.size(); ++i) {
      if (old[i].value != now[i].value) {
        const std::string base = old[i].name.substr(0, old[i].name.find('('));
        const auto group = std::find(groups.begin(), groups.end(), base);
        updates[step.rule].insert(static_cast<unsigned>(group - groups.begin()));
      }
    }
  });
  return updates;
}

class Collector {
public:
  explicit Collector(const Machine& machine) : model_(machine.description()) {}

  void add(Operator what,
           unsigned rule,
           unsigned detail,
           const std::string& suffix,
           const std::string& title) {
    const std::string& id = model_.rules[rule].id;
    mutants.push_back({{what, rule, detail, id + "/" + suffix},
                       model_.kinds[model_.rules[rule].kind].role,
                       id + ": " + title});
  }

  std::vector<Mutant> mutants;

private:
  const ModelDescription& model_;
};

void mutate_rule(Collector& collector,
                 const ModelDescription& model,
                 unsigned index,
                 const std::set<unsigned>& updates,
                 std::uint64_t remembered) {
  const RuleDescription& rule = model.rules[index];
  if (rule.duty == Duty::must) {
    collector.add(Operator::drop, index, 0, "drop", "never happens");
  }
  for (unsigned i = 0; i < rule.conditions.size(); ++i) {
    collector.add(Operator::omit_condition,
                  index,
                  i,
                  "omit_condition:" + std::to_string(i + 1),
                  "happens without condition " + std::to_string(i + 1));
  }
  for (const unsigned group : updates) {
    if ((remembered >> group & 1U) == 0) {
      continue; // it is for others to know: nothing that this role does depends on it
    }
    collector.add(Operator::omit_update,
                  index,
                  group,
                  "omit_update:" + model.fields[group],
                  "forgets to update " + model.fields[group]);
  }
  const LabelKind& kind = model.kinds[rule.kind];
  for (unsigned i = 0; i < Label::capacity && !kind.arguments[i].name.empty(); ++i) {
    const std::string name(kind.arguments[i].name);
    collector.add(
        Operator::wrong_argument, index, i, "wrong_argument:" + name, "shows the wrong " + name);
  }
  if (rule.picks) {
    collector.add(
        Operator::wrong_member, index, 0, "wrong_member", "picks one that it must not pick");
  }
}

} // namespace

namespace {

Mutant planted(const ModelDescription& model, unsigned i) {
  const PlantedFault& fault = model.planted[i];
  return {{Operator::planted, 0, i, std::string(fault.id)}, fault.role, std::string(fault.title)};
}

std::vector<Mutant> collect(const Machine& machine) {
  const ModelDescription& model = machine.description();
  Collector collector(machine);
  auto updates = updates_of(machine);
  for (unsigned rule = 0; rule < model.rules.size(); ++rule) {
    const unsigned role = model.kinds[model.rules[rule].kind].role;
    if (!model.can_be_under_test(role)) {
      continue; // the kit plays it always: no implementation can have its faults
    }
    mutate_rule(collector, model, rule, updates[rule], model.remembered_by(role));
  }
  for (unsigned i = 0; i < model.planted.size(); ++i) {
    collector.mutants.push_back(planted(model, i));
  }
  return std::move(collector.mutants);
}

} // namespace

// Finding out what rules change takes a walk; it is done once for each model, with two
// instances, so that a mutant's name does not depend on how a case is set up.
const std::vector<Mutant>& mutants_of(const Machine& machine) {
  static std::mutex mutex;
  static std::map<std::string, std::vector<Mutant>> known;
  const std::lock_guard lock(mutex);
  auto& mutants = known[machine.description().name];
  if (mutants.empty()) {
    mutants = collect(*machine.configured({.instances = 2, .variations = {}, .mutation = {}}));
  }
  return mutants;
}

Mutation find_mutation(const Machine& machine, std::string_view id) {
  // Faults written by hand need no walk, and whoever serves one is waited for.
  for (unsigned i = 0; i < machine.description().planted.size(); ++i) {
    if (machine.description().planted[i].id == id) {
      return planted(machine.description(), i).mutation;
    }
  }
  std::string near;
  unsigned shown = 0;
  for (const Mutant& mutant : mutants_of(machine)) {
    if (mutant.mutation.id == id) {
      return mutant.mutation;
    }
    const bool related = mutant.mutation.id.starts_with(id.substr(0, id.find('/')));
    if (related && shown++ < 5) {
      near += (near.empty() ? "; near it: " : ", ") + mutant.mutation.id;
    }
  }
  throw UsageError("model " + machine.description().name + " has no mutant '" + std::string(id) +
                   "'" + near + " (see: pathproof list mutants)");
}

} // namespace pathproof
