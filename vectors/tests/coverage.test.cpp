// SPDX-License-Identifier: Apache-2.0
// The way from a requirement to a verdict has no gap: a rule or an invariant states it, a case or a
// vector exercises it, and a planted fault shows that breaking it is noticed.
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cmake/testing/catch.hpp"
#include "conformance/cases/cinet/cases.hpp"
#include "conformance/cases/cinet/prerouter_cases.hpp"
#include "conformance/cases/iucv/cases.hpp"
#include "conformance/cases/iucv/hs_cases.hpp"
#include "conformance/cases/iucv/hs_wire.hpp"
#include "conformance/cases/lfp/calls/cases.hpp"
#include "conformance/cases/lfp/cases.hpp"
#include "conformance/cases/nss/cases.hpp"
#include "conformance/mutants/mutants.hpp"
#include "model/cinet/machines.hpp"
#include "model/cinet/prerouter_machines.hpp"
#include "model/iucv/hs_machines.hpp"
#include "model/iucv/hs_wire_machines.hpp"
#include "model/iucv/machines.hpp"
#include "model/lfp/calls/machines.hpp"
#include "model/lfp/machines.hpp"
#include "model/nss/machines.hpp"
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

// A protocol: the model that judges, its cases, its vectors.
struct Judged {
  std::unique_ptr<Machine> machine;
  std::vector<Case> cases;
  std::vector<vectors::Vector> corpus;
};

Judged judged(std::unique_ptr<Machine> machine, CaseTable table) {
  Judged made{std::move(machine), std::move(table.cases), {}};
  const std::string directory = PATHPROOF_SOURCE_DIR "/vectors/corpus";
  for (const vectors::Corpus& one : vectors::corpora_of(directory, table.model)) {
    made.corpus.insert(made.corpus.end(), one.vectors.begin(), one.vectors.end());
  }
  return made;
}

const std::vector<Judged>& protocols() {
  static const std::vector<Judged> all = [] {
    std::vector<Judged> made;
    made.push_back(judged(cinet::make_whole(), cinet::cases()));
    made.push_back(judged(cinet::prerouter::make_whole(), cinet::prerouter::cases()));
    made.push_back(judged(iucv::make_whole(), iucv::cases()));
    made.push_back(judged(iucv::hs::make_whole(), iucv::hs::cases()));
    made.push_back(judged(iucv::wire::make_whole(), iucv::wire::cases()));
    made.push_back(judged(lfp::make_whole(), lfp::cases()));
    made.push_back(judged(lfp::values::make_whole(), lfp::values::cases()));
    made.push_back(judged(nss::make_whole(), nss::cases()));
    return made;
  }();
  return all;
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
