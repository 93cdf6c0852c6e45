// SPDX-License-Identifier: Apache-2.0
#include "conformance/mutants/distinguish.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/core/walk.hpp"

namespace pathproof {

namespace {

// What the oracle knows (one state: the rules are deterministic given their labels, and where they
// are not the first explanation is followed) and what the mutant's own state is.
struct Pair {
  Packed right;
  Packed wrong;
};

// Pairs that were met, with the pair each was met from; numbered from 0.
class Pairs {
public:
  explicit Pairs(std::size_t words) : words_(words), table_(1024) {}

  std::size_t size() const { return parents_.size(); }

  Pair operator[](std::size_t index) const {
    Pair pair;
    const std::uint64_t* const at = &keys_[index * 2 * words_];
    std::copy_n(at, words_, pair.right.words.begin());
    std::copy_n(at + words_, words_, pair.wrong.words.begin());
    return pair;
  }

  std::size_t parent(std::size_t index) const { return parents_[index]; }

  // The number of the pair, which is a new one if it was not met before.
  std::size_t add(const Pair& pair, std::size_t parent) {
    if (size() * 2 > table_.size()) {
      grow();
    }
    std::uint32_t& slot = table_[find(pair)];
    if (slot == 0) {
      keys_.insert(keys_.end(), pair.right.words.begin(), pair.right.words.begin() + end());
      keys_.insert(keys_.end(), pair.wrong.words.begin(), pair.wrong.words.begin() + end());
      parents_.push_back(static_cast<std::uint32_t>(parent));
      slot = static_cast<std::uint32_t>(size());
    }
    return slot - 1;
  }

private:
  std::ptrdiff_t end() const { return static_cast<std::ptrdiff_t>(words_); }

  std::size_t find(const Pair& pair) const {
    std::uint64_t mixed = 0;
    for (const Packed* packed : {&pair.right, &pair.wrong}) {
      for (std::size_t i = 0; i < words_; ++i) {
        mixed = (mixed ^ packed->words[i]) * 0x9E3779B97F4A7C15ULL;
        mixed ^= mixed >> 29U;
      }
    }
    std::size_t place = mixed & (table_.size() - 1);
    while (table_[place] != 0 && !same(table_[place] - 1, pair)) {
      place = (place + 1) & (table_.size() - 1);
    }
    return place;
  }

  bool same(std::size_t index, const Pair& pair) const {
    const std::uint64_t* const at = &keys_[index * 2 * words_];
    return std::equal(at, at + words_, pair.right.words.begin()) &&
           std::equal(at + words_, at + 2 * words_, pair.wrong.words.begin());
  }

  void grow() {
    table_.assign(table_.size() * 2, 0);
    for (std::size_t i = 0; i < size(); ++i) {
      table_[find((*this)[i])] = static_cast<std::uint32_t>(i + 1);
    }
  }

  std::size_t words_;
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> parents_;
  std::vector<std::uint32_t> table_; // number + 1; 0 is an empty slot
};

struct Child {
  Pair pair;
  Observed by;
};

class Walk {
public:
  Walk(const Machine& machine, const Mutant& mutant, const DistinguishOptions& options)
      : machine_(machine), options_(options), pairs_(machine.words()) {
    Configuration configuration = machine.configuration();
    configuration.mutation = mutant.mutation;
    wrong_ = machine.configured(configuration);
    const ModelDescription& model = machine.description();
    kinds_ = model.kinds_of_role(mutant.role);
    role_ = mutant.role;
  }

  Distinction run() {
    pairs_.add({machine_.initial(), wrong_->initial()}, 0);
    for (const std::vector<Label>& way : options_.ways) {
      set_out(way);
    }
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      if (pairs_.size() > options_.pairs_max) {
        return wander();
      }
      visit(pairs_[i]);
      if (!lies_.empty()) {
        if (const std::optional<Lie> lie = first_real([&] { return path_to(i); })) {
          report(path_to(i), *lie);
          found_.states = pairs_.size();
          return std::move(found_);
        }
        visit(pairs_[i]); // the path went through others
      }
      for (const Child& child : children_) {
        pairs_.add(child.pair, i);
      }
    }
    return {.outcome = Distinction::Outcome::equivalent, .states = pairs_.size()};
  }

private:
  // How a mutant deviates: with this label, or, without one, by silence.
  struct Lie {
    std::optional<Label> label;
  };

  // Adds the pairs along a conversation.
  void set_out(const std::vector<Label>& way) {
    std::size_t at = 0;
    for (const Label& label : way) {
      visit(pairs_[at]);
      const auto next = std::find_if(children_.begin(), children_.end(), [&](const Child& child) {
        return child.by.label == label;
      });
      if (next == children_.end()) {
        return;
      }
      at = pairs_.add(next->pair, at);
    }
  }

  // The first deviation found by the last visit that nothing excuses.
  template <class Trace>
  std::optional<Lie> first_real(Trace trace) {
    const std::vector<Lie> lies = lies_;
    for (const Lie& lie : lies) {
      if (!options_.excused || !lie.label || !options_.excused(trace(), *lie.label)) {
        return lie;
      }
    }
    return std::nullopt;
  }

  // Finds what may follow, and how the mutant deviates here.
  void visit(const Pair& pair) {
    lies_.clear();
    children_.clear();
    said_.clear();
    wrong_->expand(pair.wrong, {.kinds = kinds_}, said_);
    right_.clear();
    machine_.expand(pair.right, {.kinds = kinds_}, right_);
    const auto is_must = [&](const Step& one) {
      return machine_.description().rules[one.rule].duty == Duty::must;
    };
    const bool must = std::any_of(right_.begin(), right_.end(), is_must);
    if (said_.empty() && must) {
      lies_.emplace_back();
      return;
    }
    for (const Step& one : said_) {
      bool permitted = false;
      for (const Step& other : right_) {
        if (other.label == one.label) {
          permitted = true;
          children_.push_back({{other.next, one.next}, {one.label, true}});
        }
      }
      if (!permitted) {
        lies_.push_back({one.label});
      }
    }
    // A mutant that must speak does, before the kit's next move.
    if (!must) {
      follow_kit(pair);
    }
  }

  void follow_kit(const Pair& pair) {
    right_.clear();
    machine_.expand(pair.right, {.kinds = ~kinds_}, right_);
    for (const Step& move : right_) {
      taken_.clear();
      wrong_->expand(pair.wrong, {.label = &move.label}, taken_);
      // A mutant that cannot follow has lost track; it stays where it is.
      children_.push_back(
          {{move.next, taken_.empty() ? pair.wrong : taken_.front().next}, {move.label, false}});
    }
  }

  // The labels that lead to this pair, found again.
  std::vector<Observed> path_to(std::size_t at) {
    std::vector<std::size_t> path;
    for (; at != 0; at = pairs_.parent(at)) {
      path.push_back(at);
    }
    std::reverse(path.begin(), path.end());
    std::vector<Observed> trace;
    Pair here = pairs_[0];
    for (const std::size_t next : path) {
      const Pair wanted = pairs_[next];
      visit(here);
      for (const Child& child : children_) {
        if (child.pair.right == wanted.right && child.pair.wrong == wanted.wrong) {
          trace.push_back(child.by);
          break;
        }
      }
      here = wanted;
    }
    return trace;
  }

  void report(std::vector<Observed> trace, const Lie& lie) {
    found_.outcome = Distinction::Outcome::distinguished;
    found_.trace = std::move(trace);
    found_.silent = !lie.label;
    Oracle oracle(machine_, 1U << role_);
    for (const Observed& one : found_.trace) {
      oracle.step(one.label);
    }
    if (lie.label) {
      found_.broken = oracle.explain(*lie.label).broken;
      found_.trace.push_back({*lie.label, true});
    } else {
      found_.broken = oracle.explain_silence().broken;
    }
  }

  // Where the model is too large to walk whole: long walks that prefer what was seen least reach
  // deep rules, and the shortest of the deviating ones is kept.
  Distinction wander() {
    constexpr std::size_t length = 70;
    const std::uint64_t walked = pairs_.size();
    Distinction best;
    Random random(7);
    std::vector<std::uint64_t> fired(machine_.description().rules.size());
    std::size_t limit = length;
    for (unsigned walk = 0; walk < options_.walks; ++walk) {
      Pair here{machine_.initial(), wrong_->initial()};
      std::vector<Observed> trace;
      while (trace.size() < limit) {
        visit(here);
        if (const std::optional<Lie> lie = first_real([&] { return trace; })) {
          report(std::move(trace), *lie);
          best = std::move(found_);
          limit = best.trace.size() - 1;
          break;
        }
        if (children_.empty()) {
          break;
        }
        const Child& next = children_[choose(here, random, fired)];
        trace.push_back(next.by);
        here = next.pair;
      }
    }
    best.states = walked;
    return best;
  }

  // The number of a child of this pair.
  std::size_t choose(const Pair& here, Random& random, std::vector<std::uint64_t>& fired) {
    std::size_t chosen = random.below(children_.size());
    if (random.below(3) == 0) {
      return chosen;
    }
    std::uint64_t rarest = ~std::uint64_t{0};
    unsigned rule = 0;
    for (std::size_t child = 0; child < children_.size(); ++child) {
      taken_.clear();
      machine_.expand(here.right, {.label = &children_[child].by.label}, taken_);
      if (!taken_.empty() && fired[taken_.front().rule] < rarest) {
        rarest = fired[taken_.front().rule];
        chosen = child;
        rule = taken_.front().rule;
      }
    }
    ++fired[rule];
    return chosen;
  }

  const Machine& machine_;
  const DistinguishOptions& options_;
  std::unique_ptr<Machine> wrong_;
  std::uint64_t kinds_ = 0;
  unsigned role_ = 0;
  Pairs pairs_;
  Distinction found_;
  std::vector<Child> children_; // of the pair visited last
  std::vector<Lie> lies_;       // … and how the mutant deviates there
  std::vector<Step> said_;
  std::vector<Step> right_;
  std::vector<Step> taken_;
};

} // namespace

bool permits(const Machine& machine,
             unsigned role,
             std::span<const Observed> trace,
             const Label& label) {
  Oracle oracle(machine, 1U << role);
  for (const Observed& one : trace) {
    oracle.step(one.label);
  }
  return oracle.step(label);
}

Distinction
distinguish(const Machine& machine, const Mutant& mutant, const DistinguishOptions& options) {
  return Walk(machine, mutant, options).run();
}

} // namespace pathproof
