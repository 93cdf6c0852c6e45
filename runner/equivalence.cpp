// SPDX-License-Identifier: Apache-2.0
#include "runner/equivalence.hpp"

#include <algorithm>

#include "conformance/mutants/distinguish.hpp"
#ifdef PATHPROOF_SYMBOLIC
#include "model/symbolic/equivalence.hpp"
#else
namespace pathproof::symbolic {
class EquivalenceProver {};
} // namespace pathproof::symbolic
#endif

namespace pathproof::runner {

namespace {

// Nothing, or how many pairs of states were walked until there were no more.
std::uint64_t walked(const Machine& machine, const Mutant& mutant, unsigned instances) {
  constexpr std::uint64_t pairs_max = 150'000;
  const auto small = machine.configured({.instances = instances, .variations = {}, .mutation = {}});
  const Distinction found = distinguish(*small, mutant, {.pairs_max = pairs_max, .walks = 0});
  return found.outcome == Distinction::Outcome::equivalent ? found.states : 0;
}

const Mutant* own_of(const Machine& machine, const Mutant& mutant) {
  for (const Mutant& own : mutants_of(machine)) {
    if (own.mutation.id == mutant.mutation.id) {
      return &own;
    }
  }
  return nullptr;
}

} // namespace

Equivalence::Equivalence(const Protocol& protocol) : protocol_(protocol) {}

Equivalence::~Equivalence() = default;

#ifdef PATHPROOF_SYMBOLIC
std::string Equivalence::by_proof(std::size_t machine, const Mutation& mutation) {
  if (machine >= protocol_.symbolic.size()) {
    return {};
  }
  const std::lock_guard lock(mutex_);
  auto& prover = provers_[machine];
  if (!prover) {
    // A model composed of others is too large for a search of lemmas; many proofs need none.
    const bool composed = machine == 0 && protocol_.machines.size() > 1;
    prover = std::make_unique<symbolic::EquivalenceProver>(
        *protocol_.machines[machine], *protocol_.symbolic[machine], composed ? 1 : 20000);
  }
  return (*prover)(mutation);
}
#else
std::string Equivalence::by_proof(std::size_t, const Mutation&) {
  return {};
}
#endif

std::string Equivalence::operator()(const Mutant& mutant) {
  if (std::string proof = by_proof(0, mutant.mutation); !proof.empty()) {
    return proof;
  }
  std::string how;
  for (std::size_t i = protocol_.machines.size() > 1 ? 1 : 0; i < protocol_.machines.size(); ++i) {
    const Machine& machine = *protocol_.machines[i];
    const Mutant* const own = own_of(machine, mutant);
    if (own == nullptr) {
      continue;
    }
    std::string proof = by_proof(i, own->mutation);
    if (proof.empty()) {
      std::uint64_t pairs = 0;
      for (const unsigned instances : {1U, 2U}) {
        const std::uint64_t size = walked(machine, *own, instances);
        if (size == 0) {
          return {};
        }
        pairs += size;
      }
      proof = "every conversation of 1 and 2 instances was walked (" + std::to_string(pairs) +
              " pairs of states)";
    }
    how += (how.empty() ? "" : "; ") + machine.description().name + ": " + proof;
  }
  return how;
}

} // namespace pathproof::runner
