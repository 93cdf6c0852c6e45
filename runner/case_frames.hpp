// SPDX-License-Identifier: Apache-2.0
// The frames of a case for its report: octets with the names and values of their fields.
#pragma once

#include <string>
#include <vector>

#include "conformance/iut/iut.hpp"
#include "conformance/verdict.hpp"
#include "runner/frame_kind.hpp"

namespace pathproof::runner {

// Puts the frames of its last test into the result: those around its first broken step, as many as
// a person looks at.
void describe_frames(CaseResult& result,
                     const std::vector<iut::CapturedOctets>& frames,
                     const std::vector<FrameKind>& kinds);

// The same for results whose frames have numbers alone: their octets are in the file.
void read_frames_of(const std::string& file,
                    std::vector<CaseResult>& results,
                    const std::vector<FrameKind>& kinds);

inline constexpr std::size_t case_frames_max = 60;

} // namespace pathproof::runner
