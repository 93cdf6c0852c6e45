// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/lfp/calls/cases.hpp"
#include "model/lfp/calls/requirements.hpp"

namespace pathproof::lfp::values {

std::vector<Case> host_cases() {
  return {
      {.id = "lfp/calls/host/addresses",
       .title = "GETHOSTBYNAME gives the address that a text is, with its family on z/VSE",
       .cites = {&req::lfpo_021, &req::lfp_083, &req::lfp_095},
       .moves =
           settled({"instance.gethostbyname name=127.0.0.1", "instance.gethostbyname name=::1"})},
      {.id = "lfp/calls/host/localhost",
       .title = "GETHOSTBYNAME knows what the Linux machine calls itself",
       .cites = {&req::lfp_095, &req::lfp_175},
       .moves = settled({"instance.gethostbyname name=localhost"})},
      {.id = "lfp/calls/host/nobody",
       .title = "GETHOSTBYNAME of what is no name fails, and the path stays",
       .cites = {&req::lfpo_021},
       .moves = settled(
           {"instance.gethostbyname name=nobody", "instance.gethostbyname name=127.0.0.1"})},
      {.id = "lfp/calls/host/own",
       .title = "GETHOSTNAME gives the name of the Linux machine, GETHOSTID what is configured",
       .cites = {&req::lfp_061, &req::lfp_095, &req::lfp_175},
       .moves = settled({"instance.gethostname", "instance.gethostid"})},
  };
}

} // namespace pathproof::lfp::values
