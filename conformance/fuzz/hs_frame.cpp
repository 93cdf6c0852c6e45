// SPDX-License-Identifier: Apache-2.0
// Any octets: the decoder of AF_IUCV gives a frame that encodes to them, or an error inside of
// them.
#include <algorithm>
#include <cstdlib>

#include "model/iucv/hs_frame.hpp"

using namespace pathproof;

namespace {

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void decode_whole(std::span<const std::uint8_t> octets) {
  const iucv::HsPacket packet = iucv::decode(octets);
  expect(packet.error == error_in(iucv::hs_frame_table, octets));
  if (packet.error) {
    expect(packet.error.offset <= octets.size() && packet.payload.empty());
    return;
  }
  std::array<std::uint8_t, iucv::hs_header_size> again{};
  iucv::encode_into(packet.header, again);
  expect(std::equal(again.begin(), again.end(), octets.begin()));
  expect(packet.payload.size() + iucv::hs_header_size == octets.size());
  expect(iucv::hs_kind(packet.header.flags) <= iucv::HsKind::other);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span octets(data, size);
  decode_whole(octets);
  const bool carried = is_carried_by(iucv::hs_frame_table, octets);
  const iucv::HsPacket packet = iucv::decode_ethernet(octets);
  expect(packet.error || carried); // what decodes has the magic in its place
  expect(!packet.error || packet.error.offset <= size);
  return 0;
}
