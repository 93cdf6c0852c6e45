// SPDX-License-Identifier: Apache-2.0
// "hs:dgram:…" and "hs:raw:…": an endpoint that somebody else has started.
#pragma once

#include <memory>

#include "conformance/iut/hs/address.hpp"
#include "conformance/iut/hs/system.hpp"

namespace pathproof::iut {

// Opens the wire when it is asked for its declaration. Without an agent only the wire is used, and
// the declaration says what is lacking.
std::unique_ptr<HsSource> socket_endpoints(const HsAddress& address, const Limits& limits);

} // namespace pathproof::iut
