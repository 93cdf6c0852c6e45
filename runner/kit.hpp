// SPDX-License-Identifier: Apache-2.0
// The whole command line, for any set of protocols. A program of one's own is
//
//   int main(int argc, char** argv) { return pathproof::kit_main(argc, argv, {my_protocol()}); }
#pragma once

#include <vector>

#include "conformance/suite.hpp"
#include "model/core/machine_of.hpp"
#ifdef PATHPROOF_SYMBOLIC
#include "model/symbolic/symbolic_model_of.hpp"
#endif

namespace pathproof {

// Runs a command line; gives the exit status (0 to 3).
int kit_main(int argc, char** argv, const std::vector<Protocol>& protocols);

// A protocol of one model, with one family of generated cases for each of its roles.
template <class Model>
Protocol protocol_of() {
  Protocol protocol{.name = std::string(Model::name), .machines = {}, .cases = {}, .symbolic = {}};
  protocol.machines.push_back(std::make_shared<MachineOf<Model>>());
#ifdef PATHPROOF_SYMBOLIC
  protocol.symbolic.push_back(std::make_shared<SymbolicModelOf<Model>>());
#endif
  static const std::string id = std::string(Model::name) + "/generated";
  const auto& requirements = protocol.machines.front()->description().requirements;
  protocol.cases.push_back({.id = id,
                            .title = "any order of what the rules allow",
                            .cites = {requirements.begin(), requirements.end()}});
  return protocol;
}

} // namespace pathproof
