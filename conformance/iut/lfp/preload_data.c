/* SPDX-License-Identifier: Apache-2.0 */
/* The calls that read and write, taken over for datagram sockets of an instance. For every other
 * descriptor they are the C library's, behind a look into memory. */
#undef _FORTIFY_SOURCE
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "conformance/iut/lfp/preload.h"
#include "conformance/iut/lfp/system_calls.h"

typedef ssize_t (*read_function)(int, void*, size_t);
typedef ssize_t (*write_function)(int, const void*, size_t);
typedef ssize_t (*vector_function)(int, const struct iovec*, int);
typedef ssize_t (*recv_function)(int, void*, size_t, int);
typedef ssize_t (*send_function)(int, const void*, size_t, int);
typedef ssize_t (*recvfrom_function)(int, void*, size_t, int, struct sockaddr*, socklen_t*);
typedef ssize_t (*sendto_function)(
    int, const void*, size_t, int, const struct sockaddr*, socklen_t);
typedef ssize_t (*recvmsg_function)(int, struct msghdr*, int);
typedef ssize_t (*sendmsg_function)(int, const struct msghdr*, int);
typedef int (*recvmmsg_function)(int, struct mmsghdr*, unsigned, int, struct timespec*);
typedef int (*sendmmsg_function)(int, struct mmsghdr*, unsigned, int);
typedef int (*ioctl_function)(int, unsigned long, ...);
typedef long (*syscall_function)(long, ...);
typedef ssize_t (*read_chk_function)(int, void*, size_t, size_t);
typedef ssize_t (*recv_chk_function)(int, void*, size_t, size_t, int);
typedef ssize_t (*recvfrom_chk_function)(
    int, void*, size_t, size_t, int, struct sockaddr*, socklen_t*);

/* Looking for a function is nothing that a signal handler may do: the two that such have are found
 * before there is one. */
__attribute__((constructor)) static void find_early(void) {
  const int error = errno;
  (void)!read(-1, NULL, 0);
  (void)!write(-1, NULL, 0);
  errno = error;
}

ssize_t system_recvmsg(int socket, struct msghdr* message, int flags) {
  NEXT(recvmsg_function, recvmsg)
  return next(socket, message, flags);
}

ssize_t system_sendmsg(int socket, const struct msghdr* message, int flags) {
  NEXT(sendmsg_function, sendmsg)
  return next(socket, message, flags);
}

/* These say in `count` how it ended, unless the descriptor has become something else without being
 * seen: then the call is the C library's. */
static int sent(int socket, const struct msghdr* message, int flags, ssize_t* count) {
  struct lfp_name name;
  if (!lfp_is_datagram(socket, &name)) {
    return 0;
  }
  *count = lfp_send_datagram(socket, &name, message, flags);
  if (*count < 0 && errno == ENOTSOCK) {
    lfp_forget(socket);
    return 0;
  }
  return 1;
}

static int received(int socket, struct msghdr* message, int flags, ssize_t* count) {
  struct lfp_name name;
  if (!lfp_is_datagram(socket, &name)) {
    return 0;
  }
  *count = lfp_receive_datagram(socket, message, flags);
  if (*count < 0 && errno == ENOTSOCK) {
    lfp_forget(socket);
    return 0;
  }
  return 1;
}

static int sent_octets(int socket,
                       const void* octets,
                       size_t size,
                       int flags,
                       const struct sockaddr* address,
                       socklen_t address_size,
                       ssize_t* count) {
  struct iovec part = {(void*)octets, size};
  struct msghdr message = {.msg_name = (void*)address,
                           .msg_namelen = address == NULL ? 0 : address_size,
                           .msg_iov = &part,
                           .msg_iovlen = 1};
  return sent(socket, &message, flags, count);
}

static int received_octets(int socket,
                           void* octets,
                           size_t size,
                           int flags,
                           struct sockaddr* address,
                           socklen_t* address_size,
                           ssize_t* count) {
  struct iovec part = {octets, size};
  struct msghdr message = {.msg_name = address_size == NULL ? NULL : address,
                           .msg_namelen = address_size == NULL ? 0 : *address_size,
                           .msg_iov = &part,
                           .msg_iovlen = 1};
  if (!received(socket, &message, flags, count)) {
    return 0;
  }
  if (*count >= 0 && message.msg_name != NULL) {
    *address_size = message.msg_namelen;
  }
  return 1;
}

/* As far as nothing else is to be done for any other descriptor. */
#define UNLESS_DATAGRAM(descriptor)                                                                \
  struct lfp_name name;                                                                            \
  ssize_t count;                                                                                   \
  if (__builtin_expect(lfp_is_datagram(descriptor, &name), 0))

PUBLIC ssize_t read(int descriptor, void* octets, size_t size) {
  UNLESS_DATAGRAM(descriptor) {
    if (received_octets(descriptor, octets, size, 0, NULL, NULL, &count)) {
      return count;
    }
  }
  NEXT(read_function, read)
  return next(descriptor, octets, size);
}

PUBLIC ssize_t write(int descriptor, const void* octets, size_t size) {
  UNLESS_DATAGRAM(descriptor) {
    if (sent_octets(descriptor, octets, size, 0, NULL, 0, &count)) {
      return count;
    }
  }
  NEXT(write_function, write)
  return next(descriptor, octets, size);
}

PUBLIC ssize_t readv(int descriptor, const struct iovec* parts, int many) {
  UNLESS_DATAGRAM(descriptor) {
    struct msghdr message = {.msg_iov = (struct iovec*)parts, .msg_iovlen = (size_t)many};
    if (received(descriptor, &message, 0, &count)) {
      return count;
    }
  }
  NEXT(vector_function, readv)
  return next(descriptor, parts, many);
}

PUBLIC ssize_t writev(int descriptor, const struct iovec* parts, int many) {
  UNLESS_DATAGRAM(descriptor) {
    struct msghdr message = {.msg_iov = (struct iovec*)parts, .msg_iovlen = (size_t)many};
    if (sent(descriptor, &message, 0, &count)) {
      return count;
    }
  }
  NEXT(vector_function, writev)
  return next(descriptor, parts, many);
}

PUBLIC ssize_t recv(int socket, void* octets, size_t size, int flags) {
  UNLESS_DATAGRAM(socket) {
    if (received_octets(socket, octets, size, flags, NULL, NULL, &count)) {
      return count;
    }
  }
  NEXT(recv_function, recv)
  return next(socket, octets, size, flags);
}

PUBLIC ssize_t send(int socket, const void* octets, size_t size, int flags) {
  UNLESS_DATAGRAM(socket) {
    if (sent_octets(socket, octets, size, flags, NULL, 0, &count)) {
      return count;
    }
  }
  NEXT(send_function, send)
  return next(socket, octets, size, flags);
}

PUBLIC ssize_t recvfrom(int socket,
                        void* octets,
                        size_t size,
                        int flags,
                        struct sockaddr* address,
                        socklen_t* address_size) {
  UNLESS_DATAGRAM(socket) {
    if (received_octets(socket, octets, size, flags, address, address_size, &count)) {
      return count;
    }
  }
  NEXT(recvfrom_function, recvfrom)
  return next(socket, octets, size, flags, address, address_size);
}

PUBLIC ssize_t sendto(int socket,
                      const void* octets,
                      size_t size,
                      int flags,
                      const struct sockaddr* address,
                      socklen_t address_size) {
  UNLESS_DATAGRAM(socket) {
    if (sent_octets(socket, octets, size, flags, address, address_size, &count)) {
      return count;
    }
  }
  NEXT(sendto_function, sendto)
  return next(socket, octets, size, flags, address, address_size);
}

/* Descriptors may have come from another process. */
static void look_at_received(struct msghdr* message) {
  struct cmsghdr* one;
  for (one = CMSG_FIRSTHDR(message); one != NULL; one = CMSG_NXTHDR(message, one)) {
    if (one->cmsg_level == SOL_SOCKET && one->cmsg_type == SCM_RIGHTS) {
      const size_t many = (one->cmsg_len - CMSG_LEN(0)) / sizeof(int);
      size_t i;
      for (i = 0; i < many; ++i) {
        int descriptor;
        memcpy(&descriptor, CMSG_DATA(one) + i * sizeof descriptor, sizeof descriptor);
        (void)lfp_look_at(descriptor);
      }
    }
  }
}

PUBLIC ssize_t recvmsg(int socket, struct msghdr* message, int flags) {
  UNLESS_DATAGRAM(socket) {
    if (received(socket, message, flags, &count)) {
      return count;
    }
  }
  count = system_recvmsg(socket, message, flags);
  if (count >= 0 && message->msg_controllen > 0) {
    look_at_received(message);
  }
  return count;
}

PUBLIC ssize_t sendmsg(int socket, const struct msghdr* message, int flags) {
  UNLESS_DATAGRAM(socket) {
    if (sent(socket, message, flags, &count)) {
      return count;
    }
  }
  return system_sendmsg(socket, message, flags);
}

static int is_over(const struct timespec* end) {
  struct timespec now;
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec > end->tv_sec || (now.tv_sec == end->tv_sec && now.tv_nsec >= end->tv_nsec);
}

/* As Linux has it, the time is looked at when a datagram has come. */
static int receive_many(int socket,
                        struct mmsghdr* messages,
                        unsigned many,
                        int flags,
                        const struct timespec* patience) {
  struct timespec end = {0, 0};
  unsigned done = 0;
  if (patience != NULL) {
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += patience->tv_sec + (end.tv_nsec + patience->tv_nsec) / 1000000000;
    end.tv_nsec = (end.tv_nsec + patience->tv_nsec) % 1000000000;
  }
  while (done < many) {
    const int more = done > 0 && (flags & MSG_WAITFORONE) != 0 ? MSG_DONTWAIT : 0;
    const ssize_t count = recvmsg(socket, &messages[done].msg_hdr, flags | more);
    if (count < 0) {
      break;
    }
    messages[done++].msg_len = (unsigned)count;
    if (patience != NULL && is_over(&end)) {
      break;
    }
  }
  return done > 0 || many == 0 ? (int)done : -1;
}

PUBLIC int recvmmsg(
    int socket, struct mmsghdr* messages, unsigned many, int flags, struct timespec* patience) {
  struct lfp_name name;
  int done;
  int i;
  if (lfp_is_datagram(socket, &name)) {
    return receive_many(socket, messages, many, flags, patience);
  }
  NEXT(recvmmsg_function, recvmmsg)
  done = next(socket, messages, many, flags, patience);
  for (i = 0; i < done; ++i) {
    if (messages[i].msg_hdr.msg_controllen > 0) {
      look_at_received(&messages[i].msg_hdr);
    }
  }
  return done;
}

PUBLIC int sendmmsg(int socket, struct mmsghdr* messages, unsigned many, int flags) {
  UNLESS_DATAGRAM(socket) {
    unsigned done = 0;
    while (done < many && (count = sendmsg(socket, &messages[done].msg_hdr, flags)) >= 0) {
      messages[done++].msg_len = (unsigned)count;
    }
    return done > 0 || many == 0 ? (int)done : -1;
  }
  NEXT(sendmmsg_function, sendmmsg)
  return next(socket, messages, many, flags);
}

PUBLIC int ioctl(int descriptor, unsigned long request, ...) {
  va_list arguments;
  void* argument;
  struct lfp_name name;
  va_start(arguments, request);
  argument = va_arg(arguments, void*); /* whatever it is, it is passed on as it came */
  va_end(arguments);
  if (request == FIONREAD && lfp_is_datagram(descriptor, &name)) {
    const ssize_t octets = lfp_next_datagram(descriptor);
    if (octets >= 0) {
      *(int*)argument = (int)octets;
      return 0;
    }
    lfp_forget(descriptor);
  }
  NEXT(ioctl_function, ioctl)
  return next(descriptor, request, argument);
}

/* Some make these two calls without the C library's functions for them (libuv up to 1.44). */
PUBLIC long syscall(long number, ...) {
  va_list given;
  long all[6];
  struct lfp_name name;
  int i;
  va_start(given, number);
  for (i = 0; i < 6; ++i) {
    all[i] = va_arg(given, long); /* whatever it is, it is passed on as it came */
  }
  va_end(given);
  if (number == SYS_sendmmsg && lfp_is_datagram((int)all[0], &name)) {
    return sendmmsg((int)all[0], (struct mmsghdr*)all[1], (unsigned)all[2], (int)all[3]);
  }
  if (number == SYS_recvmmsg && lfp_is_datagram((int)all[0], &name)) {
    return recvmmsg((int)all[0],
                    (struct mmsghdr*)all[1],
                    (unsigned)all[2],
                    (int)all[3],
                    (struct timespec*)all[4]);
  }
  NEXT(syscall_function, syscall)
  return next(number, all[0], all[1], all[2], all[3], all[4], all[5]);
}

/* What these are for is checked by the C library where the descriptor is none of ours. */
ssize_t __read_chk(int descriptor, void* octets, size_t size, size_t room);
ssize_t __recv_chk(int socket, void* octets, size_t size, size_t room, int flags);
ssize_t __recvfrom_chk(int socket,
                       void* octets,
                       size_t size,
                       size_t room,
                       int flags,
                       struct sockaddr* address,
                       socklen_t* address_size);

PUBLIC ssize_t __read_chk(int descriptor, void* octets, size_t size, size_t room) {
  UNLESS_DATAGRAM(descriptor) {
    if (size <= room && received_octets(descriptor, octets, size, 0, NULL, NULL, &count)) {
      return count;
    }
  }
  NEXT(read_chk_function, __read_chk)
  return next(descriptor, octets, size, room);
}

PUBLIC ssize_t __recv_chk(int socket, void* octets, size_t size, size_t room, int flags) {
  UNLESS_DATAGRAM(socket) {
    if (size <= room && received_octets(socket, octets, size, flags, NULL, NULL, &count)) {
      return count;
    }
  }
  NEXT(recv_chk_function, __recv_chk)
  return next(socket, octets, size, room, flags);
}

PUBLIC ssize_t __recvfrom_chk(int socket,
                              void* octets,
                              size_t size,
                              size_t room,
                              int flags,
                              struct sockaddr* address,
                              socklen_t* address_size) {
  UNLESS_DATAGRAM(socket) {
    if (size <= room &&
        received_octets(socket, octets, size, flags, address, address_size, &count)) {
      return count;
    }
  }
  NEXT(recvfrom_chk_function, __recvfrom_chk)
  return next(socket, octets, size, room, flags, address, address_size);
}
