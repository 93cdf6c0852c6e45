// SPDX-License-Identifier: Apache-2.0
// The cases of IUCV at CP level, one file per concept, named as in model/iucv.
#pragma once

#include <initializer_list>

#include "conformance/cases/case.hpp"

namespace pathproof::iucv {

std::vector<Case> authorization_cases();
std::vector<Case> path_cases();
std::vector<Case> message_cases();
std::vector<Case> completion_cases();
std::vector<Case> interrupt_cases();
std::vector<Case> limit_cases();

using Moves = std::vector<std::string_view>;

// Both guests are logged on and have declared their buffers.
inline Moves started(std::initializer_list<std::string_view> more) {
  Moves moves{"event.logon_a connect=any allow=yes maxconn=64 msglimit=65535",
              "event.logon_b connect=any allow=yes maxconn=64 msglimit=65535",
              "a.dclbfr",
              "settle",
              "b.dclbfr",
              "settle"};
  moves.insert(moves.end(), more);
  return moves;
}

// … and a has a path to b.
inline Moves connected(std::initializer_list<std::string_view> more) {
  Moves moves = started(
      {"a.connect user=B limit=0 flags=none", "settle", "b.accept limit=0 flags=none", "settle"});
  moves.insert(moves.end(), more);
  return moves;
}

// … on which both take parameter-list data.
inline Moves connected_with_lists(std::initializer_list<std::string_view> more) {
  Moves moves = started({"a.connect user=B limit=0 flags=IPRMDATA",
                         "settle",
                         "b.accept limit=0 flags=IPRMDATA",
                         "settle"});
  moves.insert(moves.end(), more);
  return moves;
}

// The same with whole labels, which are the plan of a guest under test.
inline Moves connected_guests(std::initializer_list<std::string_view> more) {
  Moves moves = started({"a.connect user=B limit=0 flags=none data=1",
                         "settle",
                         "b.accept path=0 limit=0 flags=none data=2",
                         "settle"});
  moves.insert(moves.end(), more);
  return moves;
}

inline CaseTable cases() {
  CaseTable table{.model = "iucv", .cases = {}};
  for (const auto& part : {authorization_cases(),
                           path_cases(),
                           message_cases(),
                           completion_cases(),
                           interrupt_cases(),
                           limit_cases()}) {
    table.cases.insert(table.cases.end(), part.begin(), part.end());
  }
  return table;
}

} // namespace pathproof::iucv
