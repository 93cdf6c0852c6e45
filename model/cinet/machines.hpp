// SPDX-License-Identifier: Apache-2.0
// The machines of Common INET, the whole first.
#pragma once

#include <memory>
#include <vector>

#include "model/core/machine.hpp"

namespace pathproof::cinet {

std::unique_ptr<Machine> make_whole();
std::unique_ptr<Machine> make_sockets();
std::unique_ptr<Machine> make_ioctl();
std::unique_ptr<Machine> make_shared_memory();
std::unique_ptr<Machine> make_objects();
std::unique_ptr<Machine> make_asynchronous_io();
std::unique_ptr<Machine> make_providers();
std::unique_ptr<Machine> make_recycle();

// All of them.
std::vector<std::unique_ptr<Machine>> machines();

} // namespace pathproof::cinet
