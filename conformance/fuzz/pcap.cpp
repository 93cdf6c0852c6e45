// SPDX-License-Identifier: Apache-2.0
// Any file: the reader of captures gives frames and an end, or one line that says what is wrong.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "model/core/error.hpp"
#include "vectors/pcap.hpp"

using namespace pathproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A stream of no octets cannot be opened.
  std::FILE* file = size == 0 ? std::fopen("/dev/null", "rb")
                              : fmemopen(const_cast<std::uint8_t*>(data), size, "rb");
  if (file == nullptr) {
    return 0;
  }
  unsigned sum = 0;
  try {
    vectors::PcapReader reader(file, "input");
    while (const auto frame = reader.next()) {
      if (frame->nanoseconds < 0 || frame->length < frame->octets.size()) {
        std::abort();
      }
      for (const std::uint8_t octet : frame->octets) {
        sum += octet;
      }
    }
  } catch (const UsageError& error) {
    const std::string line = error.what();
    if (line.find('\n') != std::string::npos || line.find("input") == std::string::npos) {
      std::abort();
    }
  }
  return sum == 0xFFFFFFFF ? 1 : 0; // what was read counts
}
