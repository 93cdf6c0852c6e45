// SPDX-License-Identifier: Apache-2.0
// A layout of LFP messages from a TOML file; docs/lfp-layouts.md explains each key.
#pragma once

#include <memory>
#include <string>

#include "model/lfp/layout.hpp"

namespace pathproof::iut::lfp {

// Throws UsageError with file, line and what is wrong.
std::shared_ptr<const pathproof::lfp::Layout> read_layout(const std::string& file);

} // namespace pathproof::iut::lfp
