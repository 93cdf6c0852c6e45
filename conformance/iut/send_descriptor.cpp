// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/send_descriptor.hpp"

#include <sys/socket.h>

#include <array>
#include <cstring>

namespace pathproof::iut {

ssize_t
send_with_descriptor(int socket, std::span<const std::byte> octets, int descriptor, int flags) {
  iovec part{const_cast<std::byte*>(octets.data()), octets.size()}; // sendmsg only reads it
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof descriptor)> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (descriptor >= 0) {
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* const rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof descriptor);
    std::memcpy(CMSG_DATA(rights), &descriptor, sizeof descriptor);
  }
  return ::sendmsg(socket, &message, flags);
}

} // namespace pathproof::iut
