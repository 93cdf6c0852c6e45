// SPDX-License-Identifier: Apache-2.0
// Any octets have a text that gives them back; any text is read or refused with one sentence.
#include <cstdlib>

#include "model/core/frame_text.hpp"
#include "model/iucv/hs_frame.hpp"

using namespace pathproof;

namespace {

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const FrameTable& table = iucv::hs_frame_table;
  const std::vector<std::uint8_t> octets(data, data + size);
  std::string error;
  expect(parse(table, print(table, octets), error) == octets);
  const std::string text(octets.begin(), octets.end());
  if (const auto frame = parse(table, text, error)) {
    expect(parse(table, print(table, *frame), error) == frame);
  } else {
    expect(!error.empty());
  }
  return 0;
}
