// SPDX-License-Identifier: Apache-2.0
// A layout of LFP messages from a TOML file; docs/lfp-layouts.md explains each key.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/lfp/layout.hpp"

namespace pathproof::iut::lfp {

// Nothing for an empty name. Throws UsageError with file, line and what is wrong.
std::shared_ptr<const pathproof::lfp::Layout> read_layout(const std::string& file);

// The text of a file from which read_layout makes this layout.
std::string text_of(const pathproof::lfp::Layout& layout);

// Pairs of hexadecimal digits, with blanks between them; nothing for another text.
std::optional<std::vector<std::uint8_t>> octets_of_digits(std::string_view text);

} // namespace pathproof::iut::lfp
