// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/lfp/cases.hpp"
#include "model/lfp/requirements.hpp"

namespace pathproof::lfp {

std::vector<Case> limit_cases() {
  return {
      {.id = "lfp/limit/data_leaves_the_last_slot",
       .title = "with a limit of 2 data waits until what is before it is confirmed",
       .cites = {&req::lfp_163, &req::lfpo_005},
       .moves = configured({"configure.daemon item=message_limit value=2",
                            "event.start",
                            "settle",
                            "app.write socket=0 octets=20000 waits=yes",
                            "settle"})},
      {.id = "lfp/limit/control_in_the_last_slot",
       .title = "a heartbeat may take the last slot",
       .cites = {&req::lfp_163, &req::lfp_173},
       .moves = configured({"configure.daemon item=message_limit value=2",
                            "configure.instance item=message_limit value=2",
                            "event.start",
                            "settle",
                            "carrier.idle side=instance",
                            "settle",
                            "carrier.idle side=daemon",
                            "settle",
                            "app.write socket=0 octets=1 waits=yes",
                            "remote.writes socket=1 octets=1",
                            "settle"})},
      {.id = "lfp/limit/odd",
       .title = "half of an odd limit is the next whole number above",
       .cites = {&req::lfpo_005, &req::lfp_163},
       .moves = configured({"configure.daemon item=message_limit value=5",
                            "configure.instance item=message_limit value=3",
                            "event.start",
                            "settle",
                            "app.write socket=0 octets=60000 waits=yes",
                            "settle",
                            "remote.writes socket=0 octets=60000",
                            "settle"})},
      {.id = "lfp/limit/generated",
       .title = "any order of messages under small limits",
       .cites = {&req::lfp_163, &req::lfpo_005},
       .kinds = {"configure",
                 "event",
                 "instance",
                 "daemon",
                 "return",
                 "app.write",
                 "app.read",
                 "remote.writes",
                 "remote.ends",
                 "remote.reads",
                 "carrier"}},
  };
}

} // namespace pathproof::lfp
