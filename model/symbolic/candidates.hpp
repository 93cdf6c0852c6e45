// SPDX-License-Identifier: Apache-2.0
// Where lemmas come from: candidates that are true in every state that was seen. Nobody has to
// think of one.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "model/symbolic/candidate.hpp"
#include "model/symbolic/sample_table.hpp"

namespace pathproof::symbolic {

// States that were seen, and the candidates that none of them refutes.
class Candidates {
public:
  // With `ordered`, what comes before what may be said.
  Candidates(std::vector<Field> fields, bool ordered);

  Candidates(const Candidates&) = delete;
  Candidates& operator=(const Candidates&) = delete;

  const std::vector<Field>& fields() const { return fields_; }

  void see(Row row) { seen_.append(row); }

  std::size_t seen() const { return seen_.rows(); }

  std::vector<std::uint32_t> row(std::size_t index) const { return seen_.row(index); }

  // From now on, what was seen counts as seen under each of these as well.
  void rename_by(std::vector<Renaming> renamings) { renamings_ = std::move(renamings); }

  const std::vector<Renaming>& renamings() const { return renamings_; }

  // The candidate under all renamings, itself first.
  std::vector<Candidate> images(const Candidate& candidate) const;

  // Everything simple that is true in all states that were seen: an atom over fields without an
  // index, or a literal, by itself or under one condition, which is on an enumeration, a flag
  // without an index, or a field of the same index; and what a number is, or a field of the index
  // that it names, under two. What follows from another of them by leaving out a condition is left
  // out. Of indices there are flags alone unless all of their fields are asked for: these are many.
  std::vector<Candidate> simple(bool of_indices);

  // The values of a number that were seen, or nothing where the field is none.
  std::set<std::uint32_t> values_seen(std::size_t field) const;

  // At most `wanted` candidates that are false in this state and true in all that were seen, but
  // for those that are excluded. Strong ones come first: they are false in many of the states that
  // were invented.
  std::vector<Candidate>
  excluding(Row state, const std::set<Candidate>& without, std::size_t wanted);

  // Invents states that are like those seen but for one value, others for each seed.
  void invent(std::uint64_t seed);

  // The candidate has become a lemma: what it excludes makes others no stronger.
  void adopt(const Candidate& candidate);

private:
  void add_literals();
  void add_relations(bool ordered);
  void prepare();
  unsigned values_of(std::uint16_t field) const;
  Numbered numbered(const Candidate& candidate) const;
  bool refuted_in_sample(const Candidate& candidate);
  std::size_t refuted_by(const Candidate& candidate);
  bool refuted(const Candidate& candidate);
  std::size_t strength(const Candidate& candidate);
  bool is_place(std::size_t literal) const;
  class Simple;

  class Search;

  std::vector<Field> fields_;
  std::vector<Atom> atoms_; // the first `literals_` of them may be premises
  std::size_t literals_ = 0;
  std::map<Atom, std::size_t> places_; // of atoms
  SampleTable seen_;                   // all that was, in an order of its own
  SampleTable sample_;                 // some of it, on which nearly every candidate fails
  SampleTable invented_;
  std::vector<std::uint64_t> excluded_; // of the invented states, those that lemmas exclude
  std::vector<Renaming> renamings_;
  bool prepared_ = false;
};

} // namespace pathproof::symbolic
