// SPDX-License-Identifier: Apache-2.0
// "hs:linux-guest": the AF_IUCV of an unmodified Linux kernel in QEMU as an endpoint under test.
#pragma once

#include <memory>

#include "conformance/iut/hs/system.hpp"

namespace pathproof::iut {

// Starts nothing, and downloads nothing before it is asked for its declaration.
std::unique_ptr<HsSource> guest_endpoints();

} // namespace pathproof::iut
