// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/call_messages.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "model/core/label.hpp"
#include "model/lfp/error_number.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::SocketCall;

// Labels have the names of the profile's table.
const NamedValue* entry_of(std::string_view name) {
  const auto* const found = std::find_if(std::begin(profile::calls),
                                         std::end(profile::calls),
                                         [&](const auto& one) { return one.name == name; });
  if (found == std::end(profile::calls)) {
    throw std::logic_error("a call of labels that the profile does not have: " + std::string(name));
  }
  return found;
}

} // namespace

profile::Call call_on_path(SocketCall call) {
  return static_cast<profile::Call>(
      entry_of(profile::call_names[static_cast<std::size_t>(call)])->value);
}

std::string name_of(profile::Call call) {
  const auto* const found = std::find_if(
      std::begin(profile::calls), std::end(profile::calls), [&](const NamedValue& one) {
        return one.value == static_cast<std::uint64_t>(call);
      });
  return found == std::end(profile::calls)
             ? "a call of number " + std::to_string(static_cast<std::uint64_t>(call))
             : std::string(found->name);
}

std::optional<SocketCall> call_of_label(std::uint16_t on_path) {
  for (std::size_t i = 0; i < profile::call_names.size(); ++i) {
    if (entry_of(profile::call_names[i])->value == on_path) {
      return static_cast<SocketCall>(i);
    }
  }
  return std::nullopt;
}

std::uint32_t error_of_label(const profile::CallBody& response) {
  return error_of(response, profile::call_error_names);
}

std::uint32_t error_of(const profile::CallBody& response, std::span<const std::string_view> names) {
  if (response.result == 0) {
    return response.error == 0 ? 0 : unlisted;
  }
  for (const auto& one : profile::error_numbers) {
    if (one.vse == response.error) {
      const auto found = std::find(names.begin(), names.end(), one.name);
      return found == names.end() ? unlisted : static_cast<std::uint32_t>(found - names.begin());
    }
  }
  return unlisted;
}

std::uint32_t error_on_path(profile::CallError error) {
  const std::string_view name = profile::call_error_names[static_cast<std::size_t>(error)];
  const auto* const found = std::find_if(std::begin(profile::error_numbers),
                                         std::end(profile::error_numbers),
                                         [&](const auto& one) { return one.name == name; });
  return found->vse;
}

} // namespace pathproof::iut::lfp
