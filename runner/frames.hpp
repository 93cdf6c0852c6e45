// SPDX-License-Identifier: Apache-2.0
// What list and prove do about frames.
#pragma once

#include <string>
#include <vector>

#include "conformance/verdict.hpp"
#include "runner/frame_kind.hpp"

namespace pathproof::runner {

// The kinds of frames that the selectors mean, by path ("iucv", "iucv/hs_frame"); all without one.
std::vector<const FrameKind*> select_frames(const std::vector<FrameKind>& frames,
                                            const std::vector<std::string>& selectors);

// Their tables as text, json or markdown.
std::string frames_as(const std::string& format, const std::vector<const FrameKind*>& frames);

#ifdef PATHPROOF_SYMBOLIC
// Proves the codec of one, shows what came of it, and adds a case for each statement to the result.
symbolic::FrameProof
prove_frame(const FrameKind& frame, unsigned timeout_ms, bool with_scripts, RunResult& result);
#endif

} // namespace pathproof::runner
