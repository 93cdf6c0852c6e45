// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/candidates.hpp"

#include <algorithm>
#include <array>
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

Candidates::Candidates(std::vector<Field> fields, bool ordered)
    : fields_(std::move(fields)), seen_(atoms_, fields_.size()), sample_(seen_), invented_(seen_) {
  add_literals();
  literals_ = atoms_.size();
  add_relations(ordered);
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    places_.emplace(atoms_[i], i);
  }
}

void Candidates::add_literals() {
  for (std::uint16_t a = 0; a < fields_.size(); ++a) {
    const Field& field = fields_[a];
    if (is(field, Sort::Kind::boolean)) {
      atoms_.push_back({.kind = Kind::flag, .a = a});
      atoms_.push_back({.kind = Kind::no_flag, .a = a});
    } else if (is(field, Sort::Kind::set)) {
      atoms_.push_back({.kind = Kind::empty, .a = a});
      atoms_.push_back({.kind = Kind::filled, .a = a});
    } else {
      for (std::uint32_t value = 0; value < values_of(a); ++value) {
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
      if (numbers && a != b && fields_[a].sort.width > 3) {
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

void Candidates::prepare() {
  if (prepared_ || seen() == 0) {
    return;
  }
  Random random(1);
  seen_.shuffle(random);
  for (std::size_t i = 0; i < std::min(seen(), sample_size); ++i) {
    sample_.append(row(i));
  }
  invent(0);
  prepared_ = true;
}

// A literal that is not an atom of its own is one of several.
Numbered Candidates::numbered(const Candidate& candidate) const {
  Numbered made{places_.at(candidate.atom), {}};
  for (const Atom& literal : candidate.literals) {
    std::vector<std::size_t>& premise = made.premises.emplace_back();
    if (literal.kind != Kind::one_of) {
      premise.push_back(places_.at(literal));
      continue;
    }
    for (std::uint32_t bits = literal.value; bits != 0; bits &= bits - 1) {
      const auto value = static_cast<std::uint32_t>(std::countr_zero(bits));
      premise.push_back(places_.at({.kind = Kind::value, .a = literal.a, .value = value}));
    }
  }
  return made;
}

bool Candidates::refuted_in_sample(const Candidate& candidate) {
  std::vector<std::uint64_t> refuting(sample_.words());
  sample_.refuting(numbered(candidate), 0, refuting);
  return std::any_of(
      refuting.begin(), refuting.end(), [](std::uint64_t word) { return word != 0; });
}

// A state that was seen and refutes the candidate; seen() if there is none.
std::size_t Candidates::refuted_by(const Candidate& candidate) {
  constexpr std::size_t words_at_once = 64; // most candidates are refuted early
  const Numbered asked = numbered(candidate);
  std::array<std::uint64_t, words_at_once> buffer{};
  for (std::size_t first = 0; first < seen_.words(); first += words_at_once) {
    const auto refuting = std::span(buffer).first(std::min(words_at_once, seen_.words() - first));
    seen_.refuting(asked, first, refuting);
    for (std::size_t i = 0; i < refuting.size(); ++i) {
      if (refuting[i] != 0) {
        return (first + i) * 64 + static_cast<std::size_t>(std::countr_zero(refuting[i]));
      }
    }
  }
  return seen();
}

// Refuted as it is or renamed. The state that shows it joins the sample.
bool Candidates::refuted(const Candidate& candidate) {
  const std::size_t refuting = refuted_by(candidate);
  if (refuting != seen()) {
    sample_.append(row(refuting));
    return true;
  }
  for (const Renaming& renaming : renamings_) {
    const std::size_t other = refuted_by(renaming(candidate));
    if (other == seen()) {
      continue;
    }
    // Some renaming takes the state that refutes the image to one that refutes the candidate.
    for (const Renaming& back : renamings_) {
      const std::vector<std::uint32_t> state = back(row(other));
      if (!candidate.holds(state)) {
        sample_.append(state);
        return true;
      }
    }
  }
  return false;
}

void Candidates::invent(std::uint64_t seed) {
  constexpr std::size_t count = 4096;
  invented_ = SampleTable(atoms_, fields_.size());
  Random random(seed);
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<std::uint32_t> one = row(random.below(seen()));
    const std::size_t changed = random.below(fields_.size());
    one[changed] = row(random.below(seen()))[changed];
    invented_.append(one);
  }
  excluded_.assign(invented_.words(), 0);
}

// How many invented states it excludes that no lemma does.
std::size_t Candidates::strength(const Candidate& candidate) {
  std::vector<std::uint64_t> refuting(invented_.words());
  invented_.refuting(numbered(candidate), 0, refuting);
  std::size_t count = 0;
  for (std::size_t i = 0; i < refuting.size(); ++i) {
    count += static_cast<std::size_t>(std::popcount(refuting[i] & ~excluded_[i]));
  }
  return count;
}

void Candidates::adopt(const Candidate& candidate) {
  std::vector<std::uint64_t> refuting(invented_.words());
  invented_.refuting(numbered(candidate), 0, refuting);
  for (std::size_t i = 0; i < refuting.size(); ++i) {
    excluded_[i] |= refuting[i];
  }
}

// How many values of a field have atoms of their own: those of an enumeration, or small numbers.
unsigned Candidates::values_of(std::uint16_t field) const {
  constexpr unsigned small_numbers = 4;
  const Field& one = fields_[field];
  if (!one.values.empty()) {
    return static_cast<unsigned>(one.values.size());
  }
  return one.sort.width < 2 ? 1U << one.sort.width : small_numbers;
}

// A value of an enumeration, or a flag that no index belongs to.
bool Candidates::is_place(std::size_t literal) const {
  const Atom& atom = atoms_[literal];
  const Field& field = fields_[atom.a];
  return (atom.kind == Kind::value && !field.values.empty()) ||
         ((atom.kind == Kind::flag || atom.kind == Kind::no_flag) && field.first < 0);
}

std::set<std::uint32_t> Candidates::values_seen(std::size_t field) const {
  std::set<std::uint32_t> values;
  if (is(fields_[field], Sort::Kind::number)) {
    const std::span<const std::uint32_t> all = seen_.values(field);
    values.insert(all.begin(), all.end());
  }
  return values;
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

} // namespace pathproof::symbolic
