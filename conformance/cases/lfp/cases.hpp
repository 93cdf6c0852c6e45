// SPDX-License-Identifier: Apache-2.0
// The cases of one path of LFP, one file per concept, named as in model/lfp.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "conformance/cases/case.hpp"

namespace pathproof::lfp {

std::vector<Case> session_cases();
std::vector<Case> limit_cases();
std::vector<Case> window_cases();
std::vector<Case> request_cases();
std::vector<Case> socket_cases();
std::vector<Case> accept_ahead_cases();
std::vector<Case> malformed_cases();
std::vector<Case> unexpected_cases();

using Moves = std::vector<std::string_view>;

// Both sides are configured with values of a usual size.
inline Moves configured(std::initializer_list<std::string_view> more) {
  Moves moves{"configure.instance item=mtu value=8192",
              "configure.instance item=message_limit value=1024",
              "configure.instance item=window value=65535",
              "configure.instance item=credit_point value=16383",
              "configure.daemon item=mtu value=8192",
              "configure.daemon item=message_limit value=1024",
              "configure.daemon item=window value=65535",
              "configure.daemon item=credit_point value=16383"};
  moves.insert(moves.end(), more);
  return moves;
}

// … and there is a path.
inline Moves opened(std::initializer_list<std::string_view> more) {
  Moves moves = configured({"event.start", "settle"});
  moves.insert(moves.end(), more);
  return moves;
}

// … and task 0 has a socket, whose descriptor is 2.
inline Moves made(std::initializer_list<std::string_view> more) {
  Moves moves = opened({"app.call task=0 call=SOCKET socket=0",
                        "instance.request task=0 number=1 call=SOCKET socket=2 new=0 confirms=1",
                        "settle"});
  moves.insert(moves.end(), more);
  return moves;
}

// Only between LPARs there are heartbeats.
inline Case in_its_mode(Case one) {
  for (const std::string_view move : one.moves) {
    if (move.starts_with("carrier.idle") || move.starts_with("carrier.silent")) {
      one.variations = {{"mode", "lpar"}};
    }
  }
  return one;
}

inline CaseTable cases() {
  CaseTable table{.model = "lfp", .cases = {}};
  for (const auto& part : {session_cases(),
                           limit_cases(),
                           window_cases(),
                           request_cases(),
                           socket_cases(),
                           accept_ahead_cases(),
                           malformed_cases(),
                           unexpected_cases()}) {
    std::transform(part.begin(), part.end(), std::back_inserter(table.cases), in_its_mode);
  }
  return table;
}

} // namespace pathproof::lfp
