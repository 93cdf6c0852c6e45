// SPDX-License-Identifier: Apache-2.0
// A conformance case: a script of the kit's moves for one sentence of behaviour, or a family of
// generated tests. What is right or wrong is never written here: the oracle knows.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/core/requirement.hpp"

namespace pathproof {

struct Case {
  std::string_view id;    // "cinet/shared_memory/failed_attach_is_detached"
  std::string_view title; // a sentence of behaviour
  std::vector<const Requirement*> cites;
  // Moves of ScriptDriver; empty for a generated case. Moves of the role under test are the plan of
  // the embedded reference.
  std::vector<std::string_view> moves{};
  unsigned instances = 3;
  // Roles under test for which the case makes sense; empty: every role that its moves leave free.
  std::vector<std::string_view> roles{};
  std::vector<std::pair<std::string_view, std::string_view>> variations{};
  // For a generated case: prefixes of the label kinds that the kit may show; empty: all.
  std::vector<std::string_view> kinds{};
  // What an implementation may declare it lacks, which makes the case unsupported.
  std::string_view capability = "";

  bool generated() const { return moves.empty(); }

  // "cinet/shared_memory"
  std::string_view family() const { return id.substr(0, id.rfind('/')); }
};

// A protocol's cases with the name of the machine that judges them.
struct CaseTable {
  std::string_view model;
  std::vector<Case> cases;
};

} // namespace pathproof
