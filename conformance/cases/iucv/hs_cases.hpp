// SPDX-License-Identifier: Apache-2.0
// The cases of AF_IUCV over HiperSockets, one file per concept, named as in model/iucv.
#pragma once

#include <utility>

#include "conformance/cases/case.hpp"
#include "conformance/cases/moves.hpp"

namespace pathproof::iucv::hs {

std::vector<Case> handshake_cases();
std::vector<Case> connection_cases();
std::vector<Case> teardown_cases();
std::vector<Case> unexpected_cases();

// The socket has its name.
inline Moves bound(const Moves& more = {}) {
  return then(settled({"call.socket socket=1 type=seqpacket", "call.bind user=own"}), more);
}

// … and listens, for two connections at a time.
inline Moves listening(const Moves& more = {}) {
  return then(bound({"call.listen backlog=1"}), more);
}

// … and has accepted the connection of peer 1, which takes two messages: socket 2.
inline Moves accepted(const Moves& more = {}) {
  return then(listening({"frame.syn peer=1 to=server window=2", "call.accept wait=yes"}), more);
}

// The same with a message limit of 4: every second message that is read is confirmed.
inline Moves accepted_with_limit(const Moves& more = {}) {
  return then(bound({"call.limit socket=1 value=4",
                     "call.listen backlog=1",
                     "frame.syn peer=1 to=server window=2",
                     "call.accept wait=yes"}),
              more);
}

// The socket has connected to peer 1, which takes two messages.
inline Moves connected(const Moves& more = {}) {
  return then(bound({"call.connect peer=1 wait=yes", "frame.syn_ack peer=1 window=2"}), more);
}

// The generated case without what little else depends on: past defects that are known.
inline Case plain(Case generated, std::string_view id, std::string_view title) {
  generated.id = id;
  generated.title = title;
  generated.variations = {{"play", "plain"}};
  return generated;
}

// How often a step is made whose leftovers are to be seen among those of everything else.
inline constexpr unsigned many = 250;

// The moves so often that an endpoint which may do several things has done each.
inline Moves repeated(Moves before, const Moves& moves) {
  constexpr unsigned often = 24;
  for (unsigned i = 0; i < often; ++i) {
    before.insert(before.end(), moves.begin(), moves.end());
  }
  return before;
}

// The moves many times, twice, and each time the question whether memory was used up: the first
// round may fill a cache.
inline Moves measured(Moves before, const Moves& moves) {
  Moves all = std::move(before);
  for (unsigned round = 0; round < 2; ++round) {
    for (unsigned i = 0; i < many; ++i) {
      all.insert(all.end(), moves.begin(), moves.end());
    }
    all.insert(all.end(), {"query.memory", "settle"});
  }
  return all;
}

inline CaseTable cases() {
  CaseTable table{.model = "iucv/hs", .cases = {}};
  for (const auto& part :
       {handshake_cases(), connection_cases(), teardown_cases(), unexpected_cases()}) {
    table.cases.insert(table.cases.end(), part.begin(), part.end());
  }
  return table;
}

} // namespace pathproof::iucv::hs
