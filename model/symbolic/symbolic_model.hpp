// SPDX-License-Identifier: Apache-2.0
// A model as terms: what provers work on. Like Machine, it hides the model's own types, so that a
// prover is ordinary code that exists once for all protocols.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/core/machine.hpp"
#include "model/symbolic/graph.hpp"

namespace pathproof {

namespace symbolic {

// One field of the state, in the order of State::fields.
struct Field {
  std::string name;  // "access(1)(1)"
  std::string group; // "access"
  Sort sort;
  unsigned packed_width = 0;         // bits in a packed state; sets have one for each instance
  std::vector<std::string> values{}; // of an enumeration: the names of its values
  int first = -1;                    // its indices, from 0
  int second = -1;
};

// One static instance of a rule.
struct Transition {
  unsigned rule = 0;    // index into ModelDescription::rules
  bool planted = false; // no rule, but a planted fault that was added to them
  std::vector<Term> conditions;
  bool chooses = false; // some member or number, `choice`, for which `permitted` holds
  Term choice{};
  Term permitted = true_term;
  std::vector<Term> next;  // a term for each field
  unsigned kind = 0;       // of the label shown
  std::vector<Term> shown; // its arguments
};

struct RecordedInvariant {
  unsigned index = 0; // into ModelDescription::invariants; an invariant may have many instances
  Term holds;
};

// The model text read once.
struct Recorded {
  std::vector<Term> state;      // a variable for each field
  std::vector<Term> parameters; // a variable or constant for each variation point
  std::vector<Term> initial;    // a term for each field
  std::vector<Transition> transitions;
  std::vector<RecordedInvariant> invariants;
  std::vector<Term> ranges;      // of the state's fields: what a packed state cannot even say
  std::vector<Term> assumptions; // about the parameters
};

// Which model: values of variation points by name, those that may have any value, and the fault.
struct Setup {
  std::map<std::string, unsigned> variations{}; // others have their default
  std::set<std::string> free{};
  Mutation mutation{};
};

} // namespace symbolic

class SymbolicModel {
public:
  virtual ~SymbolicModel() = default;

  std::string_view name() const { return name_; }

  const std::vector<symbolic::Field>& fields() const { return fields_; }

  // Reads the model text into the graph. Variables are found by name, so recordings of the model
  // and of a mutant in one graph speak of the same states.
  virtual symbolic::Recorded record(symbolic::Graph& graph,
                                    const ModelDescription& description,
                                    const symbolic::Setup& setup) const = 0;

protected:
  std::string_view name_;
  std::vector<symbolic::Field> fields_;
};

} // namespace pathproof
