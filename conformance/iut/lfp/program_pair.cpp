// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/program_pair.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>

#include "conformance/iut/lfp/local.h"

namespace pathproof::iut::lfp {

namespace {

// 0 or an errno.
int give_name(int socket,
              std::uint32_t number,
              std::uint32_t generation,
              const ForDatagrams& datagrams = {}) {
  std::string name = LFP_LOCAL_NAME + std::to_string(::getpid()) + "/" + std::to_string(number) +
                     "/" + std::to_string(generation);
  if (datagrams.largest > 0) {
    name += "/" + std::to_string(datagrams.domain) + "/" + std::to_string(datagrams.largest);
  }
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path + 1, name.data(), name.size());
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  return ::bind(socket, reinterpret_cast<const sockaddr*>(&address), size) == 0 ? 0 : errno;
}

} // namespace

int make_program_pair(std::uint32_t number,
                      std::uint32_t generation,
                      Descriptor& ours,
                      Descriptor& theirs,
                      const ForDatagrams& datagrams) {
  std::array<int, 2> ends{};
  const int type = datagrams.largest > 0 ? SOCK_SEQPACKET : SOCK_STREAM;
  if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return errno;
  }
  ours = Descriptor(ends[0]);
  theirs = Descriptor(ends[1]);
  return give_name(theirs.get(), number, generation, datagrams);
}

bool program_has_end(std::uint32_t number, std::uint32_t generation) {
  const Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  return give_name(probe.get(), number, generation) == EADDRINUSE;
}

} // namespace pathproof::iut::lfp
