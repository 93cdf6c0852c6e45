// SPDX-License-Identifier: Apache-2.0
// Any octets: the decoder of LFP open profile 1 gives a message that encodes to them, or an error
// inside of them; and what a stream begins with has a length that the decoder agrees with.
#include <algorithm>
#include <cstdlib>

#include "model/lfp/message.hpp"

using namespace pathproof;

namespace {

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

std::vector<std::uint8_t> again(const lfp::Message& message) {
  std::vector<std::uint8_t> octets;
  if (message.kind() == lfp::Kind::hello) {
    lfp::encode(message.header, message.hello, octets);
  } else if (lfp::body_size(message.header.kind, message.header.flags) == lfp::call_size) {
    lfp::encode(message.header, message.call, message.text, octets);
  } else {
    lfp::encode(message.header, message.text, octets);
  }
  return octets;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span octets(data, size);
  const auto length = lfp::length_in(octets);
  expect(length.has_value() == (size >= lfp::header_size));
  const lfp::Message message = lfp::decode(octets);
  if (message.error) {
    expect(message.error.offset <= size && message.text.empty());
    return 0;
  }
  expect(length == size);
  const auto written = again(message);
  expect(std::equal(written.begin(), written.end(), octets.begin(), octets.end()));
  return 0;
}
