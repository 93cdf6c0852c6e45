// SPDX-License-Identifier: Apache-2.0
// Statements (literal and literal) -> atom over the state's own fields: the form that lemmas have.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/symbolic/symbolic_model.hpp"

namespace pathproof::symbolic {

// A state as plain numbers, one for each field (and each variation point that was left free).
using Row = std::span<const std::uint32_t>;

// The smallest statements about a state.
struct Atom {
  enum class Kind : std::uint8_t {
    flag,          // a
    no_flag,       // not a
    one_of,        // number a is one of those whose bits are set in value
    value,         // number a == value
    other_value,   // number a != value
    same_number,   // a == b
    other_number,  // a != b
    less,          // a < b
    at_most,       // a <= b
    empty,         // set a is empty
    filled,        // set a is not empty
    lone,          // set a has at most one member
    same_set,      // a == b
    within,        // a within b
    apart,         // a and b have no member in common
    before,        // a comes before b
    leads,         // a comes before what b has besides
    within_either, // a within (b or c)
    common_within, // (a and b) within c
    meets_within,  // (a and b) within (c or d)
  };
  Kind kind = Kind::flag;
  std::uint16_t a = 0;
  std::uint16_t b = 0;
  std::uint16_t c = 0;
  std::uint16_t d = 0;
  std::uint32_t value = 0;

  bool holds(Row row) const;
  // In which of at most 64 states, the values of which are in columns: a bit for each.
  std::uint64_t holds(std::span<const std::vector<std::uint32_t>> columns,
                      std::size_t first,
                      std::size_t count) const;
  Term term(Graph& graph, std::span<const Term> state) const;
  std::string text(std::span<const Field> fields) const;

  // How many fields it speaks of, 1 to 4: a, b, c, d in this order.
  unsigned arity() const;

  // How far it is from simple: 0 to 2.
  unsigned weight() const { return arity() < 3 ? 0 : arity() - 2; }

  friend auto operator<=>(const Atom&, const Atom&) = default;
};

// literals -> atom
struct Candidate {
  std::vector<Atom> literals;
  Atom atom;

  bool holds(Row row) const;
  Term term(Graph& graph, std::span<const Term> state) const;
  std::string text(std::span<const Field> fields) const;
  // What was written by text(); nothing where these fields cannot say it.
  static std::optional<Candidate> parse(std::string_view text, std::span<const Field> fields);

  // How many indices (sockets, say) it speaks of at once, beyond the first: 0 for a statement about
  // one socket.
  unsigned spread(std::span<const Field> fields) const;

  friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

// A way to rename indices (sockets, objects) that leaves the model as it is.
struct Renaming {
  std::vector<std::uint16_t> fields;              // where each field goes
  std::vector<std::vector<std::uint32_t>> values; // where each value of a field goes; mostly empty

  std::uint32_t value(std::size_t field, std::uint32_t old) const {
    return old < values[field].size() ? values[field][old] : old;
  }

  std::vector<std::uint32_t> operator()(Row row) const;
  void apply(Row row, std::span<std::uint32_t> renamed) const; // as long as the row
  Candidate operator()(const Candidate& candidate) const;
};

} // namespace pathproof::symbolic
