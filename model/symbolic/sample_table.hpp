// SPDX-License-Identifier: Apache-2.0
// States as a table, and in which of them an atom holds: 64 states to a word, worked out as far as
// it is asked for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/core/walk.hpp"
#include "model/symbolic/candidate.hpp"

namespace pathproof::symbolic {

// A candidate by the numbers of its atoms. Of each premise one of the atoms must hold.
struct Numbered {
  std::size_t atom = 0;
  std::vector<std::vector<std::size_t>> premises;
};

class SampleTable {
public:
  using Column = std::vector<std::uint64_t>; // a bit for each state

  // The atoms must outlive the table.
  SampleTable(const std::vector<Atom>& atoms, std::size_t fields)
      : atoms_(&atoms), values_(fields) {}

  void append(Row row);
  void shuffle(Random& random);

  std::size_t rows() const { return values_.empty() ? 0 : values_.front().size(); }

  std::vector<std::uint32_t> row(std::size_t place) const;

  // Of a field, in all states.
  std::span<const std::uint32_t> values(std::size_t field) const { return values_[field]; }

  std::size_t words() const { return rows() / 64 + 1; }

  // The bits of the last word that stand for states.
  std::uint64_t last_word() const { return (std::uint64_t{1} << rows() % 64) - 1; }

  // Where the atom holds: at least the first so many words.
  const Column& column(std::size_t atom, std::size_t words_wanted);

  const Column& column(std::size_t atom) { return column(atom, words()); }

  // Words of the states in which the candidate does not hold: as many as there is room for, from
  // this one on.
  void refuting(const Numbered& candidate, std::size_t first, std::span<std::uint64_t> made);

private:
  const std::vector<Atom>* atoms_;
  std::vector<std::vector<std::uint32_t>> values_; // of each field
  std::vector<Column> columns_;                    // of each atom
};

} // namespace pathproof::symbolic
