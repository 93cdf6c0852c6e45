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
#include "model/symbolic/equivalence.hpp"
#include "model/symbolic/models_of_cinet.hpp"
#include "model/symbolic/models_of_hs_wire.hpp"

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
