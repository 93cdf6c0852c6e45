// SPDX-License-Identifier: Apache-2.0
// The cases of AF_IUCV over HiperSockets, one file per concept, named as in model/iucv.
#pragma once

#include <initializer_list>
#include <utility>

#include "conformance/cases/case.hpp"

namespace pathproof::iucv::hs {

std::vector<Case> handshake_cases();
std::vector<Case> connection_cases();
std::vector<Case> teardown_cases();
std::vector<Case> unexpected_cases();

using Moves = std::vector<std::string_view>;

inline Moves joined(Moves moves, std::initializer_list<std::string_view> more) {
  moves.insert(moves.end(), more);
  return moves;
}

// The socket has its name.
inline Moves bound(std::initializer_list<std::string_view> more = {}) {
  return joined({"call.socket socket=1 type=seqpacket", "settle", "call.bind user=own", "settle"},
                more);
}

// … and listens, for two connections at a time.
inline Moves listening(std::initializer_list<std::string_view> more = {}) {
  return joined(bound({"call.listen backlog=1", "settle"}), more);
}

// … and has accepted the connection of peer 1, which takes two messages: socket 2.
inline Moves accepted(std::initializer_list<std::string_view> more = {}) {
  return joined(
      listening(
          {"frame.syn peer=1 to=server window=2", "settle", "call.accept wait=yes", "settle"}),
      more);
}

// The same with a message limit of 4: every second message that is read is confirmed.
inline Moves accepted_with_limit(std::initializer_list<std::string_view> more = {}) {
  return joined({"call.socket socket=1 type=seqpacket",
                 "settle",
                 "call.bind user=own",
                 "settle",
                 "call.limit socket=1 value=4",
                 "settle",
                 "call.listen backlog=1",
                 "settle",
                 "frame.syn peer=1 to=server window=2",
                 "settle",
                 "call.accept wait=yes",
                 "settle"},
                more);
}

// The socket has connected to peer 1, which takes two messages.
inline Moves connected(std::initializer_list<std::string_view> more = {}) {
  return joined(
      bound({"call.connect peer=1 wait=yes", "settle", "frame.syn_ack peer=1 window=2", "settle"}),
      more);
}

// How often a step is made whose leftovers are to be seen among those of everything else.
inline constexpr unsigned many = 250;

// The moves many times, twice, and each time the question whether memory was used up: the first
// round may fill a cache.
inline Moves measured(Moves before, std::initializer_list<std::string_view> moves) {
  Moves all = std::move(before);
  for (unsigned round = 0; round < 2; ++round) {
    for (unsigned i = 0; i < many; ++i) {
      all.insert(all.end(), moves);
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
