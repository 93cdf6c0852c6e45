/* SPDX-License-Identifier: Apache-2.0 */
/* Lets unmodified programs run through an LFP instance: the socket calls that have to do with
 * addresses and options are taken over, all others work on the descriptor as it is. Without
 * LFP_SYSPARM, and for sockets that are neither IPv4 nor IPv6 streams, everything is as before. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/iut/lfp/lfp.h"
#include "conformance/iut/lfp/system_calls.h"

#define PUBLIC __attribute__((visibility("default")))

/* The next definition of the same name: the C library's. */
#define NEXT(type, name)                                                                           \
  static type next;                                                                                \
  if (next == NULL) {                                                                              \
    void* const found = dlsym(RTLD_NEXT, #name);                                                   \
    memcpy(&next, &found, sizeof next);                                                            \
  }

typedef int (*bind_function)(int, const struct sockaddr*, socklen_t);
typedef int (*listen_function)(int, int);
typedef int (*accept4_function)(int, struct sockaddr*, socklen_t*, int);
typedef int (*name_function)(int, struct sockaddr*, socklen_t*);
typedef int (*getsockopt_function)(int, int, int, void*, socklen_t*);
typedef int (*setsockopt_function)(int, int, int, const void*, socklen_t);
typedef int (*socket_function)(int, int, int);

PUBLIC int socket(int domain, int type, int protocol) {
  const int kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  if ((domain == AF_INET || domain == AF_INET6) && kind == SOCK_STREAM &&
      getenv("LFP_SYSPARM") != NULL) {
    return lfp_socket(domain, type, protocol);
  }
  NEXT(socket_function, socket)
  return next(domain, type, protocol);
}

PUBLIC int bind(int socket, const struct sockaddr* address, socklen_t size) {
  if (lfp_is_socket(socket)) {
    return lfp_bind(socket, address, size);
  }
  NEXT(bind_function, bind)
  return next(socket, address, size);
}

PUBLIC int listen(int socket, int backlog) {
  if (lfp_is_socket(socket)) {
    return lfp_listen(socket, backlog);
  }
  NEXT(listen_function, listen)
  return next(socket, backlog);
}

PUBLIC int accept4(int socket, struct sockaddr* address, socklen_t* size, int flags) {
  if (lfp_is_socket(socket)) {
    return lfp_accept(socket, address, size, flags);
  }
  NEXT(accept4_function, accept4)
  return next(socket, address, size, flags);
}

PUBLIC int accept(int socket, struct sockaddr* address, socklen_t* size) {
  return accept4(socket, address, size, 0);
}

PUBLIC int connect(int socket, const struct sockaddr* address, socklen_t size) {
  if (lfp_is_socket(socket)) {
    return lfp_connect(socket, address, size);
  }
  NEXT(bind_function, connect)
  return next(socket, address, size);
}

PUBLIC int getsockname(int socket, struct sockaddr* address, socklen_t* size) {
  if (lfp_is_socket(socket)) {
    return lfp_getsockname(socket, address, size);
  }
  NEXT(name_function, getsockname)
  return next(socket, address, size);
}

PUBLIC int getpeername(int socket, struct sockaddr* address, socklen_t* size) {
  if (lfp_is_socket(socket)) {
    return lfp_getpeername(socket, address, size);
  }
  NEXT(name_function, getpeername)
  return next(socket, address, size);
}

PUBLIC int getsockopt(int socket, int level, int option, void* value, socklen_t* size) {
  if (lfp_is_socket(socket)) {
    return lfp_getsockopt(socket, level, option, value, size);
  }
  NEXT(getsockopt_function, getsockopt)
  return next(socket, level, option, value, size);
}

PUBLIC int setsockopt(int socket, int level, int option, const void* value, socklen_t size) {
  if (lfp_is_socket(socket)) {
    return lfp_setsockopt(socket, level, option, value, size);
  }
  NEXT(setsockopt_function, setsockopt)
  return next(socket, level, option, value, size);
}
