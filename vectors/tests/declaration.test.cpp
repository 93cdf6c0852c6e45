// SPDX-License-Identifier: Apache-2.0
// A vector says what an implementation has to declare to be permitted what the vector wants of it.
#include <algorithm>
#include <map>
#include <string>

#include "cmake/testing/catch.hpp"
#include "conformance/oracle.hpp"
#include "vectors/tests/protocols.hpp"

using namespace pathproof;

namespace {

// What is chosen where an implementation declares what the vector says, and nothing else.
std::map<std::string, unsigned> declared_by(const ModelDescription& model,
                                            const vectors::Vector& vector) {
  auto choices = model.choices_for(model.role(vector.role));
  for (const VariationPoint& point : model.variation_points) {
    const auto declared = vector.variations.find(std::string(point.name));
    if (declared != vector.variations.end()) {
      choices[declared->first] = point.number_of(declared->second).value();
    }
  }
  return choices;
}

bool is_permitted(const Machine& whole,
                  const vectors::Vector& vector,
                  const std::map<std::string, unsigned>& choices) {
  const auto judge =
      whole.configured({.instances = vector.instances, .variations = choices, .mutation = {}});
  const ModelDescription& model = judge->description();
  Oracle oracle(*judge, 1U << model.role(vector.role));
  return std::all_of(vector.steps.begin(), vector.steps.end(), [&](const auto& step) {
    std::string error;
    const auto label = parse(step.label, model.kinds, error);
    return label && oracle.step(*label);
  });
}

} // namespace

TEST_CASE("what has to be declared for a vector is in it") {
  for (const vectors::Judged& one : vectors::protocols()) {
    const ModelDescription& model = one.machine->description();
    for (const vectors::Vector& vector : one.corpus) {
      INFO(vector.id << " of " << vector.role << " by " << model.name);
      const auto declared = declared_by(model, vector);
      auto helpful = declared;
      for (const VariationPoint& point : model.variation_points) {
        const std::string name(point.name);
        if (!vector.variations.contains(name)) {
          helpful[name] = point.default_value;
        }
      }
      // A part may have numbers of its own, such as a window, which nobody could declare.
      CHECK((is_permitted(*one.machine, vector, declared) ||
             !is_permitted(*one.machine, vector, helpful)));
    }
  }
}
