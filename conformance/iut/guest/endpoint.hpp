// SPDX-License-Identifier: Apache-2.0
// "hs:linux-guest": the AF_IUCV of an unmodified Linux kernel in QEMU as an endpoint under test.
// Labels become calls that the agent makes and frames on the wire, and back. Silence is decided
// without waiting: a SYN for a name that nobody has is refused behind all other answers, and the
// agent answers behind the calls that were made. After each label the kernel's log is looked at; a
// warning, an oops or a hang is the end of the implementation, with the text.
#pragma once

#include <memory>

#include "conformance/iut/iut.hpp"

namespace pathproof::iut {

// Does not start anything: what is missing is said by its declaration.
std::unique_ptr<Iut> open_guest_endpoint();

} // namespace pathproof::iut
