// SPDX-License-Identifier: Apache-2.0
// Which indices of a model's fields can be exchanged, such as those of its sockets. Lemmas then
// come in families, and what was seen of one member is known of all. That is a help in the search
// only: every member is proved by itself.
#pragma once

#include <vector>

#include "model/core/machine.hpp"
#include "model/symbolic/candidates.hpp"

namespace pathproof::symbolic {

// The renamings, without the one that changes nothing, under which the machine's steps out of the
// states seen were found to stay what they are.
std::vector<Renaming> find_renamings(const Machine& machine,
                                     const Candidates& candidates,
                                     const std::vector<Field>& state_fields);

} // namespace pathproof::symbolic
