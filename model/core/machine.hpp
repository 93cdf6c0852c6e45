// SPDX-License-Identifier: Apache-2.0
// A model at run time: what oracle, reference, exploration and generators work on. They see packed
// states and labels, never a model's own types, so each of them exists once for all protocols.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/core/label.hpp"
#include "model/core/requirement.hpp"
#include "model/core/rule.hpp"

namespace pathproof {

// A state as bits, in the order of the model's fields. Unused words are zero.
struct Packed {
  static constexpr std::size_t capacity = 24;
  std::array<std::uint64_t, capacity> words{};

  friend bool operator==(const Packed&, const Packed&) = default;
};

// One transition out of a state.
struct Step {
  unsigned rule = 0; // index into ModelDescription::rules
  Label label;
  Packed next;
};

// A rule, all its static instances together.
struct RuleDescription {
  std::string id;
  unsigned kind = 0;
  Duty duty = Duty::must;
  std::vector<const Requirement*> cites;                   // of the rule itself
  std::vector<std::vector<const Requirement*>> conditions; // of each condition of its guard
  bool picks = false;                                      // chooses a member of a set
  // The field groups, a bit for each, that its guard, its choice and its label look at.
  std::uint64_t reads = 0;
};

struct InvariantDescription {
  std::string id;
  std::vector<const Requirement*> cites;
};

// A fault written by hand beside the rules: switched on, it replaces the rule `instead_of`.
struct PlantedFault {
  std::string_view id;
  std::string_view title;
  unsigned role = 0;                // whose implementation is wrong
  std::string_view instead_of = ""; // empty: it is added to the rules
};

// The role of the environment. The kit always plays it: it is never under test. A model may have
// more such roles: its `free_roles`, to whom everything is permitted.
inline constexpr std::string_view operator_role = "operator";

struct ModelDescription {
  std::string name;    // "cinet/shared_memory"
  std::string summary; // one sentence
  std::vector<std::string_view> roles;
  std::vector<std::string_view> free_roles;
  std::vector<LabelKind> kinds;
  std::vector<const Requirement*> requirements; // the whole table of the protocol
  std::vector<VariationPoint> variation_points;
  std::vector<RuleDescription> rules;
  std::vector<InvariantDescription> invariants;
  std::vector<PlantedFault> planted;
  std::vector<std::string> fields; // group names, each once
  // By field group: the groups that rules make its new values of.
  std::vector<std::uint64_t> made_of;

  // The field groups that the rules of a role depend on, however indirectly: what an implementation
  // of the role has to remember. A bit for each.
  std::uint64_t remembered_by(unsigned role) const;

  // Some rule demands labels of this kind. Those of other kinds are shown on one's own initiative.
  bool demands(unsigned kind) const;

  // Whether an implementation can be judged in the role.
  bool can_be_under_test(unsigned role) const;

  // The value of each variation point where an implementation of the role is judged that declares
  // nothing: what it leaves unsaid about itself is left open, and the kit plays by default.
  std::map<std::string, unsigned> choices_for(unsigned role) const;

  // Bit k is set when kind k belongs to the role.
  std::uint64_t kinds_of_role(unsigned role) const;
  // Index of the role or kind, throwing UsageError when there is none of that name.
  unsigned role(std::string_view name) const;
  unsigned kind(std::string_view name) const;
  unsigned rule(std::string_view id) const;
};

// What is wrong on purpose with a model that plays an implementation.
struct Mutation {
  enum class Operator {
    none,
    drop,           // the rule never fires
    omit_condition, // condition `detail` of the guard is not looked at
    omit_update,    // the field group `detail` keeps its old value
    wrong_argument, // argument `detail` of the label is not the one it should be
    wrong_member,   // picks among those it must not pick
    planted,        // PlantedFault `detail`
  };
  Operator what = Operator::none;
  unsigned rule = 0;
  unsigned detail = 0;
  std::string id{}; // "ask.attach/omit_condition:2"
};

// What an implementation with a wrong argument shows instead of this value.
constexpr std::uint32_t wrong_value(const LabelArgument& argument, std::uint32_t value) {
  return argument.names.empty() ? value ^ 1U
                                : (value + 1) % static_cast<std::uint32_t>(argument.names.size());
}

// How a machine is set up: instances (1 to 32) and values of variation points by name.
struct Configuration {
  unsigned instances = 3;
  std::map<std::string, unsigned> variations{}; // others have their default
  Mutation mutation{};
};

// One field of a state, for people.
struct FieldValue {
  std::string name;
  std::string value;
};

// Why a label is not permitted: the rule that came closest, and the conditions that did not hold.
struct Refusal {
  unsigned rule = 0;
  std::vector<unsigned> failed_conditions{}; // empty: its label would have had other arguments
  bool not_a_candidate = false;              // the guard held, the member picked was not permitted
};

// Which transitions are wanted.
struct Wanted {
  std::uint64_t kinds = ~std::uint64_t{0}; // bit per label kind
  const Label* label = nullptr;            // only transitions that show exactly this label
};

class Machine {
public:
  virtual ~Machine() = default;

  const ModelDescription& description() const { return *description_; }

  const Configuration& configuration() const { return configuration_; }

  // 64-bit words of a packed state that are in use, and the bits in them.
  std::size_t words() const { return (bits_ + 63) / 64; }

  std::size_t bits() const { return bits_; }

  virtual Packed initial() const = 0;

  // Appends the transitions out of a state.
  virtual void expand(const Packed& state, const Wanted& wanted, std::vector<Step>& out) const = 0;

  // Appends the packed successors only, `words()` words each; false if an invariant does not hold
  // in the state itself. The fast path of exploration.
  virtual bool successors(const std::uint64_t* state, std::vector<std::uint64_t>& out) const = 0;

  // Indices of the invariants that do not hold in the state.
  virtual std::vector<unsigned> violated(const Packed& state) const = 0;

  // Which conditions of each rule's guard hold: one bit mask per static instance of a rule.
  virtual std::vector<std::pair<unsigned, std::uint32_t>> guards(const Packed& state) const = 0;

  // Why the label is not permitted in the state, the nearest rules first.
  virtual std::vector<Refusal> refusals(const Packed& state, const Label& label) const = 0;

  virtual std::vector<FieldValue> values(const Packed& state) const = 0;

  // Some of its state is a set of instances; otherwise their number means nothing.
  bool counts_instances() const;

  // The same model, set up differently.
  virtual std::unique_ptr<Machine> configured(const Configuration& configuration) const = 0;

protected:
  std::shared_ptr<const ModelDescription> description_;
  Configuration configuration_;
  std::size_t bits_ = 0;
};

// Checks a configuration against the description: instances in range, names and values known.
// Throws UsageError.
void check(const Configuration& configuration, const ModelDescription& description);

} // namespace pathproof
