// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/cinet/cases.hpp"
#include "model/cinet/requirements.hpp"

namespace pathproof::cinet {

std::vector<Case> shared_memory_cases() {
  return {
      {.id = "cinet/shared_memory/attach_reaches_every_provider",
       .title = "an attach on a generic socket is given to every active provider",
       .cites = {&req::smo_001, &req::smo_041, &req::cinet_100},
       .moves = {"call.socket socket=1 type=stream",
                 "call.attach socket=1 object=1",
                 "settle",
                 "query.access tp=1 object=1",
                 "settle",
                 "query.access tp=3 object=1",
                 "settle"}},
      {.id = "cinet/shared_memory/failed_attach_is_detached",
       .title = "after a failed attach and its detach no provider has access",
       .cites = {&req::smo_040, &req::smo_041, &req::smo_042},
       .moves = {"call.socket socket=1 type=stream",
                 "call.attach socket=1 object=1",
                 "answer.done",
                 "answer.failed code=-1,118,74620302",
                 "call.detach socket=1 object=1",
                 "settle",
                 "query.access tp=1 object=1",
                 "settle",
                 "query.access tp=2 object=1",
                 "settle",
                 "query.access tp=3 object=1",
                 "settle"}},
      {.id = "cinet/shared_memory/generated",
       .title = "any order of attach, detach, close and provider events",
       .cites = {&req::smo_041, &req::smo_042, &req::smo_020, &req::smo_021},
       .kinds = {"call.socket",
                 "call.close",
                 "call.duplicate",
                 "call.attach",
                 "call.detach",
                 "upcall.",
                 "answer.",
                 "return.",
                 "event.start",
                 "event.stop",
                 "query."}},
  };
}

} // namespace pathproof::cinet
