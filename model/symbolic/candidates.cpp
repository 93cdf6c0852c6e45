// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/candidates.hpp"

#include <algorithm>
#include <bit>

#include "model/core/walk.hpp"

namespace pathproof::symbolic {

namespace {
constexpr std::size_t sample_size = 4096;

using Kind = Atom::Kind;

bool is(const Field& field, Sort::Kind kind) {
  return field.sort.kind == kind;
}

} // namespace

Candidates::Candidates(std::vector<Field> fields, bool ordered) : fields_(std::move(fields)) {
  add_literals();
  literals_ = atoms_.size();
  add_relations(ordered);
}

void Candidates::add_literals() {
  constexpr std::uint32_t small_numbers = 4;
  for (std::uint16_t a = 0; a < fields_.size(); ++a) {
    const Field& field = fields_[a];
    if (is(field, Sort::Kind::boolean)) {
      atoms_.push_back({.kind = Kind::flag, .a = a});
      atoms_.push_back({.kind = Kind::no_flag, .a = a});
    } else if (is(field, Sort::Kind::set)) {
      atoms_.push_back({.kind = Kind::empty, .a = a});
      atoms_.push_back({.kind = Kind::filled, .a = a});
    } else {
      const std::uint32_t all = field.sort.width < 8 ? 1U << field.sort.width : small_numbers;
      const std::uint32_t count = field.values.empty()
                                      ? std::min(all, small_numbers)
                                      : static_cast<std::uint32_t>(field.values.size());
      for (std::uint32_t value = 0; value < count; ++value) {
        atoms_.push_back({.kind = Kind::value, .a = a, .value = value});
        atoms_.push_back({.kind = Kind::other_value, .a = a, .value = value});
      }
    }
  }
  for (std::uint16_t a = 0; a < fields_.size(); ++a) {
    for (std::uint16_t b = 0; b < fields_.size(); ++b) {
      const bool numbers = is(fields_[a], Sort::Kind::number) && fields_[a].values.empty() &&
                           fields_[b].values.empty() && fields_[a].sort == fields_[b].sort;
      if (numbers && a < b) {
        atoms_.push_back({.kind = Kind::same_number, .a = a, .b = b});
        atoms_.push_back({.kind = Kind::other_number, .a = a, .b = b});
      }
      if (numbers && a != b && fields_[a].sort.width > 2) {
        atoms_.push_back({.kind = Kind::less, .a = a, .b = b});
        atoms_.push_back({.kind = Kind::at_most, .a = a, .b = b});
      }
    }
  }
}

void Candidates::add_relations(bool ordered) {
  std::vector<std::uint16_t> sets;
  for (std::uint16_t a = 0; a < fields_.size(); ++a) {
    if (is(fields_[a], Sort::Kind::set)) {
      sets.push_back(a);
    }
  }
  for (const std::uint16_t a : sets) {
    atoms_.push_back({.kind = Kind::lone, .a = a});
    for (const std::uint16_t b : sets) {
      if (a < b) {
        atoms_.push_back({.kind = Kind::same_set, .a = a, .b = b});
        atoms_.push_back({.kind = Kind::apart, .a = a, .b = b});
      }
      if (a != b) {
        atoms_.push_back({.kind = Kind::within, .a = a, .b = b});
      }
      if (a != b && ordered) {
        atoms_.push_back({.kind = Kind::before, .a = a, .b = b});
        atoms_.push_back({.kind = Kind::leads, .a = a, .b = b});
      }
    }
  }
  for (const std::uint16_t a : sets) {
    for (const std::uint16_t b : sets) {
      for (const std::uint16_t c : sets) {
        if (a != b && a != c && b < c) {
          atoms_.push_back({.kind = Kind::within_either, .a = a, .b = b, .c = c});
          atoms_.push_back({.kind = Kind::common_within, .a = b, .b = c, .c = a});
        }
        for (const std::uint16_t d : sets) {
          if (a < b && c < d && a != c && a != d && b != c && b != d) {
            atoms_.push_back({.kind = Kind::meets_within, .a = a, .b = b, .c = c, .d = d});
          }
        }
      }
    }
  }
}

void Candidates::see(Row row) {
  rows_.insert(rows_.end(), row.begin(), row.end());
  prepared_ = false;
}

void Candidates::Table::start(const Candidates& all, std::vector<std::size_t> rows) {
  all_ = &all;
  rows_ = std::move(rows);
  columns_.assign(all.atoms_.size(), {});
}

const Candidates::Column& Candidates::Table::column(std::size_t atom) {
  Column& made = columns_[atom];
  if (made.empty()) {
    made.resize(words());
    const Atom& asked = all_->atoms_[atom];
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      made[i / 64] |= std::uint64_t{asked.holds(all_->row(rows_[i]))} << i % 64;
    }
  }
  return made;
}

void Candidates::Table::append(std::size_t row) {
  const std::size_t place = rows_.size();
  rows_.push_back(row);
  for (std::size_t atom = 0; atom < columns_.size(); ++atom) {
    if (!columns_[atom].empty()) {
      columns_[atom].resize(words());
      columns_[atom][place / 64] |= std::uint64_t{all_->atoms_[atom].holds(all_->row(row))}
                                    << place % 64;
    }
  }
}

void Candidates::prepare() {
  if (prepared_) {
    return;
  }
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    places_.emplace(atoms_[i], i);
  }
  confirming_ = seen();
  std::vector<std::size_t> rows(seen());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i] = i;
  }
  all_.start(*this, rows);
  Random random(1);
  const std::size_t size = std::min(rows.size(), sample_size);
  for (std::size_t i = 0; i < size; ++i) {
    std::swap(rows[i], rows[i + random.below(rows.size() - i)]);
  }
  rows.resize(size);
  sample_.start(*this, std::move(rows));
  prepared_ = true;
}

// A state that was seen and refutes the candidate; confirming_ if there is none.
std::size_t Candidates::refuted_by(const Candidate& candidate) {
  const Column& holds = all_.column(places_.at(candidate.atom));
  std::vector<const Column*> premises;
  for (const Atom& literal : candidate.literals) {
    premises.push_back(&all_.column(places_.at(literal)));
  }
  for (std::size_t word = 0; word < holds.size(); ++word) {
    std::uint64_t refuting = ~holds[word];
    if (word + 1 == holds.size()) {
      refuting &= all_.last_word();
    }
    for (const Column* premise : premises) {
      refuting &= (*premise)[word];
    }
    if (refuting != 0) {
      return word * 64 + static_cast<std::size_t>(std::countr_zero(refuting));
    }
  }
  return confirming_;
}

// Refuted as it is or renamed. The state that shows it joins the sample.
bool Candidates::refuted(const Candidate& candidate) {
  const std::size_t refuting = refuted_by(candidate);
  if (refuting != confirming_) {
    sample_.append(refuting);
    return true;
  }
  for (const Renaming& renaming : renamings_) {
    const std::size_t other = refuted_by(renaming(candidate));
    if (other == confirming_) {
      continue;
    }
    // Some renaming takes the state that refutes the image to one that refutes the candidate.
    for (const Renaming& back : renamings_) {
      const std::vector<std::uint32_t> state = back(row(other));
      if (!candidate.holds(state)) {
        rows_.insert(rows_.end(), state.begin(), state.end());
        sample_.append(seen() - 1);
        return true;
      }
    }
  }
  return false;
}

// A value of an enumeration, or a flag that no index belongs to.
bool Candidates::is_place(std::size_t literal) const {
  const Atom& atom = atoms_[literal];
  const Field& field = fields_[atom.a];
  return (atom.kind == Kind::value && !field.values.empty()) ||
         ((atom.kind == Kind::flag || atom.kind == Kind::no_flag) && field.first < 0);
}

std::vector<Candidate> Candidates::simple() {
  prepare();
  std::vector<Candidate> found;
  const auto is_plain = [&](const Atom& atom) {
    return atom.weight() == 0 && atom.kind != Kind::lone && fields_[atom.a].first < 0 &&
           fields_[atom.b].first < 0;
  };
  std::vector<bool> always(atoms_.size());
  for (std::size_t atom = 0; atom < atoms_.size(); ++atom) {
    always[atom] = is_plain(atoms_[atom]) && !refuted({{}, atoms_[atom]});
    if (always[atom]) {
      found.push_back({{}, atoms_[atom]});
    }
  }
  for (std::size_t literal = 0; literal < literals_; ++literal) {
    if (!is_place(literal) || always[literal]) {
      continue;
    }
    for (std::size_t atom = 0; atom < atoms_.size(); ++atom) {
      const bool of_it = atom < literals_ && atoms_[atom].a == atoms_[literal].a;
      if (always[atom] || of_it || !is_plain(atoms_[atom])) {
        continue;
      }
      Candidate one{{atoms_[literal]}, atoms_[atom]};
      if (!refuted(one)) {
        found.push_back(std::move(one));
      }
    }
  }
  return found;
}

std::vector<Candidate> Candidates::images(const Candidate& candidate) const {
  std::vector<Candidate> images{candidate};
  for (const Renaming& renaming : renamings_) {
    Candidate image = renaming(candidate);
    if (std::find(images.begin(), images.end(), image) == images.end()) {
      images.push_back(std::move(image));
    }
  }
  return images;
}

// One search for candidates that exclude a state. For each atom that is false in it, the fewest
// literals that are true in it and leave no state that was seen to refute the atom; greedily, so
// that the cost grows with the number of atoms and not with that of their combinations.
class Candidates::Search {
public:
  Search(Candidates& candidates, Row state, const std::set<Candidate>& without)
      : candidates_(candidates), without_(without) {
    for (std::size_t i = 0; i < candidates.atoms_.size(); ++i) {
      if (!candidates.atoms_[i].holds(state)) {
        false_atoms_.push_back(i);
      } else if (i < candidates.literals_) {
        const Field& field = candidates.fields_[candidates.atoms_[i].a];
        (field.sort.kind == Sort::Kind::number ? where_ : what_).push_back(i);
      }
    }
  }

  std::vector<Candidate> run(std::size_t wanted) {
    for (unsigned weight = 0; weight <= 2 && best_ > weight; ++weight) {
      for (const std::size_t atom : false_atoms_) {
        if (candidates_.atoms_[atom].weight() == weight) {
          try_atom(atom, weight);
        }
      }
    }
    std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) {
      return a.first < b.first;
    });
    std::vector<Candidate> simplest;
    for (std::size_t i = 0; i < found_.size() && i < wanted; ++i) {
      simplest.push_back(std::move(found_[i].second));
    }
    return simplest;
  }

private:
  static constexpr std::size_t literals_max = 4;
  static constexpr int attempts_max = 4;

  void try_atom(std::size_t atom, unsigned weight) {
    avoided_.clear();
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
      const bool by_place = find_cover(atom, false);
      if (!by_place && !find_cover(atom, true)) {
        return;
      }
      if (!without_.contains(candidate_)) {
        const auto size = static_cast<unsigned>(chosen_.size()) + weight + (by_place ? 0 : 1) +
                          candidate_.spread(candidates_.fields_);
        best_ = std::min(best_, size);
        found_.emplace_back(size, candidate_);
        return;
      }
      avoided_.push_back(chosen_.empty() ? atom : chosen_.front()); // say it in another way
    }
  }

  // Enumerations and numbers say where in the protocol a state is, which is what most lemmas turn
  // on; flags and sets are looked at only where those do not suffice.
  bool find_cover(std::size_t atom, bool everything) {
    do {
      chosen_.clear();
      if (!cover(atom, everything)) {
        return false;
      }
      candidate_ = {{}, candidates_.atoms_[atom]};
      for (const std::size_t literal : chosen_) {
        candidate_.literals.push_back(candidates_.atoms_[literal]);
      }
      std::sort(candidate_.literals.begin(), candidate_.literals.end());
    } while (candidates_.refuted(candidate_));
    return true;
  }

  // Chooses literals until no state of the sample refutes the atom.
  bool cover(std::size_t atom, bool everything) {
    atom_ = atom;
    const Column& holds = candidates_.sample_.column(atom);
    left_.clear();
    for (std::size_t word = 0; word < holds.size(); ++word) {
      std::uint64_t refuting = ~holds[word];
      if (word + 1 == holds.size()) {
        refuting &= candidates_.sample_.last_word();
      }
      if (refuting != 0) {
        left_.emplace_back(word, refuting);
      }
    }
    while (!left_.empty()) {
      if (chosen_.size() == literals_max || chosen_.size() >= best_ + slack ||
          !choose(everything)) {
        return false;
      }
    }
    return true;
  }

  // Takes the literal that rules out most of what is left.
  bool choose(bool everything) {
    std::size_t best = 0;
    int ruled_out_max = 0;
    const auto consider = [&](std::size_t literal) {
      if (std::find(avoided_.begin(), avoided_.end(), literal) != avoided_.end()) {
        return;
      }
      const Column& holds = candidates_.sample_.column(literal);
      int ruled_out = 0;
      for (const auto& [word, refuting] : left_) {
        ruled_out += std::popcount(refuting & ~holds[word]);
      }
      if (ruled_out > ruled_out_max) {
        ruled_out_max = ruled_out;
        best = literal;
      }
    };
    std::for_each(where_.begin(), where_.end(), consider);
    if (everything) {
      std::for_each(what_.begin(), what_.end(), consider);
    }
    if (ruled_out_max == 0 || candidates_.atoms_[atom_].kind == Kind::lone) {
      return false; // "at most one" under conditions is nearly always an accident of few instances
    }
    chosen_.push_back(best);
    const Column& holds = candidates_.sample_.column(best);
    std::size_t kept = 0;
    for (const auto& [word, refuting] : left_) {
      if ((refuting & holds[word]) != 0) {
        left_[kept++] = {word, refuting & holds[word]};
      }
    }
    left_.resize(kept);
    return true;
  }

  static constexpr unsigned slack = 1; // literals more than the best so far, still of interest

  Candidates& candidates_;
  const std::set<Candidate>& without_;
  std::vector<std::size_t> where_; // literals true in the state, on enumerations and numbers
  std::vector<std::size_t> what_;  // … and on all else
  std::vector<std::size_t> false_atoms_;
  std::vector<std::size_t> chosen_;
  Candidate candidate_;
  std::vector<std::size_t> avoided_;
  std::vector<std::pair<std::size_t, std::uint64_t>> left_; // words with states that still refute
  std::vector<std::pair<unsigned, Candidate>> found_;
  unsigned best_ = 100;
  std::size_t atom_ = 0;
};

std::vector<Candidate>
Candidates::excluding(Row state, const std::set<Candidate>& without, std::size_t wanted) {
  prepare();
  return Search(*this, state, without).run(wanted);
}

} // namespace pathproof::symbolic
