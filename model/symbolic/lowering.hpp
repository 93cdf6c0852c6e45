// SPDX-License-Identifier: Apache-2.0
// Terms as Z3 expressions. Only query.cpp and unrolling.cpp see this header: a z3::expr converts to
// bool, and must not get near a model text.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <z3++.h>

#include "model/symbolic/graph.hpp"
#include "model/symbolic/query.hpp"

namespace pathproof::symbolic {

// Shows terms of a graph to Z3. With a suffix, variables of the state are those of another moment;
// variation points are the same at all moments.
class Lowering {
public:
  Lowering(z3::context& context,
           const Graph& graph,
           Theory theory,
           unsigned instances,
           std::string suffix = "");

  // The expression of a truth value or number, or, with Theory::bits, of a set.
  z3::expr operator()(Term term);

  // What has to be asserted for the expressions given out since the last call to mean what they
  // should: that a member is one member, that the order is one. It is true of every structure.
  std::vector<z3::expr> definitions() { return std::exchange(definitions_, {}); }

  // Reads the variables that were given out from a model of theirs; nothing if it has more than 32
  // instances.
  std::optional<Structure> read(const z3::model& model);

private:
  z3::expr build(Term term, const Node& node);
  z3::expr number(const Node& node);
  z3::expr relation(const Node& node);
  z3::expr variable(Term term, const Node& node);
  z3::expr bits(Term term, const Node& node);

  // Of Theory::any.
  z3::expr contains(Term set, const z3::expr& instance);
  z3::expr build_contains(Term set, const z3::expr& instance);
  z3::expr quantified(const Node& node);
  z3::expr constant_of_first(Term set);
  z3::expr precedes(const z3::expr& a, const z3::expr& b);
  std::vector<z3::expr> universe(const z3::model& model);

  z3::context& context_;
  const Graph& graph_;
  Theory theory_;
  unsigned instances_;
  std::string suffix_;
  z3::sort instance_;
  z3::expr x_;
  z3::expr y_;
  std::vector<z3::expr> definitions_;
  std::unordered_map<std::uint32_t, z3::expr> known_;
  std::map<std::pair<std::uint32_t, unsigned>, z3::expr> contained_;
  std::unordered_map<std::uint32_t, z3::func_decl> declared_; // by variable
  std::unordered_map<std::uint32_t, z3::expr> firsts_;
  std::optional<z3::func_decl> order_;
};

} // namespace pathproof::symbolic
