// SPDX-License-Identifier: Apache-2.0
#include "conformance/mutants/distinguish.hpp"

#include <algorithm>
#include <unordered_map>

namespace pathproof {

namespace {

// What the oracle knows (one state: the rules are deterministic given their labels, and where they
// are not the first explanation is followed) and what the mutant's own state is.
struct Pair {
  Packed right;
  Packed wrong;

  friend bool operator==(const Pair&, const Pair&) = default;
};

struct PairHash {
  std::size_t operator()(const Pair& pair) const {
    std::uint64_t mixed = 0;
    for (const Packed* packed : {&pair.right, &pair.wrong}) {
      for (const std::uint64_t word : packed->words) {
        mixed = (mixed ^ word) * 0x9E3779B97F4A7C15ULL;
        mixed ^= mixed >> 29U;
      }
    }
    return mixed;
  }
};

struct Node {
  Pair pair;
  std::size_t parent;
  Observed by;
};

class Walk {
public:
  Walk(const Machine& machine, const Mutant& mutant) : machine_(machine) {
    Configuration configuration = machine.configuration();
    configuration.mutation = mutant.mutation;
    wrong_ = machine.configured(configuration);
    const ModelDescription& model = machine.description();
    kinds_ = model.kinds_of_role(mutant.role);
    role_ = mutant.role;
  }

  Distinction run(std::uint64_t states_max) {
    add({machine_.initial(), wrong_->initial()}, 0, {});
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_.size() > states_max) {
        return {.outcome = Distinction::Outcome::unknown, .states = nodes_.size()};
      }
      if (visit(i)) {
        found_.states = nodes_.size();
        return std::move(found_);
      }
    }
    return {.outcome = Distinction::Outcome::equivalent, .states = nodes_.size()};
  }

private:
  void add(const Pair& pair, std::size_t parent, const Observed& by) {
    if (seen_.emplace(pair, nodes_.size()).second) {
      nodes_.push_back({pair, parent, by});
    }
  }

  // True when the mutant deviates here.
  bool visit(std::size_t at) {
    const Pair pair = nodes_[at].pair;
    std::vector<Step> said;
    wrong_->expand(pair.wrong, {.kinds = kinds_}, said);
    std::vector<Step> right;
    machine_.expand(pair.right, {.kinds = kinds_}, right);
    const auto is_must = [&](const Step& one) {
      return machine_.description().rules[one.rule].duty == Duty::must;
    };
    if (said.empty() && std::any_of(right.begin(), right.end(), is_must)) {
      report(at, nullptr);
      return true;
    }
    for (const Step& one : said) {
      bool permitted = false;
      for (const Step& other : right) {
        if (other.label == one.label) {
          permitted = true;
          add({other.next, one.next}, at, {one.label, true});
        }
      }
      if (!permitted) {
        report(at, &one.label);
        return true;
      }
    }
    // A mutant that must speak does, before the kit's next move.
    if (std::none_of(right.begin(), right.end(), is_must)) {
      follow_kit(at, pair);
    }
    return false;
  }

  void follow_kit(std::size_t at, const Pair& pair) {
    std::vector<Step> moves;
    machine_.expand(pair.right, {.kinds = ~kinds_}, moves);
    std::vector<Step> taken;
    for (const Step& move : moves) {
      taken.clear();
      wrong_->expand(pair.wrong, {.label = &move.label}, taken);
      // A mutant that cannot follow has lost track; it stays where it is.
      add({move.next, taken.empty() ? pair.wrong : taken.front().next}, at, {move.label, false});
    }
  }

  void report(std::size_t at, const Label* label) {
    found_.outcome = Distinction::Outcome::distinguished;
    for (std::size_t node = at; node != 0; node = nodes_[node].parent) {
      found_.trace.push_back(nodes_[node].by);
    }
    std::reverse(found_.trace.begin(), found_.trace.end());
    Oracle oracle(machine_, 1U << role_);
    for (const Observed& one : found_.trace) {
      oracle.step(one.label);
    }
    if (label != nullptr) {
      found_.broken = oracle.explain(*label).broken;
      found_.trace.push_back({*label, true});
    } else {
      found_.broken = oracle.explain_silence().broken;
      found_.silent = true;
    }
  }

  const Machine& machine_;
  std::unique_ptr<Machine> wrong_;
  std::uint64_t kinds_ = 0;
  unsigned role_ = 0;
  std::vector<Node> nodes_;
  std::unordered_map<Pair, std::size_t, PairHash> seen_;
  Distinction found_;
};

} // namespace

Distinction distinguish(const Machine& machine, const Mutant& mutant, std::uint64_t states_max) {
  return Walk(machine, mutant).run(states_max);
}

} // namespace pathproof
