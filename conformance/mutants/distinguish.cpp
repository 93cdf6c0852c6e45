// SPDX-License-Identifier: Apache-2.0
#include "conformance/mutants/distinguish.hpp"

#include <algorithm>
#include <unordered_map>

#include "model/core/walk.hpp"

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
  std::size_t words = Packed::capacity; // that are in use

  std::size_t operator()(const Pair& pair) const {
    std::uint64_t mixed = 0;
    for (const Packed* packed : {&pair.right, &pair.wrong}) {
      for (std::size_t i = 0; i < words; ++i) {
        mixed = (mixed ^ packed->words[i]) * 0x9E3779B97F4A7C15ULL;
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
  Walk(const Machine& machine, const Mutant& mutant)
      : machine_(machine), seen_(1024, PairHash{machine.words()}) {
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
        return wander();
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
    std::vector<Observed> trace;
    for (std::size_t node = at; node != 0; node = nodes_[node].parent) {
      trace.push_back(nodes_[node].by);
    }
    std::reverse(trace.begin(), trace.end());
    report(std::move(trace), label);
  }

  void report(std::vector<Observed> trace, const Label* label) {
    found_.outcome = Distinction::Outcome::distinguished;
    found_.trace = std::move(trace);
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

  // Where the model is too large to walk whole: long walks that prefer what was seen least reach
  // deep rules, and the shortest of the deviating ones is kept.
  Distinction wander() {
    constexpr std::size_t walks = 250;
    constexpr std::size_t length = 70;
    const std::uint64_t walked = nodes_.size();
    Random random(7);
    std::vector<std::uint64_t> fired(machine_.description().rules.size());
    std::size_t limit = length;
    for (std::size_t walk = 0; walk < walks; ++walk) {
      nodes_.resize(1);
      std::size_t at = 0;
      for (std::size_t step = 0; step < limit; ++step) {
        // The walk is a path of nodes; looking at one adds its children behind it.
        seen_.clear();
        nodes_.resize(at + 1);
        found_ = {};
        if (visit(at)) {
          best_ = best_.outcome != Distinction::Outcome::distinguished ||
                          found_.trace.size() < best_.trace.size()
                      ? found_
                      : best_;
          limit = std::min(limit, best_.trace.size());
          break;
        }
        if (nodes_.size() == at + 1) {
          break;
        }
        at = choose(at, random, fired);
      }
    }
    best_.states = walked;
    return best_;
  }

  // Keeps one child of the last node of the path, and gives its index.
  std::size_t choose(std::size_t at, Random& random, std::vector<std::uint64_t>& fired) {
    std::vector<Step> steps;
    std::size_t chosen = at + 1 + random.below(nodes_.size() - at - 1);
    std::uint64_t rarest = ~std::uint64_t{0};
    unsigned rule = 0;
    const bool guided = random.below(3) != 0;
    for (std::size_t child = at + 1; child < nodes_.size() && guided; ++child) {
      steps.clear();
      machine_.expand(nodes_[at].pair.right, {.label = &nodes_[child].by.label}, steps);
      if (!steps.empty() && fired[steps.front().rule] < rarest) {
        rarest = fired[steps.front().rule];
        chosen = child;
        rule = steps.front().rule;
      }
    }
    if (guided) {
      ++fired[rule];
    }
    nodes_[at + 1] = nodes_[chosen];
    nodes_[at + 1].parent = at;
    nodes_.resize(at + 2);
    return at + 1;
  }

  const Machine& machine_;
  Distinction best_;
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
