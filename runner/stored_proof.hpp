// SPDX-License-Identifier: Apache-2.0
// A whole proof in a store. Others are not kept: of a violation its trace is wanted, which a
// machine runs, and what is open may be closed with more time.
#pragma once

#ifdef PATHPROOF_SYMBOLIC

#include <string>

#include "model/symbolic/prover.hpp"

namespace pathproof::runner {

// A proof, and whether it was made now.
struct Answer {
  symbolic::Proof proof;
  bool from_store = false;
};

// The proof of the model that the folder has, but for one `anew`, or a proof that is made now, and
// kept when it is whole.
Answer answer_of_store(const std::string& folder,
                       bool anew,
                       const Machine& machine,
                       const SymbolicModel& model,
                       const symbolic::ProveOptions& how);

// Whether every invariant is proved.
bool is_whole(const symbolic::Proof& proof);

} // namespace pathproof::runner

#endif
