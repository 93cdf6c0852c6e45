// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <span>

#include "conformance/cases/cinet/cases.hpp"
#include "conformance/cases/cinet/prerouter_cases.hpp"
#include "conformance/cases/iucv/cases.hpp"
#include "conformance/cases/iucv/hs_cases.hpp"
#include "conformance/cases/iucv/hs_wire.hpp"
#include "conformance/cases/lfp/calls/cases.hpp"
#include "conformance/cases/lfp/cases.hpp"
#include "conformance/cases/nss/cases.hpp"
#include "model/cinet/machines.hpp"
#include "model/cinet/prerouter_frame.hpp"
#include "model/cinet/prerouter_machines.hpp"
#include "model/iucv/hs_frame.hpp"
#include "model/iucv/hs_machines.hpp"
#include "model/iucv/hs_wire_machines.hpp"
#include "model/iucv/machines.hpp"
#include "model/lfp/calls/machines.hpp"
#include "model/lfp/frame.hpp"
#include "model/lfp/machines.hpp"
#include "model/lfp/message.hpp"
#include "model/nss/machines.hpp"
#ifdef PATHPROOF_SYMBOLIC
#include "model/symbolic/models_of_calls.hpp"
#include "model/symbolic/models_of_cinet.hpp"
#include "model/symbolic/models_of_hs.hpp"
#include "model/symbolic/models_of_hs_wire.hpp"
#include "model/symbolic/models_of_iucv.hpp"
#include "model/symbolic/models_of_lfp.hpp"
#include "model/symbolic/models_of_nss.hpp"
#include "model/symbolic/models_of_prerouter.hpp"
#endif
#include "runner/kit.hpp"

namespace {

using namespace pathproof;

Protocol protocol(std::vector<std::unique_ptr<Machine>> machines, CaseTable cases) {
  Protocol made{.name = std::string(cases.model),
                .machines = {},
                .cases = std::move(cases.cases),
                .symbolic = {}};
  for (auto& machine : machines) {
    made.machines.push_back(std::move(machine));
  }
  return made;
}

Behind behind_header(std::span<const std::uint8_t> octets) {
  const lfp::Message message = lfp::decode(octets);
  return {.table =
              message.error ? nullptr : lfp::body_table(message.header.kind, message.header.flags),
          .error = message.error};
}

} // namespace

int main(int argc, char** argv) {
  Protocol common_inet = protocol(cinet::machines(), cinet::cases());
  Protocol prerouter = protocol(cinet::prerouter::machines(), cinet::prerouter::cases());
  Protocol iucv_at_cp = protocol(iucv::machines(), iucv::cases());
  iucv_at_cp.far_mutants = false; // over a thousand, in fourteen models
  Protocol hipersockets = protocol(iucv::hs::machines(), iucv::hs::cases());
  Protocol wire = protocol(iucv::wire::machines(), iucv::wire::cases());
  Protocol fast_path = protocol(lfp::machines(), lfp::cases());
  Protocol calls = protocol(lfp::values::machines(), lfp::values::cases());
  Protocol saved_systems = protocol(nss::machines(), nss::cases());
#ifdef PATHPROOF_SYMBOLIC
  common_inet.symbolic = symbolic::models_of_cinet();
  prerouter.symbolic = symbolic::models_of_prerouter();
  iucv_at_cp.symbolic = symbolic::models_of_iucv();
  hipersockets.symbolic = symbolic::models_of_hs();
  wire.symbolic = symbolic::models_of_hs_wire();
  fast_path.symbolic = symbolic::models_of_lfp();
  calls.symbolic = symbolic::models_of_calls();
  saved_systems.symbolic = symbolic::models_of_nss();
#endif
  return kit_main(
      argc,
      argv,
      {std::move(common_inet),
       std::move(prerouter),
       std::move(iucv_at_cp),
       std::move(hipersockets),
       std::move(wire),
       std::move(fast_path),
       std::move(calls),
       std::move(saved_systems)},
      {frame_kind_of<cinet::prerouter::command_table, cinet::prerouter::CommandOf>(
           "cinet/prerouter/command"),
       frame_kind_of<cinet::prerouter::list_table, cinet::prerouter::ListOf>(
           "cinet/prerouter/ifconf"),
       frame_kind_of<cinet::prerouter::list_64_table, cinet::prerouter::List64Of>(
           "cinet/prerouter/ifconf64"),
       frame_kind_of<cinet::prerouter::configuration_table, cinet::prerouter::ConfigurationOf>(
           "cinet/prerouter/netconfhdr"),
       frame_kind_of<cinet::prerouter::configuration_64_table, cinet::prerouter::Configuration64Of>(
           "cinet/prerouter/netconfhdr64"),
       frame_kind_of<cinet::prerouter::home_interface_table, cinet::prerouter::HomeInterfaceOf>(
           "cinet/prerouter/homeif"),
       frame_kind_of<cinet::prerouter::route_6_table, cinet::prerouter::Route6Of>(
           "cinet/prerouter/grt6rtentry"),
       frame_kind_of<iucv::hs_frame_table, iucv::HsFrameOf>("iucv/hs_frame"),
       frame_kind_of<lfp::header_table, lfp::HeaderOf>("lfp/header", behind_header),
       frame_kind_of<lfp::hello_table, lfp::HelloOf>("lfp/hello"),
       frame_kind_of<lfp::call_table, lfp::CallBodyOf>("lfp/call")});
}
