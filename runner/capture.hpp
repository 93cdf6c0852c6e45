// SPDX-License-Identifier: Apache-2.0
// `run --iut hs:pcap:FILE`: judges what a capture shows of both its parties. Nothing is sent.
#pragma once

#include <string>
#include <string_view>

#include "conformance/suite.hpp"
#include "runner/commands.hpp"

namespace pathproof::runner {

inline constexpr std::string_view capture_prefix = "hs:pcap:";

// The result of judging the capture that `options.iut` names. Throws UsageError for a file that
// cannot be read, and for options and selectors that mean nothing here.
RunResult judge_capture(const SuiteOptions& options,
                        const std::vector<std::string>& selectors,
                        const Context& context);

} // namespace pathproof::runner
