/* SPDX-License-Identifier: Apache-2.0 */
/* Datagrams of a program: before each stands whom it is for, or who has sent it (local.h). */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>

#include "conformance/iut/lfp/lfp.h"
#include "conformance/iut/lfp/liblfp.h"
#include "conformance/iut/lfp/local.h"
#include "conformance/iut/lfp/system_calls.h"

enum { parts_most = 1024 }; /* of a message, with the one before it: the system's own limit */

/* What Linux says of an address that a datagram cannot go to, or 0. */
static int trouble_with(const struct sockaddr* address, socklen_t size, int domain) {
  in_port_t port = 0;
  sa_family_t family = AF_UNSPEC;
  if (size < sizeof family) {
    return EINVAL;
  }
  memcpy(&family, &address->sa_family, sizeof family);
  if (family == AF_INET && size >= sizeof(struct sockaddr_in)) {
    memcpy(&port, (const char*)address + offsetof(struct sockaddr_in, sin_port), sizeof port);
  } else if (family == AF_INET6 && domain == AF_INET6 && size >= sizeof(struct sockaddr_in6)) {
    memcpy(&port, (const char*)address + offsetof(struct sockaddr_in6, sin6_port), sizeof port);
  } else if (domain == AF_INET && family != AF_INET && size >= sizeof(struct sockaddr_in)) {
    return EAFNOSUPPORT;
  }
  return port == 0 ? EINVAL : 0;
}

/* Puts the header before the message's parts. The number of parts, or 0: there are too many. */
static size_t
put_before(struct lfp_local_datagram* header, const struct msghdr* message, struct iovec* parts) {
  if (message->msg_iovlen >= parts_most) {
    return 0;
  }
  parts[0].iov_base = header;
  parts[0].iov_len = sizeof *header;
  if (message->msg_iovlen > 0) {
    memcpy(parts + 1, message->msg_iov, message->msg_iovlen * sizeof *parts);
  }
  return message->msg_iovlen + 1;
}

ssize_t lfp_send_datagram(int socket,
                          const struct lfp_name* name,
                          const struct msghdr* message,
                          int flags) {
  struct lfp_local_datagram header;
  struct iovec parts[parts_most];
  struct msghdr whole;
  size_t octets = 0;
  size_t i;
  ssize_t count;
  memset(&header, 0, sizeof header);
  memset(&whole, 0, sizeof whole);
  header.mark = LFP_LOCAL_DATAGRAM;
  if ((flags & (MSG_OOB | MSG_MORE)) != 0) {
    errno = EOPNOTSUPP; /* of MSG_MORE the boundary would be another one */
    return -1;
  }
  if (message->msg_controllen > 0) {
    errno = EINVAL; /* nobody would do what it says */
    return -1;
  }
  if (message->msg_name != NULL && message->msg_namelen > 0) {
    const int error = trouble_with(message->msg_name, message->msg_namelen, name->domain);
    if (error != 0) {
      errno = error;
      return -1;
    }
    header.address_size = message->msg_namelen < sizeof header.address
                              ? message->msg_namelen
                              : (uint32_t)sizeof header.address;
    memcpy(header.address, message->msg_name, header.address_size);
  }
  for (i = 0; i < message->msg_iovlen; ++i) {
    octets += message->msg_iov[i].iov_len;
  }
  whole.msg_iov = parts;
  whole.msg_iovlen = put_before(&header, message, parts);
  if (whole.msg_iovlen == 0 || octets > name->largest) {
    errno = EMSGSIZE;
    return -1;
  }
  if (header.address_size == 0) {
    const int marks = lfp_marks(socket);
    if (marks < 0) {
      return -1;
    }
    if ((marks & lfp_has_partner) == 0) {
      errno = EDESTADDRREQ;
      return -1;
    }
  }
  count = system_sendmsg(socket, &whole, (flags & (MSG_DONTWAIT | MSG_EOR)) | MSG_NOSIGNAL);
  if (count < 0 && (errno == EPIPE || errno == ECONNRESET)) {
    errno = (lfp_marks(socket) & lfp_is_shut) != 0 ? EPIPE : ENETDOWN;
  }
  return count < 0 ? -1 : count - (ssize_t)sizeof header;
}

ssize_t lfp_receive_datagram(int socket, struct msghdr* message, int flags) {
  struct lfp_local_datagram header;
  struct iovec parts[parts_most];
  struct msghdr whole;
  ssize_t count;
  memset(&whole, 0, sizeof whole);
  whole.msg_iov = parts;
  whole.msg_iovlen = put_before(&header, message, parts);
  if ((flags & MSG_ERRQUEUE) != 0) {
    errno = EAGAIN; /* there is none */
    return -1;
  }
  if (whole.msg_iovlen == 0) {
    errno = EMSGSIZE;
    return -1;
  }
  count = system_recvmsg(socket, &whole, flags & (MSG_DONTWAIT | MSG_PEEK | MSG_TRUNC));
  if (count == 0 && (lfp_marks(socket) & lfp_is_shut) != 0) {
    message->msg_namelen = 0;
    message->msg_controllen = 0;
    message->msg_flags = 0;
    return 0;
  }
  if (count == 0 || (count < 0 && errno == ECONNRESET)) {
    errno = ENETDOWN; /* a datagram of no octets has a header: this is the end of the path */
    return -1;
  }
  if (count < 0) {
    return -1;
  }
  if ((size_t)count < sizeof header || header.mark != LFP_LOCAL_DATAGRAM) {
    errno = EIO;
    return -1;
  }
  if (message->msg_name != NULL) {
    memcpy(message->msg_name,
           header.address,
           header.address_size < message->msg_namelen ? header.address_size : message->msg_namelen);
    message->msg_namelen = header.address_size;
  }
  message->msg_controllen = 0;
  message->msg_flags = whole.msg_flags & MSG_TRUNC;
  return count - (ssize_t)sizeof header;
}

ssize_t lfp_next_datagram(int socket) {
  struct msghdr none;
  ssize_t count;
  memset(&none, 0, sizeof none);
  count = lfp_receive_datagram(socket, &none, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
  return count < 0 && errno != ENOTSOCK ? 0 : count;
}

PUBLIC ssize_t lfp_sendmsg(int socket, const struct msghdr* message, int flags) {
  struct lfp_name name;
  if (!lfp_name_of(socket, &name)) {
    errno = EBADF;
    return -1;
  }
  return name.largest == 0 ? system_sendmsg(socket, message, flags)
                           : lfp_send_datagram(socket, &name, message, flags);
}

PUBLIC ssize_t lfp_recvmsg(int socket, struct msghdr* message, int flags) {
  struct lfp_name name;
  if (!lfp_name_of(socket, &name)) {
    errno = EBADF;
    return -1;
  }
  return name.largest == 0 ? system_recvmsg(socket, message, flags)
                           : lfp_receive_datagram(socket, message, flags);
}

PUBLIC ssize_t lfp_sendto(int socket,
                          const void* octets,
                          size_t size,
                          int flags,
                          const struct sockaddr* address,
                          socklen_t address_size) {
  struct iovec part;
  struct msghdr message;
  memset(&message, 0, sizeof message);
  part.iov_base = (void*)octets;
  part.iov_len = size;
  message.msg_name = (void*)address;
  message.msg_namelen = address == NULL ? 0 : address_size;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  return lfp_sendmsg(socket, &message, flags);
}

PUBLIC ssize_t lfp_recvfrom(int socket,
                            void* octets,
                            size_t size,
                            int flags,
                            struct sockaddr* address,
                            socklen_t* address_size) {
  struct iovec part;
  struct msghdr message;
  ssize_t count;
  memset(&message, 0, sizeof message);
  part.iov_base = octets;
  part.iov_len = size;
  message.msg_name = address_size == NULL ? NULL : address;
  message.msg_namelen = message.msg_name == NULL ? 0 : *address_size;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  count = lfp_recvmsg(socket, &message, flags);
  if (count >= 0 && message.msg_name != NULL) {
    *address_size = message.msg_namelen;
  }
  return count;
}

/* As of Linux a datagram socket without a partner is shut down and the call fails: so some wake up
 * who waits for it. */
int lfp_shutdown_datagrams(int socket, int how) {
  const int marks = lfp_marks(socket);
  if (marks < 0 || lfp_set_marks(socket, marks | lfp_is_shut) != 0 ||
      system_shutdown(socket, how) != 0) {
    return -1;
  }
  if ((marks & lfp_has_partner) == 0) {
    errno = ENOTCONN;
    return -1;
  }
  return 0;
}
