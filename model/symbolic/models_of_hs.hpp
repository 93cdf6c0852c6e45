// SPDX-License-Identifier: Apache-2.0
// The texts of AF_IUCV over HiperSockets as terms, in the order of its machines.
#pragma once

#include <memory>
#include <vector>

#include "model/symbolic/symbolic_model.hpp"

namespace pathproof::symbolic {

using HsModel = std::shared_ptr<const SymbolicModel>;

HsModel hs_whole();
HsModel hs_listen();
HsModel hs_connect();
HsModel hs_data();
HsModel hs_ends();
HsModel hs_extremes();
HsModel hs_window();

// All of them.
std::vector<HsModel> models_of_hs();

} // namespace pathproof::symbolic
