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
  const FrameTable* table = nullptr;
  std::int64_t nanoseconds = 0;
  std::size_t number = 0; // in the capture, from 1
  std::size_t begin = 0;  // of its octets in Frames::octets
  std::size_t size = 0;
  std::size_t length = 0; // on the wire
};

struct Frames {
  std::vector<Frame> frames;
  std::vector<std::uint8_t> octets; // behind the Ethernet headers
  std::size_t skipped = 0;
  std::int64_t first = 0; // time of the capture's earliest packet
};

// All of it before a line is written, so that a damaged file gives one line and nothing else.
Frames read(const std::string& file, const std::vector<FrameKind>& kinds) {
  vectors::PcapReader reader(file);
  Frames read;
  bool any = false;
  for (std::size_t number = 1; const auto captured = reader.next(); ++number) {
    read.first = any ? std::min(read.first, captured->nanoseconds) : captured->nanoseconds;
    any = true;
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const FrameKind& one) {
      return is_carried_by(*one.table, captured->octets);
    });
    if (kind == kinds.end()) {
      ++read.skipped;
      continue;
    }
    const auto carried = captured->octets.subspan(ethernet_header_size);
    read.frames.push_back({.table = kind->table,
                           .nanoseconds = captured->nanoseconds,
                           .number = number,
                           .begin = read.octets.size(),
                           .size = carried.size(),
                           .length = captured->length - ethernet_header_size});
    read.octets.insert(read.octets.end(), carried.begin(), carried.end());
  }
  std::stable_sort(read.frames.begin(), read.frames.end(), [](const Frame& a, const Frame& b) {
    return a.nanoseconds < b.nanoseconds;
  });
  return read;
}

// A header that the capture cut off is no fault of the frame.
FrameError error_of(const Frame& frame, std::span<const std::uint8_t> octets) {
  const FrameError error = error_in(*frame.table, octets);
  return error.what == too_short && frame.size < frame.length ? FrameError{} : error;
}

std::string text_of(const Frame& frame, std::span<const std::uint8_t> octets, bool payload) {
  const FrameTable& table = *frame.table;
  std::string text =
      print(table, payload ? octets : octets.first(std::min(octets.size(), table.size)));
  if (!payload && frame.length > table.size) {
    text += fmt::format(" payload_length={}", frame.length - table.size);
  }
  if (const FrameError error = error_of(frame, octets)) {
    text = fmt::format(
        "malformed: {} at octet {}: {}", error.what, error.offset + ethernet_header_size, text);
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
  command.required("file", options->file, "A pcap or pcapng file of Ethernet frames");
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
