// SPDX-License-Identifier: Apache-2.0
// One value of a configuration, read from its text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/lfp/configuration.hpp"

namespace pathproof::lfp {

// Octets, numbers, flags and errnos are numbers; an IPv4 address is a list of one.
using Value = std::variant<std::uint64_t,
                           std::string,
                           Carrier,
                           std::vector<std::uint16_t>,
                           std::vector<AllowedHost>>;

// The value that the text stands for. Without one, `culprit` is the part of the text that is no
// such value.
std::optional<Value>
parse_value(const Parameter& parameter, std::string_view text, std::string_view& culprit);

} // namespace pathproof::lfp
