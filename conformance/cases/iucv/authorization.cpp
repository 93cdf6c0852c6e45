// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/iucv/cases.hpp"
#include "model/iucv/requirements.hpp"

namespace pathproof::iucv {

namespace {

// With these entries of the directory a connects to b.
Moves connects(std::string_view a, std::string_view b) {
  return started_as(a, b, {"a.connect user=B limit=0 flags=none"});
}

Moves connects_twice(std::string_view a, std::string_view b) {
  return started_as(a, b, {"a.connect user=B", "a.connect user=B"});
}

} // namespace

std::vector<Case> authorization_cases() {
  return {
      {.id = "iucv/authorization/any",
       .title = "a directory entry with IUCV ANY lets the user connect",
       .cites = {&req::iucv_002, &req::iucv_029},
       .moves =
           connects("event.logon_a connect=any allow=no", "event.logon_b connect=none allow=no"),
       .roles = {"cp"}},
      {.id = "iucv/authorization/userid",
       .title = "a directory entry with the userid lets the user connect to it",
       .cites = {&req::iucv_003, &req::iucv_029},
       .moves =
           connects("event.logon_a connect=userid allow=no", "event.logon_b connect=none allow=no"),
       .roles = {"cp"}},
      {.id = "iucv/authorization/allow",
       .title = "an entry with IUCV ALLOW lets everybody connect to its user",
       .cites = {&req::iucv_001, &req::iucv_029},
       .moves =
           connects("event.logon_a connect=none allow=no", "event.logon_b connect=none allow=yes"),
       .roles = {"cp"}},
      {.id = "iucv/authorization/nothing",
       .title = "without any statement CONNECT has IPRCODE 15, and the target learns nothing",
       .cites = {&req::iucv_004, &req::iucv_006},
       .moves =
           connects("event.logon_a connect=none allow=no", "event.logon_b connect=none allow=no"),
       .roles = {"cp"}},
      {.id = "iucv/authorization/allow_is_no_right_of_ones_own",
       .title = "IUCV ALLOW in the originator's entry gives it no right",
       .cites = {&req::iucv_005, &req::iucv_004},
       .moves =
           connects("event.logon_a connect=none allow=yes", "event.logon_b connect=none allow=no"),
       .roles = {"cp"}},
      {.id = "iucv/authorization/not_logged_on",
       .title = "CONNECT to a user that is not logged on has IPRCODE 11",
       .cites = {&req::iucv_031, &req::iucv_291},
       .moves = then({"event.logon_a connect=any"},
                     {"a.dclbfr", "a.connect user=B", "a.connect user=NOBODY"}),
       .roles = {"cp"}},
      {.id = "iucv/authorization/no_buffer",
       .title = "CONNECT to a user without a buffer has IPRCODE 12",
       .cites = {&req::iucv_031},
       .moves =
           then({"event.logon_a connect=any", "event.logon_b"}, {"a.dclbfr", "a.connect user=B"}),
       .roles = {"cp"}},
      {.id = "iucv/authorization/no_service",
       .title = "CONNECT to a CP service that there is not has IPRCODE 16",
       .cites = {&req::iucv_012},
       .moves = then({"event.logon_a connect=any"}, {"a.dclbfr", "a.connect user=*NOSUCH"}),
       .roles = {"cp"}},
      {.id = "iucv/authorization/own_maxconn",
       .title = "a second path above one's own MAXCONN has IPRCODE 13",
       .cites = {&req::iucv_009, &req::iucv_010},
       .moves = connects_twice("event.logon_a connect=any allow=yes maxconn=1",
                               "event.logon_b connect=any allow=yes maxconn=64"),
       .roles = {"cp"}},
      {.id = "iucv/authorization/target_maxconn",
       .title = "a second path above the MAXCONN of the target has IPRCODE 14",
       .cites = {&req::iucv_009, &req::iucv_010},
       .moves = connects_twice("event.logon_a connect=any allow=yes maxconn=64",
                               "event.logon_b connect=any allow=yes maxconn=1"),
       .roles = {"cp"}},
      {.id = "iucv/authorization/declares_twice",
       .title = "a second DCLBFR has IPRCODE 19",
       .cites = {&req::iucv_027, &req::iucv_290},
       .moves = then({"event.logon_a"}, {"a.dclbfr", "a.dclbfr"}),
       .roles = {"cp"}},
      {.id = "iucv/authorization/no_function_without_buffer",
       .title = "without a buffer a function is an operation exception, but QUERY is not",
       .cites = {&req::iucv_020, &req::iucv_025, &req::iucv_026},
       .moves = then({"event.logon_a connect=any"},
                     {"a.query", "a.connect user=B", "a.sever all=yes", "a.setmask mask=F8"}),
       .roles = {"cp"}},
      {.id = "iucv/authorization/retrieves_the_buffer",
       .title = "RTRVBFR severs every path, and the partner is told",
       .cites = {&req::iucv_028, &req::iucv_065},
       .moves = connected({"a.rtrvbfr", "b.sever all=no", "a.query"}),
       .roles = {"cp"}},
      {.id = "iucv/authorization/logoff",
       .title = "a guest that is logged off is severed toward its partner",
       .cites = {&req::iucv_072},
       .moves = connected({"event.logoff_a"}),
       .roles = {"cp"}},
      {.id = "iucv/authorization/guest_connects",
       .title = "a guest declares its buffer and connects",
       .cites = {&req::iucv_020, &req::iucv_029, &req::iucv_030},
       .moves = then({"event.logon_a connect=any allow=yes priority=yes maxconn=64 msglimit=65535",
                      "event.logon_b connect=any allow=yes priority=yes maxconn=64 msglimit=65535"},
                     {"b.dclbfr", "a.dclbfr", "a.connect user=B limit=0 flags=none data=1"}),
       .roles = {"guest_a"}},
      {.id = "iucv/authorization/generated",
       .title = "any order of logging on and off, declaring and connecting",
       .cites = {&req::iucv_004, &req::iucv_010, &req::iucv_031},
       .kinds = {"event.logon",
                 "a.dclbfr",
                 "b.dclbfr",
                 "event.logoff",
                 "a.connect",
                 "b.connect",
                 "a.query",
                 "a.rtrvbfr",
                 "b.rtrvbfr",
                 "a.sever",
                 "b.accept",
                 "return.",
                 "interrupt."}},
  };
}

} // namespace pathproof::iucv
