// SPDX-License-Identifier: Apache-2.0
// What is printed from frame tables: documentation, and a dissector for Wireshark.
#pragma once

#include <string>
#include <string_view>

#include "model/core/frame.hpp"

namespace pathproof {

std::string_view to_string(FieldKind kind);
std::string_view to_string(ByteOrder order);

// "IUCV-180 IUCV-181"
std::string cites_of(const FrameField& field);

// A section with the fields, flags and kinds of the table as Markdown tables. `name` is that of the
// frame in the kit: "iucv/hs_frame".
std::string frame_markdown(std::string_view name, const FrameTable& table);

// What all sections stand under.
std::string frames_markdown_head();

// The part of a Lua script that dissects this frame; dissector_head() has to come before it. A
// frame without an Ethernet type is one that a user may decode a TCP port as.
std::string dissector_of(const FrameTable& table);

// Whether octets can be seen to be such a frame: some field has a fixed value. What has none is a
// part of another frame, and nothing that is found in a capture; nor are arguments of calls.
bool stands_alone(const FrameTable& table);
std::string dissector_head();

} // namespace pathproof
