// SPDX-License-Identifier: Apache-2.0
// A requirement: one numbered statement of the facts, and what the model does about it.
#pragma once

#include <concepts>
#include <cstddef>
#include <string_view>

namespace pathproof {

// How much weight a requirement has: a note never fails a run unless the run is strict.
enum class Level { must, profile, note };

// What the model does about a requirement.
enum class Coverage {
  modelled,     // at least one rule or invariant cites it
  precondition, // assumed of the environment; the kit sees to it and does not judge it
  not_modelled, // left out, with a reason
};

struct Requirement {
  std::string_view id;         // "SMO-042"; never renumbered, never reused
  std::string_view sentence;   // in our own words
  std::string_view source;     // key of the source in docs/sources.md
  std::string_view confidence; // SEED, DOC, CODE or INF; "none" where no source says it
  Level level = Level::must;
  Coverage coverage = Coverage::modelled;
  std::string_view reason = ""; // why it is a precondition or not modelled
};

constexpr std::string_view to_string(Level level) {
  return level == Level::must ? "must" : level == Level::profile ? "profile" : "note";
}

constexpr std::string_view to_string(Coverage coverage) {
  switch (coverage) {
  case Coverage::modelled:
    return "modelled";
  case Coverage::precondition:
    return "precondition";
  case Coverage::not_modelled:
    break;
  }
  return "not modelled";
}

// The requirements that a rule, an invariant or a case cites: at most `capacity`, by address, so
// that a reference to a requirement that does not exist does not compile.
class Citations {
public:
  static constexpr std::size_t capacity = 6;

  constexpr Citations() = default;

  template <std::same_as<const Requirement*>... Cited>

  requires(sizeof...(Cited) > 0 && sizeof...(Cited) <= capacity) constexpr Citations(Cited... cited)
      : cited_{cited...}, size_(sizeof...(Cited)) {}

  constexpr const Requirement* const* begin() const { return cited_; }

  constexpr const Requirement* const* end() const { return cited_ + size_; }

  constexpr std::size_t size() const { return size_; }

private:
  const Requirement* cited_[capacity] = {};
  std::size_t size_ = 0;
};

} // namespace pathproof
