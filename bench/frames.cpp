// SPDX-License-Identifier: Apache-2.0
// The codec of a frame against a struct that is copied and whose numbers are swapped by hand.
#include <bit>
#include <cstring>
#include <ctime>

#include <fmt/format.h>

#include "bench/row.hpp"
#include "model/iucv/hs_frame.hpp"

namespace pathproof::bench {

namespace {

using iucv::HsFrame;

constexpr std::size_t frames_count = 256; // in the first cache

// What somebody would write who knows this one header.
struct [[gnu::packed]] Packed {
  std::uint16_t magic;
  std::uint8_t version;
  std::uint8_t flags;
  std::uint16_t window;
  std::uint8_t names[64];
  std::uint32_t message_id;
  std::uint32_t audit;
  std::uint32_t message_class;
  std::uint32_t tag;
  std::uint32_t length;
  std::uint32_t reply_size;
  std::uint8_t parameter_list[8];
  std::uint8_t message_flags;
  std::uint8_t pad;
};

static_assert(sizeof(Packed) == iucv::hs_header_size);

std::uint16_t swapped(std::uint16_t value) {
  return std::endian::native == std::endian::little ? __builtin_bswap16(value) : value;
}

std::uint32_t swapped(std::uint32_t value) {
  return std::endian::native == std::endian::little ? __builtin_bswap32(value) : value;
}

void swap_all(Packed& frame) {
  frame.magic = swapped(frame.magic);
  frame.window = swapped(frame.window);
  frame.message_id = swapped(frame.message_id);
  frame.audit = swapped(frame.audit);
  frame.message_class = swapped(frame.message_class);
  frame.tag = swapped(frame.tag);
  frame.length = swapped(frame.length);
  frame.reply_size = swapped(frame.reply_size);
}

using Frame = std::array<std::uint8_t, iucv::hs_header_size>;

std::vector<Frame> some_frames() {
  std::vector<Frame> frames(frames_count);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const HsFrame header{.flags = 8, .window = static_cast<std::uint16_t>(i), .tag = 7};
    iucv::encode_into(header, frames[i]);
  }
  return frames;
}

// Both take a frame in, change what a receiver has to look at, and put it out again.
void by_table(const Frame& in, Frame& out) {
  iucv::HsPacket packet = iucv::decode(in);
  if (!packet.error) {
    HsFrame& header = packet.header;
    header.window = static_cast<std::uint16_t>(header.window + header.tag);
    iucv::encode_into(header, out);
  }
}

void by_hand(const Frame& in, Frame& out) {
  Packed frame;
  std::memcpy(&frame, in.data(), sizeof frame);
  swap_all(frame);
  if (frame.magic == iucv::hs_magic && frame.version == iucv::hs_version) {
    frame.window = static_cast<std::uint16_t>(frame.window + frame.tag);
    swap_all(frame);
    std::memcpy(out.data(), &frame, sizeof frame);
  }
}

// Nanoseconds a frame.
template <class Codec>
double
time_of(Codec codec, const std::vector<Frame>& in, std::vector<Frame>& out, unsigned passes) {
  // Processor time: a few nanoseconds are compared, and others may use the machine meanwhile.
  const std::clock_t begin = std::clock();
  for (unsigned pass = 0; pass < passes; ++pass) {
    for (std::size_t i = 0; i < in.size(); ++i) {
      codec(in[i], out[i]);
    }
    asm volatile("" : : "r"(out.data()) : "memory"); // what was written counts
  }
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  return seconds * 1e9 / (static_cast<double>(passes) * static_cast<double>(in.size()));
}

} // namespace

std::vector<Row> frames(const Options& options) {
  const unsigned passes = options.quick ? 10 : 20'000;
  const std::vector<Frame> in = some_frames();
  std::vector<Frame> table_out(in.size());
  std::vector<Frame> hand_out(in.size());
  std::vector<double> table;
  std::vector<double> hand;
  for (unsigned round = 0; round < options.rounds; ++round) {
    table.push_back(time_of(by_table, in, table_out, passes));
    hand.push_back(time_of(by_hand, in, hand_out, passes));
  }
  return {{.name = "frame decode + encode, 104 octets",
           .measured = fmt::format("{:.2f} ns", median(table)),
           .against = fmt::format("by hand {:.2f} ns", median(hand)),
           .ratio = median(table) / median(hand),
           .wanted = 1.5,
           .at_most = true,
           .skipped = table_out == hand_out ? "" : "the two do not write the same"}};
}

} // namespace pathproof::bench
