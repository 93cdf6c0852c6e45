// SPDX-License-Identifier: Apache-2.0
// Writes a capture for tests of what reads captures.
// usage: pathproof_sample_capture FILE [RANDOM_FRAMES [SEED]]
//
// Packets 1 to 10 are one of each kind and fault; then come frames with random octets in all
// fields.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>

#include "model/core/error.hpp"
#include "model/iucv/hs_frame.hpp"
#include "vectors/pcap.hpp"

using namespace pathproof;
using iucv::HsFrame;
using Bytes = std::vector<std::uint8_t>;

namespace {

constexpr std::int64_t start = 1'700'000'000'000'000'000;
constexpr std::int64_t microsecond = 1000;
constexpr iucv::EthernetAddress box{0xC2, 0xD6, 0xE7, 0xD2, 0xC9, 0xE3};

HsFrame frame(std::uint8_t flags, std::uint16_t window) {
  return {.flags = flags,
          .window = window,
          .dest_user_id = iucv::hs_name("KIT"),
          .dest_app_name = iucv::hs_name<16>("ECHO"),
          .src_user_id = iucv::hs_name("BOXKIT"),
          .src_app_name = iucv::hs_name<16>("CLIENT")};
}

Bytes ethernet(const HsFrame& header, const Bytes& payload = {}) {
  return iucv::encode_ethernet(iucv::ethernet_broadcast, box, header, payload);
}

// As out of a guest that leaves the Ethernet header empty.
Bytes without_header(Bytes octets) {
  std::fill_n(octets.begin(), ethernet_header_size, std::uint8_t{0});
  return octets;
}

Bytes ipv6() {
  Bytes octets(60);
  octets[12] = 0x86;
  octets[13] = 0xDD;
  octets[14] = 0x60;
  return octets;
}

void write_all(const std::string& path, unsigned count, unsigned seed) {
  vectors::PcapWriter writer(path);
  const auto write = [&](std::int64_t microseconds, const Bytes& octets) {
    writer.write(start + microseconds * microsecond, octets);
  };
  HsFrame data = frame(0, 0);
  data.message_class = 7;
  data.tag = 1;
  HsFrame wrong = frame(0x02, 128);
  wrong.version = 2;
  Bytes cut = ethernet(frame(0x02, 128));
  cut.resize(50);
  write(0, ethernet(frame(0x02, 128)));
  write(10, ipv6());
  write(300, without_header(ethernet(frame(0x03, 64))));
  write(200, ethernet(frame(0x06, 128))); // earlier than the one before it
  write(400, ethernet(data, {0xC1, 0xC2, 0xC3, 0, 0xFF}));
  write(500, ethernet(frame(0x08, 64)));
  write(600, ethernet(frame(0x21, 0)));
  write(700, ethernet(wrong));
  write(800, cut);
  write(900, without_header(ethernet(frame(0x04, 0))));
  std::mt19937 random(seed);
  for (unsigned i = 0; i < count; ++i) {
    Bytes octets = ethernet({}, Bytes(random() % 20));
    for (std::size_t k = ethernet_header_size + 3; k < octets.size(); ++k) {
      octets[k] = static_cast<std::uint8_t>(random());
    }
    write(1000 + i, octets);
  }
  writer.flush();
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: pathproof_sample_capture FILE [RANDOM_FRAMES [SEED]]\n";
    return 2;
  }
  try {
    write_all(argv[1],
              argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 0,
              argc > 3 ? static_cast<unsigned>(std::atoi(argv[3])) : 1);
  } catch (const UsageError& error) {
    std::cerr << "pathproof_sample_capture: " << error.what() << '\n';
    return 2;
  }
  return 0;
}
