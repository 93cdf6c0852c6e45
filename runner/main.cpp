// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/cinet/cases.hpp"
#include "model/cinet/machines.hpp"
#include "runner/kit.hpp"

namespace {

pathproof::Protocol common_inet() {
  pathproof::Protocol protocol{.name = "cinet", .machines = {}, .cases = {}};
  for (auto& machine : pathproof::cinet::machines()) {
    protocol.machines.push_back(std::move(machine));
  }
  protocol.cases = pathproof::cinet::cases().cases;
  return protocol;
}

} // namespace

int main(int argc, char** argv) {
  return pathproof::kit_main(argc, argv, {common_inet()});
}
