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
#include "runner/frame_kind.hpp"

namespace pathproof {

// Runs a command line; gives the exit status (0 to 3).
int kit_main(int argc,
             char** argv,
             const std::vector<Protocol>& protocols,
             const std::vector<FrameKind>& frames = {});

// What a model without variation points need not write: `struct Link : ModelWithDefaults<Link>`.
template <class Model>
struct ModelWithDefaults {
  template <class D>
  struct Parameters {};

  // As the members of the state say.
  template <class D>
  static auto initial(const Parameters<D>&) {
    return typename Model::template State<D>{};
  }
};

// Visits the fields of a state: each_field(visit, "bit", s.bit, "data", s.data).
template <class Visit, class Field, class... Rest>
void each_field(Visit&& visit, const char* name, Field& field, Rest&&... rest) {
  visit(FieldName{name}, field);
  if constexpr (sizeof...(Rest) > 0) {
    each_field(visit, rest...);
  }
}

// A protocol of one model, with one family of generated cases for each of its roles.
template <class Model>
Protocol protocol_of() {
  Protocol protocol{.name = std::string(Model::name), .machines = {}, .cases = {}, .symbolic = {}};
  protocol.machines.push_back(std::make_shared<MachineOf<Model, true>>());
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
