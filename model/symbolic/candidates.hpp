// SPDX-License-Identifier: Apache-2.0
// Where lemmas come from: statements (literal and literal) -> atom over the state's own fields that
// are true in every state that was seen. Nobody has to think of one.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
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
  Candidate operator()(const Candidate& candidate) const;
};

// States that were seen, and the candidates that none of them refutes.
class Candidates {
public:
  // With `ordered`, what comes before what may be said.
  Candidates(std::vector<Field> fields, bool ordered);

  const std::vector<Field>& fields() const { return fields_; }

  void see(Row row);

  std::size_t seen() const { return rows_.size() / fields_.size(); }

  Row row(std::size_t index) const {
    return Row(rows_).subspan(index * fields_.size(), fields_.size());
  }

  // From now on, what was seen counts as seen under each of these as well.
  void rename_by(std::vector<Renaming> renamings) { renamings_ = std::move(renamings); }

  // The candidate under all renamings, itself first.
  std::vector<Candidate> images(const Candidate& candidate) const;

  // Everything simple that is true in all states that were seen: an atom over fields without an
  // index, by itself or under one condition on an enumeration or flag. What follows from another of
  // them by leaving out its condition is left out.
  std::vector<Candidate> simple();

  // At most `wanted` of the simplest candidates that are false in this state and true in all that
  // were seen, without those that are excluded.
  std::vector<Candidate>
  excluding(Row state, const std::set<Candidate>& without, std::size_t wanted);

private:
  using Column = std::vector<std::uint64_t>; // one bit for each of some states

  // Where each atom holds, among some of the states; worked out when it is first asked for.
  class Table {
  public:
    void start(const Candidates& all, std::vector<std::size_t> rows);
    const Column& column(std::size_t atom);
    void append(std::size_t row);

    std::size_t words() const { return rows_.size() / 64 + 1; }

    // The bits of the last word that stand for states.
    std::uint64_t last_word() const { return (std::uint64_t{1} << rows_.size() % 64) - 1; }

  private:
    const Candidates* all_ = nullptr;
    std::vector<std::size_t> rows_;
    std::vector<Column> columns_;
  };

  void add_literals();
  void add_relations(bool ordered);
  void prepare();
  std::size_t refuted_by(const Candidate& candidate);
  bool refuted(const Candidate& candidate);
  bool is_place(std::size_t literal) const;

  class Search;

  std::vector<Field> fields_;
  std::vector<Atom> atoms_; // the first `literals_` of them may be premises
  std::size_t literals_ = 0;
  std::vector<std::uint32_t> rows_;
  std::vector<Renaming> renamings_;
  std::map<Atom, std::size_t> places_; // of atoms
  bool prepared_ = false;
  std::size_t confirming_ = 0; // states in all_; those after them are renamed ones
  Table sample_;               // of some rows, on which nearly every candidate fails
  Table all_;                  // of all, which confirms the others
};

} // namespace pathproof::symbolic
