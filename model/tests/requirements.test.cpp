// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <set>
#include <vector>

#include "cmake/testing/catch.hpp"
#include "model/cinet/machines.hpp"
#include "model/cinet/prerouter_machines.hpp"
#include "model/iucv/hs_machines.hpp"
#include "model/iucv/hs_wire_machines.hpp"
#include "model/iucv/machines.hpp"
#include "model/lfp/calls/machines.hpp"
#include "model/lfp/machines.hpp"
#include "model/nss/machines.hpp"

using namespace pathproof;

namespace {

std::set<const Requirement*> cited_by(const ModelDescription& model) {
  std::set<const Requirement*> cited;
  for (const RuleDescription& rule : model.rules) {
    cited.insert(rule.cites.begin(), rule.cites.end());
    for (const auto& condition : rule.conditions) {
      cited.insert(condition.begin(), condition.end());
    }
  }
  for (const InvariantDescription& invariant : model.invariants) {
    cited.insert(invariant.cites.begin(), invariant.cites.end());
  }
  return cited;
}

// The models that judge, one of each protocol.
std::vector<std::unique_ptr<Machine>> wholes() {
  std::vector<std::unique_ptr<Machine>> made;
  made.push_back(cinet::make_whole());
  made.push_back(cinet::prerouter::make_whole());
  made.push_back(iucv::make_whole());
  made.push_back(iucv::hs::make_whole());
  made.push_back(iucv::wire::make_whole());
  made.push_back(lfp::make_whole());
  made.push_back(lfp::values::make_whole());
  made.push_back(nss::make_whole());
  return made;
}

} // namespace

TEST_CASE("what is modelled is cited by a rule or an invariant, and nothing else is") {
  for (const auto& machine : wholes()) {
    const auto cited = cited_by(machine->description());
    for (const Requirement* one : machine->description().requirements) {
      INFO(one->id);
      CHECK((one->coverage == Coverage::modelled) == cited.contains(one));
    }
  }
}

TEST_CASE("no two fields of a model have one name") {
  for (const auto& machine : wholes()) {
    const auto ready = machine->configured({.instances = 2, .variations = {}, .mutation = {}});
    std::set<std::string> names;
    for (const FieldValue& field : ready->values(ready->initial())) {
      INFO(machine->description().name << ": " << field.name);
      CHECK(names.insert(field.name).second);
    }
  }
}

TEST_CASE("what is not modelled says why") {
  for (const auto& machine : wholes()) {
    for (const Requirement* one : machine->description().requirements) {
      INFO(one->id);
      CHECK((one->coverage == Coverage::modelled) == one->reason.empty());
      CHECK_FALSE(one->sentence.empty());
    }
  }
}

TEST_CASE("what was inferred or seen in one source is a note") {
  for (const auto& machine : wholes()) {
    for (const Requirement* one : machine->description().requirements) {
      INFO(one->id);
      if (one->level == Level::profile) {
        CHECK(one->source == "KIT"); // what the kit itself demands
        continue;
      }
      const bool documented = one->confidence == "SEED" || one->confidence == "DOC";
      CHECK((one->level == Level::must) == documented);
    }
  }
}
