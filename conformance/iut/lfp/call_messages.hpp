// SPDX-License-Identifier: Apache-2.0
// Requests and responses as labels say them: numbers of calls, tasks and errors.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/lfp/labels.hpp"
#include "model/lfp/message.hpp"

namespace pathproof::iut::lfp {

namespace profile = pathproof::lfp;

// Tasks of labels count from 0, on the path from 1. This one is the kit's own.
inline constexpr std::uint32_t kit_task = 9;

constexpr std::uint32_t task_on_path(std::uint32_t of_label) {
  return of_label + 1;
}

profile::Call call_on_path(profile::SocketCall call);

// As the profile's table has it; by its number where it has none.
std::string name_of(profile::Call call);

// The label's values of what came on the path; nothing, or unlisted, for what no label has.
std::optional<profile::SocketCall> call_of_label(std::uint16_t on_path);
std::uint32_t error_of_label(const profile::CallBody& response);

// Likewise of an error in other labels, which have these names, 0 the first.
std::uint32_t error_of(const profile::CallBody& response, std::span<const std::string_view> names);

// The way back, of an error that a response may have.
std::uint32_t error_on_path(profile::CallError error);

} // namespace pathproof::iut::lfp
