// SPDX-License-Identifier: Apache-2.0
// The cases of the values that socket calls carry, one file per concept, named as in
// model/lfp/calls. A request is answered before the next one.
#pragma once

#include "conformance/cases/case.hpp"
#include "conformance/cases/moves.hpp"
#include "model/lfp/calls/machines.hpp"

namespace pathproof::lfp::values {

std::vector<Case> request_cases();
std::vector<Case> address_cases();
std::vector<Case> option_cases();
std::vector<Case> datagram_cases();
std::vector<Case> listener_cases();
std::vector<Case> host_cases();

inline constexpr std::string_view stream = "instance.socket socket=0 family=AF_INET type=stream";
inline constexpr std::string_view stream_6 = "instance.socket socket=0 family=AF_INET6 type=stream";
inline constexpr std::string_view datagrams =
    "instance.socket socket=0 family=AF_INET type=datagram";
inline constexpr std::string_view datagrams_6 =
    "instance.socket socket=0 family=AF_INET6 type=datagram";
inline constexpr std::string_view name = "instance.getsockname socket=0";
inline constexpr std::string_view peer = "instance.getpeername socket=0";
inline constexpr std::string_view close = "instance.close socket=0";

inline CaseTable cases() {
  CaseTable table{.model = protocol_name, .cases = {}};
  for (const auto& part : {request_cases(),
                           address_cases(),
                           option_cases(),
                           datagram_cases(),
                           listener_cases(),
                           host_cases()}) {
    table.cases.insert(table.cases.end(), part.begin(), part.end());
  }
  return table;
}

} // namespace pathproof::lfp::values
