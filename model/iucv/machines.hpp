// SPDX-License-Identifier: Apache-2.0
// The machines of IUCV at CP level, the whole first.
#pragma once

#include <memory>
#include <vector>

#include "model/core/machine.hpp"

namespace pathproof::iucv {

std::unique_ptr<Machine> make_whole();
std::unique_ptr<Machine> make_authorization();
std::unique_ptr<Machine> make_path();
std::unique_ptr<Machine> make_message();
std::unique_ptr<Machine> make_completion();
std::unique_ptr<Machine> make_parameter_list();
std::unique_ptr<Machine> make_interrupt();
std::unique_ptr<Machine> make_polling();
std::unique_ptr<Machine> make_limit();
std::unique_ptr<Machine> make_every_limit();

// All of them.
std::vector<std::unique_ptr<Machine>> machines();

} // namespace pathproof::iucv
