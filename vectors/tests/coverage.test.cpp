// SPDX-License-Identifier: Apache-2.0
// The way from a requirement to a verdict has no gap: a rule or an invariant states it, a case or a
// vector exercises it, and a planted fault shows that breaking it is noticed.
#include <set>
#include <string>
#include <vector>

#include "cmake/testing/catch.hpp"
#include "conformance/mutants/mutants.hpp"
#include "vectors/tests/protocols.hpp"

using namespace pathproof;
using vectors::Judged;
using vectors::protocols;

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

Ids exercised(const Judged& protocol) {
  Ids ids;
  for (const Case& one : protocol.cases) {
    add(ids, one.cites);
  }
  for (const vectors::Vector& vector : protocol.corpus) {
    ids.insert(vector.requirements.begin(), vector.requirements.end());
  }
  return ids;
}

// A mutant is about a requirement when it changes a rule that states it, or when the vector that
// tells it from a conforming implementation names it.
Ids defended(const Judged& protocol) {
  Ids ids;
  for (const Mutant& mutant : mutants_of(*protocol.machine)) {
    if (mutant.mutation.what != Mutation::Operator::planted) {
      ids.merge(stated_by(protocol.machine->description().rules[mutant.mutation.rule]));
    }
  }
  for (const vectors::Vector& vector : protocol.corpus) {
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
  for (const Judged& one : protocols()) {
    check_modelled(one.machine->description(), stated(one.machine->description()));
  }
}

TEST_CASE("every modelled requirement has a case or a vector") {
  for (const Judged& one : protocols()) {
    check_modelled(one.machine->description(), exercised(one));
  }
}

TEST_CASE("every modelled requirement has a mutant") {
  for (const Judged& one : protocols()) {
    check_modelled(one.machine->description(), defended(one));
  }
}
