// SPDX-License-Identifier: Apache-2.0
// The scopes of IUCV at CP level as terms, in the order of iucv::machines().
#pragma once

#include <memory>
#include <vector>

#include "model/symbolic/symbolic_model.hpp"

namespace pathproof::symbolic {

using IucvModel = std::shared_ptr<const SymbolicModel>;

IucvModel iucv_whole();
IucvModel iucv_authorization();
IucvModel iucv_path();
IucvModel iucv_message();
IucvModel iucv_completion();
IucvModel iucv_parameter_list();
IucvModel iucv_interrupt();
IucvModel iucv_polling();
IucvModel iucv_limit();
IucvModel iucv_every_limit();

std::vector<IucvModel> models_of_iucv();

} // namespace pathproof::symbolic
