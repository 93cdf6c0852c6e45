// SPDX-License-Identifier: Apache-2.0
// What a program has for a socket of an instance: one end of a pair of Unix sockets, which has a
// name that says which socket it is (local.h).
#pragma once

#include <cstdint>

#include "conformance/iut/descriptor.hpp"

namespace pathproof::iut::lfp {

// What a pair for datagrams is told of its socket.
struct ForDatagrams {
  int domain = 0;            // Linux's
  std::uint32_t largest = 0; // octets of a datagram; 0: the pair is for a stream
};

// 0 or an errno.
int make_program_pair(std::uint32_t number,
                      std::uint32_t generation,
                      Descriptor& ours,
                      Descriptor& theirs,
                      const ForDatagrams& datagrams = {});

// Whether a program still has a descriptor of its end of a stream; as long as one has, nobody else
// can have the name. For ends that were shut down in both directions, which look as if they were
// closed.
bool program_has_end(std::uint32_t number, std::uint32_t generation);

} // namespace pathproof::iut::lfp
