// SPDX-License-Identifier: Apache-2.0
// What is proved to be equivalent is not told apart by any conversation.
#include <algorithm>

#include "cmake/testing/catch.hpp"
#include "conformance/mutants/distinguish.hpp"
#include "model/cinet/machines.hpp"
#include "model/symbolic/equivalence.hpp"
#include "model/symbolic/models_of_cinet.hpp"

using namespace pathproof;

TEST_CASE("a mutant that a conversation gives away is not proved equivalent") {
  const auto machines = cinet::machines();
  const auto models = symbolic::models_of_cinet();
  const auto found = std::find_if(machines.begin(), machines.end(), [](const auto& one) {
    return one->description().name == "cinet/shared_memory";
  });
  REQUIRE(found != machines.end());
  const auto machine = (*found)->configured({.instances = 2, .variations = {}, .mutation = {}});
  symbolic::EquivalenceProver proves(*machine,
                                     *models[static_cast<std::size_t>(found - machines.begin())]);
  unsigned given_away = 0;
  unsigned same = 0;
  unsigned unnoticed = 0;
  for (const Mutant& mutant : mutants_of(*machine)) {
    const Distinction told = distinguish(*machine, mutant, {.pairs_max = 20'000, .walks = 0});
    const std::string proof = proves(mutant.mutation);
    INFO(mutant.mutation.id << ": " << proof);
    if (told.outcome == Distinction::Outcome::distinguished) {
      ++given_away;
      CHECK(proof.empty());
    }
    same += proof.starts_with("does the same as the right rule") ? 1 : 0;
    unnoticed += proof.starts_with("differs in what nobody can notice") ? 1 : 0;
  }
  CHECK(given_away >= 40);
  CHECK(same >= 5);
  CHECK(unnoticed >= 5);
}
