// SPDX-License-Identifier: Apache-2.0
#include "runner/equivalence.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "conformance/mutants/distinguish.hpp"
#ifdef PATHPROOF_SYMBOLIC
#include "model/symbolic/equivalence.hpp"
#else
namespace pathproof::symbolic {
class EquivalenceProver {};
} // namespace pathproof::symbolic
#endif

namespace pathproof::runner {

struct Equivalence::Prover {
  std::mutex mutex; // one question at a time
  std::unique_ptr<const Machine> machine;
  std::unique_ptr<symbolic::EquivalenceProver> prover;
};

namespace {

using Choices = std::map<std::string, unsigned>;

Distinction
walked(const Machine& machine, const Choices& choices, const Mutant& mutant, unsigned instances) {
  constexpr std::uint64_t pairs_max = 600'000;
  const auto small =
      machine.configured({.instances = instances, .variations = choices, .mutation = {}});
  return distinguish(*small, mutant, {.pairs_max = pairs_max, .walks = 0});
}

// Near the beginning, which is soon seen. Silence is not held against it: the right model may have
// had a way to be silent too, where it has several.
bool is_given_away(const Machine& machine, const Mutant& mutant) {
  constexpr std::uint64_t pairs_max = 20'000;
  const auto excused = [&](const std::vector<Observed>& trace, const Label& lie) {
    return permits(machine, mutant.role, trace, lie);
  };
  const DistinguishOptions options{
      .pairs_max = pairs_max, .walks = 0, .ways = {}, .excused = excused};
  const Distinction found = distinguish(machine, mutant, options);
  return found.outcome == Distinction::Outcome::distinguished && !found.silent;
}

// Of as many instances as can be walked, two at most; how, or nothing.
std::string by_walks(const Machine& machine, const Choices& choices, const Mutant& mutant) {
  using Outcome = Distinction::Outcome;
  const Distinction one = walked(machine, choices, mutant, 1);
  if (one.outcome != Outcome::equivalent) {
    return {};
  }
  if (!machine.counts_instances()) {
    return "every conversation was walked (" + std::to_string(one.states) + " pairs of states)";
  }
  const Distinction two = walked(machine, choices, mutant, 2);
  switch (two.outcome) {
  case Outcome::equivalent:
    return "every conversation of 1 and 2 instances was walked (" +
           std::to_string(one.states + two.states) + " pairs of states)";
  case Outcome::unknown:
    return "every conversation of 1 instance was walked (" + std::to_string(one.states) +
           " pairs of states); those of 2 are too many";
  case Outcome::distinguished:
    return {};
  }
  return {};
}

std::set<std::string> left_open(const Machine& machine, const Choices& choices) {
  std::set<std::string> names;
  for (const VariationPoint& point : machine.description().variation_points) {
    if (!choices.contains(std::string(point.name))) {
      names.emplace(point.name);
    }
  }
  return names;
}

// What all have the same.
Choices common_to(const std::vector<Choices>& all) {
  Choices common = all.front();
  for (const Choices& one : all) {
    std::erase_if(common,
                  [&](const auto& chosen) { return one.at(chosen.first) != chosen.second; });
  }
  return common;
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

Equivalence::Prover& Equivalence::prover_of(std::size_t machine, const Choices& choices) {
  const std::lock_guard lock(mutex_);
  return provers_[{machine, choices}];
}

#ifdef PATHPROOF_SYMBOLIC
std::string Equivalence::by_proof(std::size_t machine,
                                  const Choices& choices,
                                  const Mutant& mutant,
                                  bool by_text) {
  if (machine >= protocol_.symbolic.size()) {
    return {};
  }
  Prover& one = prover_of(machine, choices);
  const std::lock_guard lock(one.mutex);
  if (!one.prover) {
    const bool composed = machine == 0 && protocol_.machines.size() > 1;
    const Machine& right = *protocol_.machines[machine];
    one.machine = right.configured(
        {.instances = right.configuration().instances, .variations = choices, .mutation = {}});
    one.prover = std::make_unique<symbolic::EquivalenceProver>(
        *one.machine, *protocol_.symbolic[machine], !composed, left_open(right, choices));
  }
  return by_text
             ? one.prover->by_text(mutant.mutation)
             : (*one.prover)(mutant.mutation, [&] { return is_given_away(*one.machine, mutant); });
}
#else
std::string Equivalence::by_proof(std::size_t, const Choices&, const Mutant&, bool) {
  return {};
}
#endif

// What cases want of an implementation that adapts, as the reference does, beside what is left
// open. What they want of the kit is at its default.
std::vector<Equivalence::Choices> Equivalence::choices_for(unsigned role) const {
  const ModelDescription& model = protocol_.machines.front()->description();
  std::vector<Choices> all{model.choices_for(role)};
  for (const Case& one : protocol_.cases) {
    if (!one.roles.empty() &&
        std::find(one.roles.begin(), one.roles.end(), model.roles[role]) == one.roles.end()) {
      continue;
    }
    Choices choices = all.front();
    for (const VariationPoint& point : model.variation_points) {
      for (const auto& [name, value] : one.variations) {
        if (point.owner == role && point.name == name) {
          choices[std::string(name)] = point.number_of(value).value();
        }
      }
    }
    if (std::find(all.begin(), all.end(), choices) == all.end()) {
      all.push_back(choices);
    }
  }
  return all;
}

std::string Equivalence::operator()(const Mutant& mutant) {
  const std::vector<Choices> all = choices_for(mutant.role);
  // One proof for all of them is sooner made than one for each.
  std::string how = with(common_to(all), mutant);
  if (!how.empty() || all.size() == 1) {
    return how;
  }
  for (const Choices& choices : all) {
    how = with(choices, mutant);
    if (how.empty()) {
      return {};
    }
  }
  return how;
}

std::string Equivalence::with(const Choices& choices, const Mutant& mutant) {
  const bool composed = protocol_.machines.size() > 1;
  // What is true in all of the model, as a condition for parts that lack something, is no
  // condition.
  if (composed) {
    if (std::string same = by_proof(0, choices, mutant, true); !same.empty()) {
      return same;
    }
  }
  bool asked = false; // of the composed model
  std::string how;
  for (std::size_t i = composed ? 1 : 0; i < protocol_.machines.size(); ++i) {
    const Machine& machine = *protocol_.machines[i];
    const Mutant* const own = own_of(machine, mutant);
    if (own == nullptr) {
      continue;
    }
    std::string proof = by_proof(i, choices, *own);
    if (proof.empty() && !left_open(machine, choices).empty()) {
      return {}; // those who walk have to choose
    }
    if (proof.empty() && composed && !std::exchange(asked, true)) {
      if (std::string whole = by_proof(0, choices, mutant); !whole.empty()) {
        return whole;
      }
    }
    if (proof.empty()) {
      proof = by_walks(machine, choices, *own);
    }
    if (proof.empty()) {
      return {};
    }
    how += (how.empty() ? "" : "; ") + machine.description().name + ": " + proof;
  }
  return how.empty() && composed ? by_proof(0, choices, mutant) : how;
}

} // namespace pathproof::runner
