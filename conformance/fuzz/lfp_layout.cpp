// SPDX-License-Identifier: Apache-2.0
// Any layout of LFP messages is refused or works: any octets then are a message that decodes and,
// where it fits, gets back from the layout as it was; or an error inside of them.
#include <algorithm>
#include <cstdlib>

#include "conformance/fuzz/octet_reader.hpp"
#include "model/lfp/layout.hpp"

using namespace pathproof;

namespace {

using Bytes = std::vector<std::uint8_t>;

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

unsigned below(OctetReader& octets, std::size_t end) {
  return octets.next() % static_cast<unsigned>(end);
}

// The profile's own, changed in as many ways as there are octets for it.
lfp::Layout layout_of(OctetReader& octets) {
  lfp::Layout layout = lfp::open_layout();
  layout.length_of_body = below(octets, 2) == 1;
  layout.ascii = below(octets, 2) == 1;
  layout.padding = below(octets, 10);
  for (lfp::LayoutPart* part : {&layout.header, &layout.hello, &layout.call}) {
    for (unsigned i = below(octets, 4); i > 0; --i) {
      std::swap(part->fields[below(octets, part->fields.size())], part->fields.front());
    }
    for (unsigned i = below(octets, 4); i > 0; --i) {
      lfp::LayoutField& one = part->fields[below(octets, part->fields.size())];
      one.width = below(octets, 12);
      one.order = below(octets, 2) == 1 ? ByteOrder::little : ByteOrder::big;
      one.bias = static_cast<std::int64_t>(octets.next()) - 128;
      for (lfp::LayoutCode& code : one.codes) {
        code.wire += octets.next();
      }
    }
    // One behind the other, so that more of them are layouts.
    part->size = 0;
    for (lfp::LayoutConstant& one : part->constants) {
      one.offset = part->size;
      part->size += one.octets.size();
    }
    for (lfp::LayoutGap& one : part->reserved) {
      one.offset = part->size;
      part->size += one.width;
    }
    for (lfp::LayoutField& one : part->fields) {
      one.offset = part->size;
      part->size += one.width;
    }
    part->size += below(octets, 16) == 15 ? 1 : 0;
  }
  return layout;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  OctetReader octets({data, size});
  const lfp::Layout layout = layout_of(octets);
  if (const auto problem = lfp::problem_of(layout)) {
    expect(!problem->where.empty() && !problem->sentence.empty());
    return 0;
  }
  const Bytes rest = octets.take(size);
  const auto length = lfp::length_in(layout, rest);
  expect(length.has_value() == (rest.size() >= layout.header.size));
  Bytes message;
  if (const FrameError error = lfp::from_wire(layout, rest, message)) {
    expect(error.offset <= rest.size());
    return 0;
  }
  expect(length->with_padding == rest.size());
  const lfp::Message decoded = lfp::decode(message);
  expect(!decoded.error);
  Bytes wire;
  Bytes again;
  if (lfp::to_wire(layout, message, wire).empty()) {
    expect(!lfp::from_wire(layout, wire, again));
    // What has no name may get another one without a name.
    expect(again.size() == message.size());
    Bytes third;
    expect(lfp::to_wire(layout, again, third).empty() && third.size() == wire.size());
  }
  return 0;
}
