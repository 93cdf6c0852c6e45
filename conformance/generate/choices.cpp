// SPDX-License-Identifier: Apache-2.0
#include "conformance/generate/choices.hpp"

#include <rapidcheck.h>

namespace pathproof {

std::vector<std::uint32_t>
generate_choices(std::uint64_t seed, std::uint64_t test, unsigned length) {
  // What RapidCheck calls size: the range of numbers. Choices are taken modulo what is possible,
  // so all of the range is used from the first test on.
  constexpr int size = 100;
  static const auto generator = rc::gen::arbitrary<std::uint32_t>();
  rc::Random random(seed * 0x9E3779B97F4A7C15ULL + test);
  std::vector<std::uint32_t> choices;
  choices.reserve(length);
  for (unsigned i = 0; i < length; ++i) {
    choices.push_back(generator(random.split(), size).value());
  }
  return choices;
}

} // namespace pathproof
