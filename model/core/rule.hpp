// SPDX-License-Identifier: Apache-2.0
// The words in which rules are written. A rule says: when this guard holds, this role may (or must)
// show this kind of label, with this effect on the state. Model texts call a *visitor* with it:
//
//   rule(info, guard, effect)                      effect(State& next) -> shown label
//   rule.pick(info, guard, set, effect)            for some member: effect(next, member)
//   rule.choose(info, guard, low, high, effect)    for some number:  effect(next, value)
//
// What the call does depends on the visitor alone: run it, accept by it, explore, prove, mutate.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "model/core/requirement.hpp"

namespace pathproof {

// Whether silence in place of a rule's label is a violation.
enum class Duty { must, may };

struct RuleInfo {
  std::string_view id; // "ask.attach": general to special, dotted
  unsigned kind = 0;   // index of the LabelKind it shows; the kind says whose rule it is
  Citations cites{};
  Duty duty = Duty::must;
  // Where a picked or chosen value is shown in the label: lets an oracle look it up.
  unsigned shown_at = 0;

  template <class Kind>
  constexpr RuleInfo(std::string_view rule_id,
                     Kind shown,
                     Citations cited,
                     Duty rule_duty = Duty::must,
                     unsigned position = 0)
      : id(rule_id), kind(static_cast<unsigned>(shown)), cites(cited), duty(rule_duty),
        shown_at(position) {}
};

// One condition of a guard, and the requirements that are broken by acting without it.
template <class Bool>
struct Condition {
  Bool holds;
  Citations cites{};
};

// A guard: conditions that must all hold. They are kept apart so that a failure can name the one
// that was missing, and so that a planted fault can leave one out.
template <class Bool, std::size_t Size>
struct Guard {
  std::array<Condition<Bool>, Size> conditions;

  [[gnu::always_inline]] constexpr Bool every() const {
    Bool all = conditions[0].holds;
    for (std::size_t i = 1; i < Size; ++i) {
      all = all && conditions[i].holds;
    }
    return all;
  }
};

// A condition with the requirements it stands for: all(idle, cited({&req::smo_022}, no_user_left)).
template <class Bool>
[[gnu::always_inline]] constexpr Condition<Bool> cited(Citations cites, Bool holds) {
  return {holds, cites};
}

namespace detail {
template <class Bool>
[[gnu::always_inline]] constexpr Condition<Bool> condition(Condition<Bool> one) {
  return one;
}

template <class Bool>
[[gnu::always_inline]] constexpr Condition<Bool> condition(Bool holds) {
  return {holds, {}};
}

template <class T>
struct BoolOf {
  using Type = T;
};

template <class T>
struct BoolOf<Condition<T>> {
  using Type = T;
};
} // namespace detail

// The guard of all these conditions, each a modelled truth value or a `cited` one.
template <class First, class... Rest>
[[gnu::always_inline]] constexpr auto all(First first, Rest... rest) {
  using Bool = typename detail::BoolOf<First>::Type;
  return Guard<Bool, 1 + sizeof...(Rest)>{{detail::condition(first), detail::condition(rest)...}};
}

struct NarrowField;

// The name of a state field, with up to two indices; made without allocation.
struct FieldName {
  const char* base;
  int first = -1;
  int second = -1;

  // Of a number that has the type which the largest scope needs, while this one needs so many bits.
  constexpr NarrowField of_bits(unsigned bits) const;
};

// The name of a number of which states keep the lowest bits. A type of its own, so that the widths
// of all other fields are known when a text is compiled.
struct NarrowField : FieldName {
  unsigned width; // 1 to that of its type
};

constexpr NarrowField FieldName::of_bits(unsigned bits) const {
  return {*this, bits};
}

// A choice that the documents leave open, set by the profile of the implementation under test.
struct VariationPoint {
  std::string_view name;
  std::array<std::string_view, 4> values{}; // in the order of the modelled enumeration
  unsigned default_value = 0;               // what exploration and proof assume
  unsigned open_value = 0;                  // what is permitted to an owner who declared nothing
  unsigned owner = 0;                       // the role whose behaviour it describes
  std::string_view meaning = "";

  // The number of the value that is called so, nothing when there is none.
  constexpr std::optional<unsigned> number_of(std::string_view value) const {
    for (unsigned i = 0; i < values.size() && !values[i].empty(); ++i) {
      if (values[i] == value) {
        return i;
      }
    }
    return std::nullopt;
  }
};

} // namespace pathproof
