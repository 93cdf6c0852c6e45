/* SPDX-License-Identifier: Apache-2.0 */
/* Lets unmodified programs run through an LFP instance: the socket calls that have to do with
 * addresses and options are taken over, and of datagram sockets those that read and write
 * (preload_data.c); all others work on the descriptor as it is. Without LFP_SYSPARM, and for
 * sockets that are neither TCP nor UDP, everything is as before. */
#undef _FORTIFY_SOURCE
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <unistd.h>

#include "conformance/iut/lfp/lfp.h"
#include "conformance/iut/lfp/preload.h"

typedef int (*bind_function)(int, const struct sockaddr*, socklen_t);
typedef int (*listen_function)(int, int);
typedef int (*accept4_function)(int, struct sockaddr*, socklen_t*, int);
typedef int (*name_function)(int, struct sockaddr*, socklen_t*);
typedef int (*getsockopt_function)(int, int, int, void*, socklen_t*);
typedef int (*setsockopt_function)(int, int, int, const void*, socklen_t);
typedef int (*socket_function)(int, int, int);

static int is_taken_over(int domain, int kind, int protocol) {
  return (domain == AF_INET || domain == AF_INET6) &&
         (kind == SOCK_STREAM ||
          (kind == SOCK_DGRAM && (protocol == 0 || protocol == IPPROTO_UDP))) &&
         getenv("LFP_SYSPARM") != NULL;
}

PUBLIC int socket(int domain, int type, int protocol) {
  const int kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  int made;
  if (!is_taken_over(domain, kind, protocol)) {
    NEXT(socket_function, socket)
    made = next(domain, type, protocol);
    lfp_forget(made);
    return made;
  }
  made = lfp_socket(domain, type, protocol);
  if (made < 0 || kind == SOCK_STREAM) {
    lfp_forget(made);
  } else if (!lfp_look_at(made)) {
    (void)close(made);
    errno = EMFILE;
    made = -1;
  }
  return made;
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
  int made;
  if (lfp_is_socket(socket)) {
    made = lfp_accept(socket, address, size, flags);
  } else {
    NEXT(accept4_function, accept4)
    made = next(socket, address, size, flags);
  }
  lfp_forget(made);
  return made;
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

PUBLIC int shutdown(int socket, int how) {
  if (lfp_is_socket(socket)) {
    return lfp_shutdown(socket, how);
  }
  NEXT(listen_function, shutdown)
  return next(socket, how);
}
