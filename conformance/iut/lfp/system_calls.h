/* SPDX-License-Identifier: Apache-2.0 */
/* The system's own calls. A program that liblfp-preload is loaded for has its calls taken over, and
 * this library's must not come back to it. */
#ifndef PATHPROOF_LFP_SYSTEM_CALLS_H
#define PATHPROOF_LFP_SYSTEM_CALLS_H

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int system_socket(int domain, int type, int protocol) {
  return (int)syscall(SYS_socket, domain, type, protocol);
}

static inline int system_connect(int socket, const struct sockaddr* address, socklen_t size) {
  return (int)syscall(SYS_connect, socket, address, size);
}

static inline int system_getsockname(int socket, struct sockaddr* address, socklen_t* size) {
  return (int)syscall(SYS_getsockname, socket, address, size);
}

static inline int
system_getsockopt(int socket, int level, int option, void* value, socklen_t* size) {
  return (int)syscall(SYS_getsockopt, socket, level, option, value, size);
}

static inline int
system_setsockopt(int socket, int level, int option, const void* value, socklen_t size) {
  return (int)syscall(SYS_setsockopt, socket, level, option, value, size);
}

static inline ssize_t system_send(int socket, const void* octets, size_t size, int flags) {
  return syscall(SYS_sendto, socket, octets, size, flags, NULL, 0);
}

static inline int system_shutdown(int socket, int how) {
  return (int)syscall(SYS_shutdown, socket, how);
}

/* These may wait, and a thread that waits can be cancelled: they are the C library's. */
#ifdef LFP_PRELOAD
ssize_t system_recvmsg(int socket, struct msghdr* message, int flags);
ssize_t system_sendmsg(int socket, const struct msghdr* message, int flags);
#else
#define system_recvmsg recvmsg
#define system_sendmsg sendmsg
#endif

#endif
