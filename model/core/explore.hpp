// SPDX-License-Identifier: Apache-2.0
// Every reachable state of a small instance, breadth first, with the shortest trace to each.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/core/machine.hpp"
#include "model/core/page_vector.hpp"

namespace pathproof {

struct ExploreOptions {
  std::uint64_t states_max = 400'000'000; // the exploration is then incomplete, and says so
  bool stop_at_violation = false;         // otherwise every invariant gets its shortest trace
};

struct Violation {
  unsigned invariant = 0;
  std::uint32_t state = 0; // for Exploration::trace
};

// The reachable states. Memory for each state: 8 bytes for each word of its key, 4 of parent, and
// of the table 10 to 20 bytes (states of one word) or 5 to 11 (larger ones).
class Exploration {
public:
  // Explores at once. The machine must outlive the exploration.
  explicit Exploration(const Machine& machine, const ExploreOptions& options = {});

  std::uint64_t states() const { return count_; }

  std::uint64_t transitions() const { return transitions_; }

  // Levels of the breadth-first search: the longest of the shortest traces.
  std::uint64_t depth() const { return depth_; }

  // States on each level; index 0 is the initial state alone.
  const std::vector<std::uint64_t>& level_sizes() const { return level_sizes_; }

  bool complete() const { return complete_; }

  std::uint64_t bytes() const;

  // The first violation of each invariant that is violated, nearest first.
  const std::vector<Violation>& violations() const { return violations_; }

  Packed state(std::uint32_t id) const;

  // A shortest trace from the initial state to this one.
  std::vector<Step> trace(std::uint32_t id) const;

private:
  static constexpr std::uint32_t chunk_bits = 18; // states in one chunk of the arena

  std::uint64_t* key(std::uint32_t id) const {
    return const_cast<std::uint64_t*>(chunks_[id >> chunk_bits].data()) +
           std::size_t{id & ((1U << chunk_bits) - 1)} * words_;
  }

  bool same(std::uint32_t id, const std::uint64_t* words) const;
  std::uint64_t hash(const std::uint64_t* words) const;
  void append(const std::uint64_t* words, std::uint32_t parent);
  void insert_batch(const std::vector<std::uint64_t>& successors,
                    const std::vector<std::uint32_t>& origins);
  void insert_words(const std::vector<std::uint64_t>& successors,
                    const std::vector<std::uint32_t>& origins);
  void insert_states(const std::vector<std::uint64_t>& successors,
                     const std::vector<std::uint32_t>& origins);
  void grow();
  void grow_words();
  void note_violation(std::uint32_t id);

  const Machine& machine_;
  ExploreOptions options_;
  std::size_t words_;
  std::vector<PageVector<std::uint64_t>> chunks_;
  std::vector<PageVector<std::uint32_t>> parents_;
  // Hash tables, of which one is in use; 0 is an empty slot. States of one word are in the table
  // themselves, which saves the second cache miss of each look-up; larger ones by number.
  PageVector<std::uint64_t> word_table_; // word + 1; no state of 64 bits has them all set
  PageVector<std::uint32_t> table_;      // state number + 1
  unsigned shift_ = 48;                  // the high bits of a hash say where to look: 64 - 48
  std::vector<std::uint64_t> hashes_;    // of the batch at hand
  std::uint64_t count_ = 0;
  std::uint64_t transitions_ = 0;
  std::uint64_t depth_ = 0;
  std::vector<std::uint64_t> level_sizes_;
  bool complete_ = true;
  std::vector<Violation> violations_;
};

} // namespace pathproof
