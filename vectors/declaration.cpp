// SPDX-License-Identifier: Apache-2.0
#include "vectors/declaration.hpp"

#include <algorithm>

#include "conformance/oracle.hpp"

namespace pathproof::vectors {

namespace {

// Rules and fields have other numbers in another model. Nothing where it has them not.
std::optional<Mutation>
as_of(const ModelDescription& judge, const ModelDescription& own, Mutation mutation) {
  if (mutation.what == Mutation::Operator::planted) {
    return mutation;
  }
  const auto rule = std::find_if(judge.rules.begin(), judge.rules.end(), [&](const auto& one) {
    return one.id == own.rules[mutation.rule].id;
  });
  if (rule == judge.rules.end()) {
    return std::nullopt;
  }
  mutation.rule = static_cast<unsigned>(rule - judge.rules.begin());
  if (mutation.what == Mutation::Operator::omit_update) {
    const auto field =
        std::find(judge.fields.begin(), judge.fields.end(), own.fields[mutation.detail]);
    if (field == judge.fields.end()) {
      return std::nullopt;
    }
    mutation.detail = static_cast<unsigned>(field - judge.fields.begin());
  }
  return mutation;
}

bool permits_all(const Machine& judge, const Conversation& conversation) {
  Oracle oracle(judge, 1U << conversation.role);
  return std::all_of(conversation.labels.begin(),
                     conversation.labels.end(),
                     [&](const Label& label) { return oracle.step(label); });
}

bool lies(const Machine& mutant, const Conversation& conversation) {
  Oracle oracle(mutant, 1U << conversation.role);
  for (const Label& label : conversation.labels) {
    oracle.step(label); // a mutant may have no way to show one of them
  }
  return oracle.step(*conversation.lie);
}

} // namespace

Configuration undeclared(const Machine& machine, unsigned role) {
  Configuration configuration = machine.configuration();
  configuration.variations.merge(machine.description().choices_for(role));
  return configuration;
}

std::map<std::string, unsigned> to_be_declared(const Conversation& conversation,
                                               const Machine& judge) {
  const Machine& machine = *conversation.machine;
  Configuration open = undeclared(machine, conversation.role);
  bool enough = permits_all(*judge.configured(open), conversation);
  if (enough && conversation.lie) {
    const auto mutation = as_of(judge.description(), machine.description(), conversation.mutation);
    open.mutation = mutation.value_or(Mutation{});
    enough = !mutation || lies(*judge.configured(open), conversation);
  }
  std::map<std::string, unsigned> declared = machine.configuration().variations;
  for (const VariationPoint& point : machine.description().variation_points) {
    if (!enough && point.owner == conversation.role && point.default_value != point.open_value) {
      declared.try_emplace(std::string(point.name), point.default_value);
    }
  }
  return declared;
}

} // namespace pathproof::vectors
