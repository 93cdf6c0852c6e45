// SPDX-License-Identifier: Apache-2.0
#include "model/iucv/hs_frame.hpp"

namespace pathproof::iucv {

namespace {

void append(std::vector<std::uint8_t>& octets,
            const HsFrame& header,
            std::span<const std::uint8_t> payload) {
  const std::size_t at = octets.size();
  octets.resize(at + hs_header_size);
  encode_into(header, std::span<std::uint8_t, hs_header_size>(octets.data() + at, hs_header_size));
  octets.insert(octets.end(), payload.begin(), payload.end());
}

} // namespace

bool operator==(const HsFrame& a, const HsFrame& b) {
  bool equal = true;
  frame_detail::each_index<hs_fields.size()>([&]<std::size_t i>() {
    constexpr auto member = std::get<i>(HsFrame::members());
    equal = equal && a.*member.pointer == b.*member.pointer;
  });
  return equal;
}

std::vector<std::uint8_t> encode(const HsFrame& header, std::span<const std::uint8_t> payload) {
  std::vector<std::uint8_t> octets;
  append(octets, header, payload);
  return octets;
}

HsPacket decode_ethernet(std::span<const std::uint8_t> frame) {
  if (frame.size() < ethernet_header_size) {
    return {.error = {too_short, frame.size()}};
  }
  HsPacket packet = decode(frame.subspan(ethernet_header_size));
  if (packet.error) {
    packet.error.offset += ethernet_header_size;
  }
  return packet;
}

std::vector<std::uint8_t> encode_ethernet(const EthernetAddress& destination,
                                          const EthernetAddress& source,
                                          const HsFrame& header,
                                          std::span<const std::uint8_t> payload) {
  std::vector<std::uint8_t> octets(destination.begin(), destination.end());
  octets.insert(octets.end(), source.begin(), source.end());
  octets.push_back(hs_magic >> 8U);
  octets.push_back(hs_magic & 0xFFU);
  append(octets, header, payload);
  return octets;
}

} // namespace pathproof::iucv
