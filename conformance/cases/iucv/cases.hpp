// SPDX-License-Identifier: Apache-2.0
// The cases of IUCV at CP level, one file per concept, named as in model/iucv.
#pragma once

#include "conformance/cases/case.hpp"
#include "conformance/cases/moves.hpp"

namespace pathproof::iucv {

std::vector<Case> authorization_cases();
std::vector<Case> path_cases();
std::vector<Case> message_cases();
std::vector<Case> completion_cases();
std::vector<Case> interrupt_cases();
std::vector<Case> limit_cases();

// Those that CP alone is asked in so many words, with guest a in the place of b and b in that of a.
std::vector<Case> exchanged_cases(const std::vector<Case>& cases);

// Guests a and b are logged on with these entries of the directory, and have declared their
// buffers.
inline Moves started_as(std::string_view a, std::string_view b, const Moves& more = {}) {
  return then(then({a, b}, {"a.dclbfr", "b.dclbfr"}), more);
}

// … with entries that let both do all that they like.
inline Moves started(const Moves& more) {
  return started_as("event.logon_a connect=any allow=yes maxconn=64 msglimit=65535",
                    "event.logon_b connect=any allow=yes maxconn=64 msglimit=65535",
                    more);
}

// … with entries that say no more than that a may connect.
inline Moves started_to_connect(const Moves& more) {
  return started_as("event.logon_a connect=any allow=yes", "event.logon_b", more);
}

// Both guests are started, and a has a path to b.
inline Moves connected(const Moves& more) {
  return then(started({"a.connect user=B limit=0 flags=none", "b.accept limit=0 flags=none"}),
              more);
}

// … on which both take parameter-list data.
inline Moves connected_with_lists(const Moves& more) {
  return then(
      started({"a.connect user=B limit=0 flags=IPRMDATA", "b.accept limit=0 flags=IPRMDATA"}),
      more);
}

// The same with whole labels, which are the plan of a guest under test.
inline Moves connected_guests(const Moves& more) {
  return then(started({"a.connect user=B limit=0 flags=none data=1",
                       "b.accept path=0 limit=0 flags=none data=2"}),
              more);
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
  const std::vector<Case> exchanged = exchanged_cases(table.cases);
  table.cases.insert(table.cases.end(), exchanged.begin(), exchanged.end());
  return table;
}

} // namespace pathproof::iucv
