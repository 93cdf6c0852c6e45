// SPDX-License-Identifier: Apache-2.0
// `--iut hs:linux-pair`: two Linux guests talk to each other. The kit hands their frames over and
// says nothing on the wire; through the agents it makes the calls of both applications. Each
// connection is judged by its frames, and what arrives by what was sent.
#pragma once

#include <string_view>
#include <vector>

#include "conformance/suite.hpp"

namespace pathproof {

inline constexpr std::string_view guest_pair_name = "hs:linux-pair";
inline constexpr std::string_view guest_pair_family = "iucv/hs_wire/pair";

// A result for each case that the selectors (paths; all without one) mean. `wire` has to be
// iucv::wire::make_whole()'s. Of the options, seed, tests, steps, strict, profile, stop, capture,
// progress and program are looked at; a tenth of `tests` is made.
std::vector<CaseResult> judge_guest_pair(const Machine& wire,
                                         const SuiteOptions& options,
                                         const std::vector<std::string>& selectors);

} // namespace pathproof
