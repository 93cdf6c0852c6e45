// SPDX-License-Identifier: Apache-2.0
// The fields of a frame for a report, with those marked that differ from all that was permitted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/verdict.hpp"
#include "model/core/frame.hpp"

namespace pathproof::runner {

inline constexpr std::size_t frame_octets_max = 512; // of one frame that are kept

// The word in front of a label.
std::string_view word_of(std::string_view label);

// The arguments of the deviation's label whose value no permitted label has; nothing where no
// permitted label is of that kind, which is what is wrong then.
struct WrongArguments {
  bool kind = false;
  std::vector<std::string> names{};
};

WrongArguments wrong_arguments(const Deviation& deviation);

// Appends the table's fields in these octets of the frame, which begin at `begin` in it, as far as
// they are there.
void append_fields(const FrameTable& table,
                   std::span<const std::uint8_t> octets,
                   std::size_t begin,
                   const std::vector<std::string_view>& wrong,
                   std::vector<FrameFieldText>& fields);

// Appends what follows them, from `begin` on, if there is anything.
void append_payload(std::string_view name,
                    std::span<const std::uint8_t> frame,
                    std::size_t begin,
                    bool wrong,
                    std::vector<FrameFieldText>& fields);

// Marks the field that the octet is in.
void mark(std::size_t octet, std::vector<FrameFieldText>& fields);

// Makes of these octets, which are a message of LFP or none, table, fields and what is malformed.
// `deviation` is that of the message's label, if there is one.
void describe_message(CaseFrame& frame,
                      std::span<const std::uint8_t> octets,
                      const Deviation* deviation);

} // namespace pathproof::runner
