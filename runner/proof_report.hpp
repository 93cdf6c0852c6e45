// SPDX-License-Identifier: Apache-2.0
// A proof as reports have it: a case for each invariant, and how long each took.
#pragma once

#ifdef PATHPROOF_SYMBOLIC

#include <vector>

#include "conformance/verdict.hpp"
#include "model/symbolic/prover.hpp"
#include "runner/measured.hpp"

namespace pathproof::runner {

void add_cases(const ModelDescription& model,
               const symbolic::ProveOptions& how,
               const symbolic::Proof& proof,
               RunResult& result);

void add_records(const ModelDescription& model,
                 const symbolic::ProveOptions& how,
                 const symbolic::Proof& proof,
                 std::vector<ProofRecord>& records);

} // namespace pathproof::runner

#endif
