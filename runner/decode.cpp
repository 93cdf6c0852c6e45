// SPDX-License-Identifier: Apache-2.0
// pathproof decode: the frames of a capture as text; pathproof dissector: for Wireshark.
#include <algorithm>
#include <iostream>

#include <fmt/format.h>

#include "model/core/frame_documents.hpp"
#include "model/core/frame_text.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"
#include "runner/frames.hpp"
#include "vectors/pcap.hpp"

namespace pathproof::runner {

namespace {

struct DecodeOptions {
  std::string file;
  bool payload = false;
};

// A frame of the capture that one of the tables is about.
struct Frame {
  const FrameKind* kind = nullptr;
  std::int64_t nanoseconds = 0;
  std::size_t number = 0; // in the capture, from 1
  std::size_t before = 0; // octets of an Ethernet header
  std::size_t begin = 0;  // of its octets in Frames::octets
  std::size_t size = 0;
  std::size_t length = 0; // on the wire
};

struct Frames {
  std::vector<Frame> frames;
  std::vector<std::uint8_t> octets; // without Ethernet headers
  std::size_t skipped = 0;
  std::int64_t first = 0; // time of the capture's earliest packet
};

std::vector<int> link_types(const std::vector<FrameKind>& kinds) {
  std::vector<int> types{vectors::ethernet_link_type};
  for (const FrameKind& one : kinds) {
    if (one.table->link_type != 0) {
      types.push_back(one.table->link_type);
    }
  }
  return types;
}

// All of it before a line is written, so that a damaged file gives one line and nothing else.
Frames read(const std::string& file, const std::vector<FrameKind>& kinds) {
  vectors::PcapReader reader(file, link_types(kinds));
  const int link_type = reader.link_type();
  const std::size_t before = link_type == vectors::ethernet_link_type ? ethernet_header_size : 0;
  Frames read;
  bool any = false;
  for (std::size_t number = 1; const auto captured = reader.next(); ++number) {
    read.first = any ? std::min(read.first, captured->nanoseconds) : captured->nanoseconds;
    any = true;
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const FrameKind& one) {
      return before == 0 ? one.table->link_type == link_type
                         : is_carried_by(*one.table, captured->octets);
    });
    if (kind == kinds.end()) {
      ++read.skipped;
      continue;
    }
    const auto carried = captured->octets.subspan(before);
    read.frames.push_back({.kind = &*kind,
                           .nanoseconds = captured->nanoseconds,
                           .number = number,
                           .before = before,
                           .begin = read.octets.size(),
                           .size = carried.size(),
                           .length = captured->length - before});
    read.octets.insert(read.octets.end(), carried.begin(), carried.end());
  }
  std::stable_sort(read.frames.begin(), read.frames.end(), [](const Frame& a, const Frame& b) {
    return a.nanoseconds < b.nanoseconds;
  });
  return read;
}

// What the capture cut off is no fault of the frame.
FrameError error_of(const Frame& frame, std::span<const std::uint8_t> octets) {
  const bool is_cut = frame.size < frame.length;
  if (frame.kind->behind != nullptr && !is_cut) {
    return frame.kind->behind(octets).error;
  }
  const FrameError error = error_in(*frame.kind->table, octets);
  return error.what == too_short && is_cut ? FrameError{} : error;
}

std::string text_of(const Frame& frame, std::span<const std::uint8_t> octets, bool payload) {
  const FrameError error = error_of(frame, octets);
  const FrameTable* table = frame.kind->table;
  const Behind behind = frame.kind->behind == nullptr ? Behind{} : frame.kind->behind(octets);
  std::string text;
  std::size_t end = table->size;
  if (behind.table != nullptr) {
    text = print(*table, octets.first(end)) + "  ";
    octets = octets.subspan(end);
    table = behind.table;
    end += table->size;
  }
  text += print(*table, payload ? octets : octets.first(std::min(octets.size(), table->size)));
  if (!payload && frame.length > end) {
    text += fmt::format(" payload_length={}", frame.length - end);
  }
  if (error) {
    text =
        fmt::format("malformed: {} at octet {}: {}", error.what, error.offset + frame.before, text);
  }
  if (frame.size < frame.length) {
    text += fmt::format(" (only {} of {} octets were captured)", frame.size, frame.length);
  }
  return text;
}

int decode(const DecodeOptions& options, const Context& context) {
  const Frames all = read(options.file, context.frames);
  std::size_t malformed = 0;
  for (const Frame& frame : all.frames) {
    const auto octets = std::span(all.octets).subspan(frame.begin, frame.size);
    malformed += error_of(frame, octets) ? 1 : 0;
    constexpr double nanoseconds_of_second = 1e9;
    std::cout << fmt::format("{:>6} {:>13.6f}  {}\n",
                             frame.number,
                             static_cast<double>(frame.nanoseconds - all.first) /
                                 nanoseconds_of_second,
                             text_of(frame, octets, options.payload));
  }
  std::cout.flush();
  std::cerr << fmt::format("{} frames, {} of them malformed; {} other packets skipped\n",
                           all.frames.size(),
                           malformed,
                           all.skipped);
  return 0;
}

} // namespace

Action add_decode(CLI::App& app, const Context& context) {
  auto options = std::make_shared<DecodeOptions>();
  Command command(app, "decode", "Shows the frames of a capture, a line each");
  command.required("file",
                   options->file,
                   "A pcap or pcapng file of Ethernet frames, or of messages of LFP (USER0)");
  command.flag("--payload", options->payload, "Shows payloads, not only how long they are");
  return [options, context] { return decode(*options, context); };
}

Action add_dissector(CLI::App& app, const Context& context) {
  Command(app, "dissector", "Prints a Lua dissector of the frames for Wireshark");
  return [context] {
    std::cout << dissector_head();
    for (const FrameKind& kind : context.frames) {
      std::cout << (stands_alone(*kind.table) ? dissector_of(*kind.table) : "");
    }
    return 0;
  };
}

} // namespace pathproof::runner
