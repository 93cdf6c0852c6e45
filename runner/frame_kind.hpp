// SPDX-License-Identifier: Apache-2.0
// A kind of frame as the runner knows it: its table, and its codec as terms.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "model/core/frame.hpp"
#ifdef PATHPROOF_SYMBOLIC
#include "model/symbolic/frame_proof.hpp"
#endif

namespace pathproof {

// What a header says of the octets behind it.
struct Behind {
  const FrameTable* table = nullptr; // nullptr: they have no fields
  FrameError error{};                // of header and all that is behind it
};

struct FrameKind {
  std::string name; // "iucv/hs_frame"
  const FrameTable* table = nullptr;
  Behind (*behind)(std::span<const std::uint8_t> octets) = nullptr; // nullptr: payload, as any is
#ifdef PATHPROOF_SYMBOLIC
  symbolic::RecordedFrame (*record)(symbolic::Graph& graph) = nullptr;
#endif
};

// frame_kind_of<iucv::hs_frame_table, iucv::HsFrameOf>("iucv/hs_frame")
template <const FrameTable& table, template <class> class FrameOf>
FrameKind frame_kind_of(const std::string& name,
                        Behind (*behind)(std::span<const std::uint8_t>) = nullptr) {
  static_assert(problem_of(table).empty() && members_fit<table, FrameOf<Octets>>());
  FrameKind kind{.name = name, .table = &table, .behind = behind};
#ifdef PATHPROOF_SYMBOLIC
  kind.record = &symbolic::record_frame<table, table, FrameOf>;
#endif
  return kind;
}

} // namespace pathproof
