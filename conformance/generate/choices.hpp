// SPDX-License-Identifier: Apache-2.0
// Random choices for generated tests, from RapidCheck.
#pragma once

#include <cstdint>
#include <vector>

namespace pathproof {

// `length` choices for test number `test` of a run with this seed; the same ones every time.
std::vector<std::uint32_t>
generate_choices(std::uint64_t seed, std::uint64_t test, unsigned length);

} // namespace pathproof
