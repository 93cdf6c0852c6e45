// SPDX-License-Identifier: Apache-2.0
// Random walks that prefer what they have seen least: a sample of states that reaches deep rules
// where plain random choices would stay near the initial state.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "model/core/machine.hpp"

namespace pathproof {

// Numbers that are the same on every machine for the same seed (splitmix64).
class Random {
public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15ULL;
    mixed = (mixed ^ mixed >> 30U) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ mixed >> 27U) * 0x94D049BB133111EBULL;
    return mixed ^ mixed >> 31U;
  }

  // A number below `bound`, which is not 0.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

private:
  std::uint64_t state_;
};

// Calls `seen(state, step)` for each step of walks of `length` steps, `steps` in all.
void walk(const Machine& machine,
          std::uint64_t seed,
          std::uint64_t steps,
          unsigned length,
          const std::function<void(const Packed&, const Step&)>& seen);

} // namespace pathproof
