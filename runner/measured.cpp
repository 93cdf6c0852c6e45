// SPDX-License-Identifier: Apache-2.0
#include "runner/measured.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

namespace pathproof::runner {

namespace {

using Json = nlohmann::ordered_json;

Json head(const char* schema) {
  return {{"schema", schema}, {"schema_version", 1}};
}

} // namespace

std::string exploration_json(const ExplorationRecord& record) {
  Json made = head("pathproof-exploration");
  made["model"] = record.model;
  made["instances"] = record.instances;
  made["states"] = record.states;
  made["transitions"] = record.transitions;
  made["complete"] = record.complete;
  made["seconds"] = record.seconds;
  made["levels"] = record.levels;
  return made.dump(2) + "\n";
}

std::string proofs_json(const std::string& solver, const std::vector<ProofRecord>& records) {
  Json made = head("pathproof-proofs");
  made["solver"] = solver;
  made["proofs"] = Json::array();
  for (const ProofRecord& one : records) {
    made["proofs"].push_back({{"model", one.model},
                              {"invariant", one.invariant},
                              {"requirements", one.requirements},
                              {"method", one.method},
                              {"conclusion", one.conclusion},
                              {"lemmas", one.lemmas},
                              {"seconds", one.seconds},
                              {"lemma_seconds", one.lemma_seconds}});
  }
  return made.dump(2) + "\n";
}

std::string mutants_json(const std::vector<MutantRecord>& records, const MutantsSetting& setting) {
  Json made = head("pathproof-mutants");
  for (const char* const fate : {"killed", "equivalent", "survived"}) {
    made[fate] = std::count_if(
        records.begin(), records.end(), [&](const MutantRecord& one) { return one.fate == fate; });
  }
  made["quick"] = setting.quick;
  made["matrix"] = setting.matrix;
  std::map<std::string, std::size_t> numbers;
  if (setting.matrix) {
    made["tasks"] = setting.tasks;
    for (std::size_t i = 0; i < setting.tasks.size(); ++i) {
      numbers[setting.tasks[i]] = i;
    }
  }
  made["mutants"] = Json::array();
  for (const MutantRecord& one : records) {
    made["mutants"].push_back({{"protocol", one.protocol},
                               {"mutant", one.mutant},
                               {"fate", one.fate},
                               {"requirement", one.requirement},
                               {"killer", one.killer}});
    if (setting.matrix) {
      Json killers = Json::array();
      for (const std::string& killer : one.killers) {
        killers.push_back(numbers.at(killer));
      }
      made["mutants"].back()["killers"] = std::move(killers);
    }
  }
  return made.dump(2) + "\n";
}

} // namespace pathproof::runner
