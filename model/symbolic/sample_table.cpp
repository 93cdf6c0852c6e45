// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/sample_table.hpp"

#include <algorithm>

namespace pathproof::symbolic {

void SampleTable::append(Row row) {
  for (Column& column : columns_) {
    if (column.size() == words() && rows() % 64 != 0) {
      column.pop_back(); // it lacks a state now
    }
  }
  for (std::size_t i = 0; i < values_.size(); ++i) {
    values_[i].push_back(row[i]);
  }
}

void SampleTable::shuffle(Random& random) {
  for (std::size_t i = 0; i < rows(); ++i) {
    const std::size_t other = i + random.below(rows() - i);
    for (std::vector<std::uint32_t>& values : values_) {
      std::swap(values[i], values[other]);
    }
  }
  std::fill(columns_.begin(), columns_.end(), Column{});
}

std::vector<std::uint32_t> SampleTable::row(std::size_t place) const {
  std::vector<std::uint32_t> made;
  made.reserve(values_.size());
  for (const std::vector<std::uint32_t>& values : values_) {
    made.push_back(values[place]);
  }
  return made;
}

const SampleTable::Column& SampleTable::column(std::size_t atom, std::size_t words_wanted) {
  columns_.resize(atoms_->size());
  Column& made = columns_[atom];
  while (made.size() < words_wanted) {
    const std::size_t first = made.size() * 64;
    made.push_back(
        (*atoms_)[atom].holds(values_, first, std::min<std::size_t>(rows() - first, 64)));
  }
  return made;
}

void SampleTable::refuting(const Numbered& candidate,
                           std::size_t first,
                           std::span<std::uint64_t> made) {
  const Column& holds = column(candidate.atom, first + made.size());
  for (std::size_t i = 0; i < made.size(); ++i) {
    made[i] = ~holds[first + i] & (first + i + 1 == words() ? last_word() : ~std::uint64_t{0});
  }
  for (const std::vector<std::size_t>& premise : candidate.premises) {
    if (premise.size() == 1) {
      const Column& where = column(premise.front(), first + made.size());
      for (std::size_t i = 0; i < made.size(); ++i) {
        made[i] &= where[first + i];
      }
      continue;
    }
    std::vector<std::uint64_t> any(made.size());
    for (const std::size_t one : premise) {
      const Column& where = column(one, first + made.size());
      for (std::size_t i = 0; i < made.size(); ++i) {
        any[i] |= where[first + i];
      }
    }
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i] &= any[i];
    }
  }
}

} // namespace pathproof::symbolic
