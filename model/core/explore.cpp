// SPDX-License-Identifier: Apache-2.0
#include "model/core/explore.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

namespace pathproof {

namespace {

// Successors are looked up this many at a time: their table slots and keys are fetched from memory
// together, which hides most of the cache misses that the search otherwise waits for.
constexpr std::size_t batch_size = 512;
constexpr std::size_t prefetch_distance = 16;

constexpr std::uint32_t no_parent = std::numeric_limits<std::uint32_t>::max();

} // namespace

Exploration::Exploration(const Machine& machine, const ExploreOptions& options)
    : machine_(machine), options_(options), words_(machine.words()),
      word_table_(machine.bits() <= 64 ? 1U << 16U : 1),
      table_(machine.bits() <= 64 ? 1 : 1U << 16U) {
  const Packed initial = machine.initial();
  append(initial.words.data(), no_parent);
  const std::uint64_t first = hash(initial.words.data());
  if (machine.bits() <= 64) {
    word_table_[first >> shift_] = initial.words[0] + 1;
  } else {
    table_[first >> shift_] = 1;
  }
  level_sizes_.push_back(1);

  std::vector<std::uint64_t> successors;
  std::vector<std::uint32_t> origins;
  std::uint64_t level_end = 1;
  for (std::uint64_t next = 0; next < count_;) {
    successors.clear();
    origins.clear();
    while (next < level_end && origins.size() < batch_size) {
      const auto id = static_cast<std::uint32_t>(next++);
      if (!machine_.successors(key(id), successors)) {
        note_violation(id);
      }
      origins.resize(successors.size() / words_, id);
    }
    insert_batch(successors, origins);
    if (options_.stop_at_violation && !violations_.empty()) {
      complete_ = false;
      return;
    }
    if (count_ > options_.states_max) {
      complete_ = false;
      return;
    }
    if (next == level_end && count_ > level_end) {
      level_sizes_.push_back(count_ - level_end);
      level_end = count_;
      ++depth_;
    }
  }
}

std::uint64_t Exploration::hash(const std::uint64_t* words) const {
  std::uint64_t mixed = 0;
  for (std::size_t i = 0; i < words_; ++i) {
    mixed = (mixed ^ words[i]) * 0x9E3779B97F4A7C15ULL;
    mixed ^= mixed >> 32U;
  }
  return mixed;
}

bool Exploration::same(std::uint32_t id, const std::uint64_t* words) const {
  return words_ == 1 ? *key(id) == *words : std::memcmp(key(id), words, words_ * 8) == 0;
}

void Exploration::append(const std::uint64_t* words, std::uint32_t parent) {
  const auto id = static_cast<std::uint32_t>(count_);
  if ((id & ((1U << chunk_bits) - 1)) == 0) {
    chunks_.emplace_back(words_ << chunk_bits);
    parents_.emplace_back(std::size_t{1} << chunk_bits);
  }
  std::copy_n(words, words_, key(id));
  parents_[id >> chunk_bits][id & ((1U << chunk_bits) - 1)] = parent;
  ++count_;
}

void Exploration::insert_batch(const std::vector<std::uint64_t>& successors,
                               const std::vector<std::uint32_t>& origins) {
  transitions_ += origins.size();
  const std::size_t slots = std::max(table_.size(), word_table_.size());
  if ((count_ + origins.size()) * 4 > slots * 3) {
    grow();
  }
  hashes_.resize(origins.size());
  for (std::size_t i = 0; i < origins.size(); ++i) {
    hashes_[i] = hash(successors.data() + i * words_);
  }
  machine_.bits() <= 64 ? insert_words(successors, origins) : insert_states(successors, origins);
}

void Exploration::insert_words(const std::vector<std::uint64_t>& successors,
                               const std::vector<std::uint32_t>& origins) {
  const std::size_t mask = word_table_.size() - 1;
  const std::size_t size = origins.size();
  for (std::size_t i = 0; i < size; ++i) {
    if (i + prefetch_distance < size) {
      __builtin_prefetch(&word_table_[hashes_[i + prefetch_distance] >> shift_]);
    }
    const std::uint64_t entry = successors[i] + 1;
    std::size_t at = hashes_[i] >> shift_;
    while (word_table_[at] != 0 && word_table_[at] != entry) {
      at = (at + 1) & mask;
    }
    if (word_table_[at] == 0) {
      append(&successors[i], origins[i]);
      word_table_[at] = entry;
    }
  }
}

void Exploration::insert_states(const std::vector<std::uint64_t>& successors,
                                const std::vector<std::uint32_t>& origins) {
  const std::size_t mask = table_.size() - 1;
  for (const std::uint64_t mixed : hashes_) {
    __builtin_prefetch(&table_[mixed >> shift_]);
  }
  for (const std::uint64_t mixed : hashes_) {
    const std::uint32_t slot = table_[mixed >> shift_];
    if (slot != 0) {
      __builtin_prefetch(key(slot - 1));
    }
  }
  for (std::size_t i = 0; i < origins.size(); ++i) {
    const std::uint64_t* words = successors.data() + i * words_;
    std::size_t at = hashes_[i] >> shift_;
    while (table_[at] != 0 && !same(table_[at] - 1, words)) {
      at = (at + 1) & mask;
    }
    if (table_[at] == 0) {
      append(words, origins[i]);
      table_[at] = static_cast<std::uint32_t>(count_);
    }
  }
}

void Exploration::grow() {
  const bool one_word = machine_.bits() <= 64;
  --shift_;
  if (one_word) {
    grow_words();
    return;
  }
  table_ = PageVector<std::uint32_t>(table_.size() * 2);
  const std::size_t mask = table_.size() - 1;
  for (std::uint32_t id = 0; id < count_; ++id) {
    std::size_t at = hash(key(id)) >> shift_;
    while (table_[at] != 0) {
      at = (at + 1) & mask;
    }
    table_[at] = id + 1;
  }
}

// In place, from the last entry to the first. The high bits of a hash say where an entry belongs,
// so the order stays what it was, and nearly all entries move to where nobody is any more.
void Exploration::grow_words() {
  const std::size_t old_size = word_table_.size();
  word_table_.grow(old_size * 2);
  const std::size_t mask = word_table_.size() - 1;
  const auto insert = [&](std::uint64_t entry, std::size_t at) {
    while (word_table_[at] != 0) {
      at = (at + 1) & mask;
    }
    word_table_[at] = entry;
  };
  const auto place = [&](std::uint64_t entry) {
    const std::uint64_t word = entry - 1;
    return static_cast<std::size_t>(hash(&word) >> shift_);
  };
  std::vector<std::uint64_t> others;
  for (std::size_t slot = old_size; slot-- > 0;) {
    const std::uint64_t entry = std::exchange(word_table_[slot], 0);
    if (entry != 0) {
      const std::size_t at = place(entry);
      at >= slot ? insert(entry, at) : others.push_back(entry);
    }
  }
  for (const std::uint64_t entry : others) {
    insert(entry, place(entry));
  }
}

void Exploration::note_violation(std::uint32_t id) {
  for (const unsigned invariant : machine_.violated(state(id))) {
    const bool known = std::any_of(violations_.begin(), violations_.end(), [&](const auto& one) {
      return one.invariant == invariant;
    });
    if (!known) {
      violations_.push_back({invariant, id});
    }
  }
}

std::uint64_t Exploration::bytes() const {
  return chunks_.size() * ((words_ * 8 + 4) << chunk_bits) + table_.size() * 4 +
         word_table_.size() * 8;
}

Packed Exploration::state(std::uint32_t id) const {
  Packed packed;
  std::copy_n(key(id), words_, packed.words.begin());
  return packed;
}

std::vector<Step> Exploration::trace(std::uint32_t id) const {
  std::vector<std::uint32_t> path;
  for (; id != no_parent; id = parents_[id >> chunk_bits][id & ((1U << chunk_bits) - 1)]) {
    path.push_back(id);
  }
  std::vector<Step> trace;
  std::vector<Step> steps;
  for (std::size_t i = path.size() - 1; i > 0; --i) {
    steps.clear();
    machine_.expand(state(path[i]), {}, steps);
    const Packed wanted = state(path[i - 1]);
    trace.push_back(*std::find_if(
        steps.begin(), steps.end(), [&](const Step& step) { return step.next == wanted; }));
  }
  return trace;
}

} // namespace pathproof
