// SPDX-License-Identifier: Apache-2.0
// An AF_IUCV over HiperSockets as an endpoint under test, wherever it is. Labels become calls that
// an agent makes and frames on the wire, and back. Silence is decided without waiting: a SYN for a
// name that nobody has is refused behind all other answers, and the agent answers behind the calls
// that were made. After each label the system is asked what it has to say of itself; a warning, an
// oops or a hang is the end of the implementation, with the text.
#pragma once

#include <memory>

#include "conformance/iut/hs/system.hpp"
#include "conformance/iut/iut.hpp"

namespace pathproof::iut {

// Starts nothing: what is missing is said by the source's declaration.
std::unique_ptr<Iut> open_endpoint(std::unique_ptr<HsSource> source);

} // namespace pathproof::iut
