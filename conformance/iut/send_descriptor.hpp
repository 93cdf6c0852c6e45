// SPDX-License-Identifier: Apache-2.0
// A descriptor that travels with octets over a Unix socket (SCM_RIGHTS).
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <span>

namespace pathproof::iut {

// As sendmsg: how many octets were sent, or -1 and errno. With descriptor -1 the octets go alone.
ssize_t
send_with_descriptor(int socket, std::span<const std::byte> octets, int descriptor, int flags);

} // namespace pathproof::iut
