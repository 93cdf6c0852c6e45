// SPDX-License-Identifier: Apache-2.0
// One input of some fuzzers is a whole conversation. How many frames, calls and other operations
// all of them had is printed when the fuzzer ends, beside the number of inputs of libFuzzer.
#pragma once

#include <cstdint>
#include <cstdio>

namespace pathproof {

class Operations {
public:
  Operations() = default;
  Operations(const Operations&) = delete;
  Operations& operator=(const Operations&) = delete;

  ~Operations() {
    std::fprintf(stderr, "operations: %llu\n", static_cast<unsigned long long>(number_));
  }

  void count() { ++number_; }

private:
  std::uint64_t number_ = 0;
};

} // namespace pathproof
