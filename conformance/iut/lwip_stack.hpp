// SPDX-License-Identifier: Apache-2.0
// A real TCP/IP stack that is no kernel: an instance of lwIP in this process, with an interface
// "pp0" of the kit's own. The host at its other end is an instance too. It takes no privileges.
#pragma once

#include <memory>

#include "conformance/iut/real_stack.hpp"

namespace pathproof::iut {

// Throws NoStacks where lwIP cannot be had.
std::unique_ptr<RealStack> make_lwip_stack(unsigned number, bool with_interface);

} // namespace pathproof::iut
