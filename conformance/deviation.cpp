// SPDX-License-Identifier: Apache-2.0
#include "conformance/deviation.hpp"

namespace pathproof {

RequirementReference reference_to(const Requirement& requirement) {
  return {std::string(requirement.id),
          std::string(to_string(requirement.level)),
          std::string(requirement.sentence),
          std::string(requirement.source),
          std::string(requirement.confidence)};
}

Deviation deviation_of(const Explanation& explanation, const ModelDescription& model) {
  Deviation deviation;
  deviation.level = to_string(explanation.level());
  for (const Label& label : explanation.permitted) {
    deviation.permitted.push_back(print(label, model.kinds));
  }
  if (explanation.silence_permitted) {
    deviation.permitted.emplace_back("silence");
  }
  for (const Requirement* requirement : explanation.broken) {
    deviation.broken.push_back(reference_to(*requirement));
  }
  return deviation;
}

} // namespace pathproof
