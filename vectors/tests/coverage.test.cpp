// SPDX-License-Identifier: Apache-2.0
// The way from a requirement to a verdict has no gap: a rule or an invariant states it, a case or a
// vector exercises it, and a planted fault shows that breaking it is noticed.
#include <set>
#include <string>

#include "cmake/testing/catch.hpp"
#include "conformance/cases/cinet/cases.hpp"
#include "conformance/mutants/mutants.hpp"
#include "model/cinet/machines.hpp"
#include "vectors/vector.hpp"

using namespace pathproof;

namespace {

using Ids = std::set<std::string, std::less<>>;

void add(Ids& ids, const std::vector<const Requirement*>& cites) {
  for (const Requirement* one : cites) {
    ids.emplace(one->id);
  }
}

// What a rule states, its conditions included.
Ids stated_by(const RuleDescription& rule) {
  Ids ids;
  add(ids, rule.cites);
  for (const auto& condition : rule.conditions) {
    add(ids, condition);
  }
  return ids;
}

Ids stated(const ModelDescription& model) {
  Ids ids;
  for (const RuleDescription& rule : model.rules) {
    ids.merge(stated_by(rule));
  }
  for (const InvariantDescription& invariant : model.invariants) {
    add(ids, invariant.cites);
  }
  return ids;
}

std::vector<vectors::Vector> corpus() {
  std::vector<vectors::Vector> all;
  const std::string directory = PATHPROOF_SOURCE_DIR "/vectors/corpus";
  for (const vectors::Corpus& one : vectors::corpora_of(directory, "cinet")) {
    all.insert(all.end(), one.vectors.begin(), one.vectors.end());
  }
  return all;
}

Ids exercised() {
  Ids ids;
  for (const Case& one : cinet::cases().cases) {
    add(ids, one.cites);
  }
  for (const vectors::Vector& vector : corpus()) {
    ids.insert(vector.requirements.begin(), vector.requirements.end());
  }
  return ids;
}

// A mutant is about a requirement when it changes a rule that states it, or when the vector that
// tells it from a conforming implementation names it.
Ids defended(const Machine& machine) {
  Ids ids;
  for (const Mutant& mutant : mutants_of(machine)) {
    if (mutant.mutation.what != Mutation::Operator::planted) {
      ids.merge(stated_by(machine.description().rules[mutant.mutation.rule]));
    }
  }
  for (const vectors::Vector& vector : corpus()) {
    if (vector.purpose == "mutant") {
      ids.insert(vector.requirements.begin(), vector.requirements.end());
    }
  }
  return ids;
}

void check_modelled(const ModelDescription& model, const Ids& covered) {
  for (const Requirement* one : model.requirements) {
    INFO(one->id << ": " << one->sentence);
    CHECK((one->coverage != Coverage::modelled || covered.contains(one->id)));
  }
}

} // namespace

TEST_CASE("every modelled requirement is stated by a rule, a condition or an invariant") {
  const auto machine = cinet::make_whole();
  check_modelled(machine->description(), stated(machine->description()));
}

TEST_CASE("every modelled requirement has a case or a vector") {
  const auto machine = cinet::make_whole();
  check_modelled(machine->description(), exercised());
}

TEST_CASE("every modelled requirement has a mutant") {
  const auto machine = cinet::make_whole();
  check_modelled(machine->description(), defended(*machine));
}
