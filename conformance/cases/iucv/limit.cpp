// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/iucv/cases.hpp"
#include "model/iucv/requirements.hpp"

namespace pathproof::iucv {

namespace {

// Entries of guest a with a MSGLIMIT.
constexpr std::string_view msglimit_1 = "event.logon_a connect=any allow=no msglimit=1";
constexpr std::string_view msglimit_2 = "event.logon_a connect=any allow=no msglimit=2";
constexpr std::string_view msglimit_65535 = "event.logon_a connect=any allow=no msglimit=65535";

Moves started_with(std::string_view entry, const Moves& more) {
  return started_as(entry, "event.logon_b connect=none allow=no", more);
}

// … and a has a path to b, on which that limit holds.
Moves connected_with(std::string_view entry, const Moves& more) {
  return then(
      started_with(entry, {"a.connect user=B limit=0 flags=none", "b.accept limit=0 flags=none"}),
      more);
}

} // namespace

std::vector<Case> limit_cases() {
  return {
      {.id = "iucv/limit/of_the_directory",
       .title = "without a limit in CONNECT the one of the directory holds",
       .cites = {&req::iucv_142, &req::iucv_140, &req::iucv_007},
       .moves = connected_with(msglimit_2,
                               {"a.send message=8,oneway,1,11,21,0",
                                "a.send message=8,oneway,1,11,21,0",
                                "a.send message=8,oneway,1,11,21,0"}),
       .roles = {"cp"}},
      {.id = "iucv/limit/of_connect",
       .title = "SEND above the limit of CONNECT has IPRCODE 3",
       .cites = {&req::iucv_140, &req::iucv_145},
       .moves = started_with(msglimit_65535,
                             {"a.connect user=B limit=1 flags=none",
                              "b.accept limit=0 flags=none",
                              "a.send message=8,oneway,1,11,21,0",
                              "a.send message=8,oneway,1,11,21,0"}),
       .roles = {"cp"}},
      {.id = "iucv/limit/completed_makes_room",
       .title = "a completion makes room for another message",
       .cites = {&req::iucv_140},
       .moves = connected_with(msglimit_1,
                               {"a.send message=8,oneway,1,11,21,0",
                                "a.send message=8,oneway,1,11,21,0",
                                "b.receive by=nothing buffer=8",
                                "a.send message=8,oneway,1,11,21,0"}),
       .roles = {"cp"}},
      {.id = "iucv/limit/each_direction",
       .title = "each direction has its own count",
       .cites = {&req::iucv_140},
       .moves = connected_with(
           msglimit_1, {"a.send message=8,oneway,1,11,21,0", "b.send message=8,oneway,1,11,21,0"}),
       .roles = {"cp"}},
      {.id = "iucv/limit/above_the_directory",
       .title = "a limit above the directory is lowered or refused",
       .cites = {&req::iucv_141, &req::iucv_145, &req::iucv_143},
       .moves = started_with(msglimit_2, {"a.connect user=B limit=65535 flags=none"}),
       .roles = {"cp"}},
      {.id = "iucv/limit/accept_above_the_directory",
       .title = "a limit of ACCEPT above the directory is lowered or refused",
       .cites = {&req::iucv_141, &req::iucv_145, &req::iucv_143},
       .moves = started_with(
           msglimit_2, {"a.connect user=B limit=0 flags=none", "b.accept limit=65535 flags=none"}),
       .roles = {"cp"}},
      {.id = "iucv/limit/guest_stays_below",
       .title = "a guest does not send above the limit that it was given",
       .cites = {&req::iucv_140},
       .moves =
           started_as("event.logon_a connect=any allow=yes priority=yes maxconn=64 msglimit=1",
                      "event.logon_b connect=any allow=yes priority=yes maxconn=64 msglimit=65535",
                      {"a.connect user=B limit=1 flags=none data=1",
                       "b.accept limit=0 flags=none",
                       "a.send path=0 message=8,oneway,1,11,21,0"}),
       .roles = {"guest_a"}},
      {.id = "iucv/limit/generated",
       .title = "any order of messages under a limit",
       .cites = {&req::iucv_140, &req::iucv_142},
       .kinds = {"event.logon",
                 "a.dclbfr",
                 "b.dclbfr",
                 "a.connect",
                 "b.accept",
                 "a.send",
                 "b.receive",
                 "return.",
                 "interrupt."}},
  };
}

} // namespace pathproof::iucv
