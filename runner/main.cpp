// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/cinet/cases.hpp"
#include "model/cinet/machines.hpp"
#include "model/iucv/hs_frame.hpp"
#ifdef PATHPROOF_SYMBOLIC
#include "model/symbolic/models_of_cinet.hpp"
#endif
#include "runner/kit.hpp"

namespace {

pathproof::Protocol common_inet() {
  pathproof::Protocol protocol{.name = "cinet", .machines = {}, .cases = {}, .symbolic = {}};
  for (auto& machine : pathproof::cinet::machines()) {
    protocol.machines.push_back(std::move(machine));
  }
#ifdef PATHPROOF_SYMBOLIC
  protocol.symbolic = pathproof::symbolic::models_of_cinet();
#endif
  protocol.cases = pathproof::cinet::cases().cases;
  return protocol;
}

} // namespace

int main(int argc, char** argv) {
  using namespace pathproof;
  return kit_main(argc,
                  argv,
                  {common_inet()},
                  {frame_kind_of<iucv::hs_frame_table, iucv::HsFrameOf>("iucv/hs_frame")});
}
