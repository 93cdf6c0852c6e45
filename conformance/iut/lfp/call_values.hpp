// SPDX-License-Identifier: Apache-2.0
// What labels of calls say in words, as the path has it in numbers.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "conformance/iut/lfp/linux_calls.hpp"
#include "model/lfp/calls/labels.hpp"

namespace pathproof::iut::lfp {

namespace values = pathproof::lfp::values;

std::uint16_t call_number(values::Call call);

// The call of a response; unlisted where it has no name in labels.
std::uint32_t named_call(std::uint16_t number);

std::uint32_t option_number(values::Option option);

std::uint32_t family_number(values::Family family);

std::uint32_t type_number(values::Type type);

// What GETHOSTBYNAME is asked for.
std::string text_of(values::Name name);

// Octets of a datagram, and the way back; unlisted for any other.
std::size_t octets_of_size(std::uint32_t size);
std::uint32_t size_of_octets(std::size_t octets);

// A call body as octets, with what stands behind it.
std::vector<std::uint8_t> with_body(const profile::CallBody& body,
                                    std::span<const std::uint8_t> text);

} // namespace pathproof::iut::lfp
