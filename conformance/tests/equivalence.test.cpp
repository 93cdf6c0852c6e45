// SPDX-License-Identifier: Apache-2.0
// What is proved to be equivalent is not told apart by any conversation.
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cmake/testing/catch.hpp"
#include "conformance/mutants/distinguish.hpp"
#include "model/cinet/machines.hpp"
#include "model/iucv/hs_wire_machines.hpp"
#include "model/iucv/machines.hpp"
#include "model/symbolic/equivalence.hpp"
#include "model/symbolic/models_of_cinet.hpp"
#include "model/symbolic/models_of_hs_wire.hpp"
#include "model/symbolic/models_of_iucv.hpp"

using namespace pathproof;

namespace {

// How many mutants a conversation gave away, and how the others were proved.
struct Proofs {
  unsigned given_away = 0;
  unsigned same = 0;
  unsigned less = 0;
  unsigned unnoticed = 0;
};

template <class Machines, class Models>
Proofs proofs_of(const Machines& machines,
                 const Models& models,
                 std::string_view name,
                 unsigned instances) {
  const auto found = std::find_if(machines.begin(), machines.end(), [&](const auto& one) {
    return one->description().name == name;
  });
  REQUIRE(found != machines.end());
  const auto machine =
      (*found)->configured({.instances = instances, .variations = {}, .mutation = {}});
  symbolic::EquivalenceProver proves(*machine,
                                     *models[static_cast<std::size_t>(found - machines.begin())]);
  Proofs made;
  for (const Mutant& mutant : mutants_of(*machine)) {
    const Distinction told = distinguish(*machine, mutant, {.pairs_max = 20'000, .walks = 0});
    const std::string proof = proves(mutant.mutation);
    INFO(mutant.mutation.id << ": " << proof);
    if (told.outcome == Distinction::Outcome::distinguished) {
      ++made.given_away;
      CHECK(proof.empty());
    }
    made.same += proof.starts_with("does the same as the right rule") ? 1 : 0;
    made.less += proof.starts_with("does less than the right rule") ? 1 : 0;
    made.unnoticed += proof.starts_with("differs in what nobody can notice") ? 1 : 0;
  }
  return made;
}

} // namespace

TEST_CASE("a mutant that a conversation gives away is not proved equivalent") {
  const Proofs made =
      proofs_of(cinet::machines(), symbolic::models_of_cinet(), "cinet/shared_memory", 2);
  CHECK(made.given_away >= 40);
  CHECK(made.same >= 5);
  CHECK(made.unnoticed >= 5);
}

TEST_CASE("a mutant that leaves out what it need not do is proved equivalent, and no other") {
  const Proofs made =
      proofs_of(iucv::wire::machines(), symbolic::models_of_hs_wire(), "iucv/hs_wire/delays", 1);
  CHECK(made.given_away >= 10);
  CHECK(made.same >= 5);
  CHECK(made.less >= 1);
  CHECK(made.unnoticed >= 1);
}

TEST_CASE("a proof that leaves a choice open is one for every choice") {
  constexpr const char* point = "list_completion";
  const auto machines = iucv::machines();
  const auto models = symbolic::models_of_iucv();
  const auto found = std::find_if(machines.begin(), machines.end(), [](const auto& one) {
    return one->description().name == "iucv/parameter_list";
  });
  REQUIRE(found != machines.end());
  const auto& model = *models[static_cast<std::size_t>(found - machines.begin())];
  std::vector<std::unique_ptr<Machine>> chosen; // either of both is left out: it has two ways to go
  for (const unsigned value : {1U, 2U}) {
    chosen.push_back(
        (*found)->configured({.instances = 1, .variations = {{point, value}}, .mutation = {}}));
  }
  symbolic::EquivalenceProver proves(**found, model, true, {point});
  symbolic::EquivalenceProver proves_for_shown(*chosen[0], model);
  unsigned proved = 0;
  unsigned proved_for_one = 0;
  for (const Mutant& mutant : mutants_of(**found)) {
    const std::string& id = mutant.mutation.id;
    if (!id.starts_with("interrupt.b.list_message/") && !id.starts_with("return.a.dclbfr/")) {
      continue;
    }
    std::vector<bool> told;
    for (const auto& one : chosen) {
      told.push_back(distinguish(*one, mutant, {.pairs_max = 20'000, .walks = 0}).outcome ==
                     Distinction::Outcome::distinguished);
    }
    const bool some = std::find(told.begin(), told.end(), true) != told.end();
    const auto is_refuted = [] { return true; }; // the invariants suffice; more would take long
    INFO(id);
    if (!proves(mutant.mutation, is_refuted).empty()) {
      ++proved;
      CHECK_FALSE(some);
    } else if (!proves_for_shown(mutant.mutation, is_refuted).empty()) {
      ++proved_for_one;
      CHECK_FALSE(told[0]);
    }
  }
  CHECK(proved >= 1);
  CHECK(proved_for_one >= 1);
}

TEST_CASE("a condition that is none in the whole model is left out by nobody") {
  const auto machines = iucv::machines();
  const auto models = symbolic::models_of_iucv();
  symbolic::EquivalenceProver proves(*machines.front(), *models.front());
  unsigned nothing = 0;
  for (const Mutant& mutant : mutants_of(*machines.front())) {
    if (mutant.mutation.id.starts_with("a.query/") ||
        mutant.mutation.id.starts_with("return.a.query/")) {
      const bool none = mutant.mutation.id == "a.query/omit_condition:2"; // a scope's
      INFO(mutant.mutation.id);
      CHECK(proves.by_text(mutant.mutation).empty() != none);
      nothing += none ? 1 : 0;
    }
  }
  CHECK(nothing == 1);
}
