// SPDX-License-Identifier: Apache-2.0
#include "runner/stored_proof.hpp"

#ifdef PATHPROOF_SYMBOLIC

#include <algorithm>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/core/digest.hpp"
#include "model/symbolic/query.hpp"
#include "runner/store.hpp"

namespace pathproof::runner {

namespace {

using Json = nlohmann::ordered_json;

std::string digest_of(const std::vector<std::string>& lemmas) {
  std::uint64_t value = digest_of_nothing;
  for (const std::string& one : lemmas) {
    value = digest(one + "\n", value);
  }
  return to_digits(value);
}

// All that the proof of a model depends on beside the program.
Dependencies dependencies_of(const std::string& model, const symbolic::ProveOptions& how) {
  Dependencies all{{"model", model},
                   {"solver", "Z3 " + symbolic::solver_version()},
                   {"method", std::string(symbolic::to_string(how.method))},
                   {"instances", std::to_string(how.instances)},
                   {"depth", std::to_string(how.depth)},
                   {"timeout", std::to_string(how.timeout_ms)},
                   {"search", std::to_string(how.search_ms)},
                   {"lemmas", how.lemmas ? digest_of(*how.lemmas) : "none"},
                   {"mutant", how.setup.mutation.id}};
  for (const auto& [name, value] : how.setup.variations) {
    all.emplace_back("choose " + name, std::to_string(value));
  }
  for (const std::string& name : how.setup.free) {
    all.emplace_back("choose " + name, "any");
  }
  return all;
}

// Scripts are not in it.
std::string to_json(const symbolic::Proof& proof) {
  Json made{{"lemmas", proof.lemmas},
            {"questions", proof.questions},
            {"instances", proof.instances},
            {"seconds", proof.seconds},
            {"invariants", Json::array()},
            {"guards", Json::array()}};
  for (const symbolic::InvariantProof& one : proof.invariants) {
    made["invariants"].push_back({{"invariant", one.invariant},
                                  {"lemmas", one.lemmas},
                                  {"seconds", one.seconds},
                                  {"lemma_seconds", one.lemma_seconds}});
  }
  for (const symbolic::GuardCheck& one : proof.guards) {
    made["guards"].push_back(
        {{"rule", one.rule}, {"reached", one.reached}, {"satisfiable", one.satisfiable}});
  }
  return made.dump();
}

std::optional<symbolic::Proof> proof_of(const std::string& json) {
  try {
    const Json made = Json::parse(json);
    symbolic::Proof proof;
    made.at("lemmas").get_to(proof.lemmas);
    made.at("questions").get_to(proof.questions);
    made.at("instances").get_to(proof.instances);
    made.at("seconds").get_to(proof.seconds);
    for (const Json& one : made.at("invariants")) {
      symbolic::InvariantProof& invariant = proof.invariants.emplace_back();
      invariant.conclusion = symbolic::Conclusion::proved;
      one.at("invariant").get_to(invariant.invariant);
      one.at("lemmas").get_to(invariant.lemmas);
      one.at("seconds").get_to(invariant.seconds);
      one.at("lemma_seconds").get_to(invariant.lemma_seconds);
    }
    for (const Json& one : made.at("guards")) {
      proof.guards.push_back({.rule = one.at("rule").get<unsigned>(),
                              .reached = one.at("reached").get<bool>(),
                              .satisfiable = one.at("satisfiable").get<bool>()});
    }
    return proof;
  } catch (const Json::exception&) {
    return {};
  }
}

} // namespace

bool is_whole(const symbolic::Proof& proof) {
  return std::all_of(
      proof.invariants.begin(), proof.invariants.end(), [](const symbolic::InvariantProof& one) {
        return one.conclusion == symbolic::Conclusion::proved;
      });
}

Answer answer_of_store(const std::string& folder,
                       bool anew,
                       const Machine& machine,
                       const SymbolicModel& model,
                       const symbolic::ProveOptions& how) {
  const ModelDescription& description = machine.description();
  const StoredResult stored(folder, "proof", dependencies_of(description.name, how));
  if (const auto kept = anew ? std::nullopt : stored.read()) {
    auto proof = proof_of(*kept);
    if (proof && proof->invariants.size() == description.invariants.size()) {
      return {std::move(*proof), true};
    }
  }
  Answer made{symbolic::prove(machine, model, how), false};
  if (is_whole(made.proof)) {
    stored.keep(to_json(made.proof));
  }
  return made;
}

} // namespace pathproof::runner

#endif
