// SPDX-License-Identifier: Apache-2.0
// What the oracle explains, as plain data for reports.
#pragma once

#include "conformance/oracle.hpp"
#include "conformance/verdict.hpp"

namespace pathproof {

RequirementReference reference_to(const Requirement& requirement);

// All but where in the trace it was, and what was observed.
Deviation deviation_of(const Explanation& explanation, const ModelDescription& model);

} // namespace pathproof
