// SPDX-License-Identifier: Apache-2.0
// The visitors that read a rule text in the domain of plain values, and the one that plants a
// fault in front of any other visitor, in any domain.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "model/core/concrete.hpp"
#include "model/core/dependence.hpp"
#include "model/core/machine.hpp"
#include "model/core/packing.hpp"
#include "model/core/rule.hpp"

namespace pathproof::visitors {

// How many values of a wide range are tried where no label says which one is meant.
inline constexpr std::uint32_t sampled_range = 16;

// Calls `each` for the numbers of low … high: all of a narrow range, the ends and the middle of a
// wide one.
template <class Each>
void for_each_number(std::uint32_t low, std::uint32_t high, Each each) {
  if (low > high) {
    return;
  }
  if (high - low < sampled_range) {
    for (std::uint32_t value = low; value <= high; ++value) {
      each(value);
    }
    return;
  }
  for (const std::uint32_t value :
       {low, low + 1, low + 2, low + (high - low) / 2, high - 1, high}) {
    each(value);
  }
}

// Reads a rule text without running it: calls `seen` with each rule instance, and what it would
// show in this state. One type for all readers, and nothing inlined: they are many texts and run
// rarely.
template <class State>
class Reader {
public:
  using Conditions = std::span<const Condition<Concrete::Bool>>;

  struct Instance {
    const RuleInfo& info;
    Conditions conditions;
    bool picks = false;
    // Of a rule that shows the kind of the label asked about:
    bool same_label = false;      // its other arguments are those of the label
    bool not_a_candidate = false; // what the label picks or chooses is not permitted
  };

  using Seen = std::function<void(const Instance&)>;

  Reader(const State& state, const Label* label, std::uint32_t everyone, Seen seen)
      : state_(state), label_(label), everyone_(everyone), seen_(std::move(seen)) {}

  template <class G, class Effect>
  void operator()(const RuleInfo& info, const G& guard, Effect effect) {
    Instance one{info, guard.conditions};
    if (label_ != nullptr && info.kind == label_->kind) {
      State next = state_;
      one.same_label = effect(next).arguments == label_->arguments;
    }
    see(one);
  }

  template <class G, class Effect>
  void pick(const RuleInfo& info, const G& guard, Concrete::Set candidates, Effect effect) {
    Instance one{info, guard.conditions, true};
    if (label_ != nullptr && info.kind == label_->kind) {
      const std::uint32_t index = label_->arguments[info.shown_at];
      const std::uint32_t member = index < 32 ? std::uint32_t{1} << index : 0;
      if ((member & everyone_) != 0) {
        State next = state_;
        one.same_label =
            effect(next, Concrete::Set::of_bits(member)).arguments == label_->arguments;
        one.not_a_candidate = (member & candidates.bits()) == 0;
      }
    }
    see(one);
  }

  template <class G, unsigned Width, class Effect>
  void choose(const RuleInfo& info,
              const G& guard,
              Concrete::Number<Width> low,
              Concrete::Number<Width> high,
              Effect effect) {
    Instance one{info, guard.conditions};
    if (label_ != nullptr && info.kind == label_->kind) {
      const std::uint32_t value = label_->arguments[info.shown_at];
      State next = state_;
      one.same_label = effect(next, Concrete::Number<Width>(value)).arguments == label_->arguments;
      one.not_a_candidate = value < low.value() || value > high.value();
    }
    see(one);
  }

private:
  [[gnu::noinline]] void see(const Instance& one) { seen_(one); }

  const State& state_;
  const Label* label_;
  std::uint32_t everyone_;
  Seen seen_;
};

// Reads a rule text in the domain of dependences into a description.
template <class State>
class DependenceReader {
public:
  DependenceReader(const State& state, ModelDescription& out) : state_(state), out_(out) {}

  template <class G, class Effect>
  void operator()(const RuleInfo& info, const G& guard, Effect effect) {
    State next = state_;
    const Dependence::Shown shown = effect(next);
    note(info, guard, shown.fields, next);
  }

  template <class G, class Effect>
  void pick(const RuleInfo& info, const G& guard, Dependence::Set candidates, Effect effect) {
    State next = state_;
    const Dependence::Shown shown = effect(next, Dependence::Set());
    note(info, guard, shown.fields | candidates.fields, next);
  }

  template <class G, class N, class Effect>
  void choose(const RuleInfo& info, const G& guard, N low, N high, Effect effect) {
    State next = state_;
    const Dependence::Shown shown = effect(next, N());
    note(info, guard, shown.fields | low.fields | high.fields, next);
  }

private:
  template <class G>
  void note(const RuleInfo& info, const G& guard, Dependence::Mask reads, const State& next) {
    for (const auto& condition : guard.conditions) {
      reads |= condition.holds.fields;
    }
    for (RuleDescription& rule : out_.rules) {
      rule.reads |= rule.id == info.id ? reads : 0;
    }
    State::fields(next, [&](FieldName name, const auto& field) {
      const auto group = std::find(out_.fields.begin(), out_.fields.end(), name.base);
      out_.made_of[static_cast<std::size_t>(group - out_.fields.begin())] |= field.fields;
    });
  }

  const State& state_;
  ModelDescription& out_;
};

// Runs the enabled rules: calls `emit(kind, nth, shown, next)` for each transition, of the rule
// instance that is the `nth` of those that show this kind of label.
// `label`, when given, is the only label of interest, and narrows picks and choices to it; what is
// emitted may be another label all the same.
//
// Inlined into the rule texts, and looks at the kind before anything else, so that of a rule that
// is not asked for nothing is worked out: not its guard, not its citations. Rules whose kinds are
// not among the `possible` ones are not even compiled.
template <class State, std::uint64_t possible, class Emit>
class Runner {
public:
  Runner(const State& state, std::uint64_t kinds, const Label* label, const Emit& emit)
      : state_(state), kinds_(kinds), label_(label), emit_(emit) {}

  template <class G, class Effect>
  [[gnu::always_inline]] void operator()(const RuleInfo& info, const G& guard, Effect effect) {
    unsigned nth = 0;
    if (!fires(info.kind, guard, nth)) {
      return;
    }
    State next = state_;
    const Concrete::Shown shown = effect(next);
    emit_(info.kind, nth, shown, next);
  }

  template <class G, class Effect>
  [[gnu::always_inline]] void
  pick(const RuleInfo& info, const G& guard, Concrete::Set candidates, Effect effect) {
    unsigned nth = 0;
    if (!fires(info.kind, guard, nth)) {
      return;
    }
    std::uint32_t bits = candidates.bits();
    if (label_ != nullptr) {
      const std::uint32_t member = label_->arguments[info.shown_at];
      bits &= member < 32 ? std::uint32_t{1} << member : 0;
    }
    for (; bits != 0; bits &= bits - 1) {
      State next = state_;
      const Concrete::Shown shown = effect(next, Concrete::Set::of_bits(bits & (~bits + 1)));
      emit_(info.kind, nth, shown, next);
    }
  }

  template <class G, unsigned Width, class Effect>
  [[gnu::always_inline]] void choose(const RuleInfo& info,
                                     const G& guard,
                                     Concrete::Number<Width> low,
                                     Concrete::Number<Width> high,
                                     Effect effect) {
    unsigned nth = 0;
    if (!fires(info.kind, guard, nth)) {
      return;
    }
    const auto with = [&, kind = info.kind](std::uint32_t value) {
      State next = state_;
      const Concrete::Shown shown = effect(next, Concrete::Number<Width>(value));
      emit_(kind, nth, shown, next);
    };
    if (label_ == nullptr) {
      for_each_number(low.value(), high.value(), with);
    } else {
      // An effect may show another number than the one that was chosen, as the next that is unused.
      const std::uint32_t value = label_->arguments[info.shown_at];
      with(value >= low.value() && value <= high.value() ? value : low.value());
    }
  }

private:
  template <class G>
  [[gnu::always_inline]] bool fires(unsigned kind, const G& guard, unsigned& nth) {
    if ((possible >> kind & 1U) == 0 || (kinds_ >> kind & 1U) == 0) {
      return false;
    }
    nth = seen_[kind]++;
    return known(guard.every());
  }

  const State& state_;
  const std::uint64_t kinds_;
  const Label* label_;
  const Emit& emit_;
  std::array<std::uint16_t, 64> seen_{}; // rule instances so far, by kind
};

// Plants a fault: stands in front of another visitor and passes it rules that are wrong.
// Works in every domain, so a mutant runs, is explored and is compared in a proof alike.
template <class D, class State, class Inner>
class Mutator {
public:
  using Set = typename D::Set;

  // `rule_of_instance` maps static instances to rules; `groups` names the field groups.
  Mutator(Inner& inner,
          const State& state,
          Set everyone,
          const Mutation& mutation,
          const ModelDescription& description,
          const std::vector<unsigned>& rule_of_instance)
      : inner_(inner), state_(state), everyone_(everyone), mutation_(mutation),
        description_(description), rule_of_instance_(rule_of_instance) {}

  template <class G, class Effect>
  void operator()(const RuleInfo& info, G guard, Effect effect) {
    mutate_guard(guard);
    inner_(info, guard, [&](State& next) { return mutate_shown(info, next, effect(next)); });
    ++instance_;
  }

  template <class G, class Effect>
  void pick(const RuleInfo& info, G guard, Set candidates, Effect effect) {
    mutate_guard(guard);
    if (hit() && mutation_.what == Mutation::Operator::wrong_member) {
      candidates = everyone_ - candidates;
    }
    inner_.pick(info, guard, candidates, [&](State& next, Set member) {
      return mutate_shown(info, next, effect(next, member));
    });
    ++instance_;
  }

  template <class G, class N, class Effect>
  void choose(const RuleInfo& info, G guard, N low, N high, Effect effect) {
    mutate_guard(guard);
    inner_.choose(info, guard, low, high, [&](State& next, N value) {
      return mutate_shown(info, next, effect(next, value));
    });
    ++instance_;
  }

private:
  bool hit() const {
    return mutation_.what != Mutation::Operator::none &&
           mutation_.what != Mutation::Operator::planted &&
           rule_of_instance_[instance_] == mutation_.rule;
  }

  template <class G>
  void mutate_guard(G& guard) const {
    const bool replaced = mutation_.what == Mutation::Operator::planted &&
                          description_.rules[rule_of_instance_[instance_]].id ==
                              description_.planted[mutation_.detail].instead_of;
    if (replaced || (hit() && mutation_.what == Mutation::Operator::drop)) {
      guard.conditions[0].holds = typename D::Bool(false);
    }
    if (hit() && mutation_.what == Mutation::Operator::omit_condition &&
        mutation_.detail < guard.conditions.size()) {
      guard.conditions[mutation_.detail].holds = typename D::Bool(true);
    }
  }

  template <class Shown>
  Shown mutate_shown(const RuleInfo& info, State& next, Shown shown) const {
    if (!hit()) {
      return shown;
    }
    if (mutation_.what == Mutation::Operator::omit_update) {
      restore(next);
    }
    if constexpr (std::is_same_v<D, Concrete>) {
      if (mutation_.what == Mutation::Operator::wrong_argument) {
        const LabelArgument& argument = description_.kinds[info.kind].arguments[mutation_.detail];
        std::uint32_t& value = shown.arguments[mutation_.detail];
        value = wrong_value(argument, value);
      }
    }
    return shown;
  }

  void restore(State& next) const {
    const std::string& group = description_.fields[mutation_.detail];
    State::fields(next, [&](FieldName name, auto& field) {
      if (group != name.base) {
        return;
      }
      State::fields(state_, [&](FieldName other, const auto& old) {
        if constexpr (std::is_same_v<std::decay_t<decltype(old)>, std::decay_t<decltype(field)>>) {
          if (std::strcmp(name.base, other.base) == 0 && name.first == other.first &&
              name.second == other.second) {
            field = old;
          }
        }
      });
    });
  }

  Inner& inner_;
  const State& state_;
  Set everyone_;
  const Mutation& mutation_;
  const ModelDescription& description_;
  const std::vector<unsigned>& rule_of_instance_;
  std::size_t instance_ = 0;
};

// Passes on only the planted fault with this id.
template <class Inner>
class OnlyFault {
public:
  OnlyFault(Inner& inner, std::string_view id) : inner_(inner), id_(id) {}

  template <class G, class... Rest>
  void operator()(const RuleInfo& info, const G& guard, Rest... rest) {
    if (info.id == id_) {
      inner_(info, guard, rest...);
    }
  }

  template <class G, class... Rest>
  void pick(const RuleInfo& info, const G& guard, Rest... rest) {
    if (info.id == id_) {
      inner_.pick(info, guard, rest...);
    }
  }

  template <class G, class... Rest>
  void choose(const RuleInfo& info, const G& guard, Rest... rest) {
    if (info.id == id_) {
      inner_.choose(info, guard, rest...);
    }
  }

private:
  Inner& inner_;
  std::string_view id_;
};

} // namespace pathproof::visitors
