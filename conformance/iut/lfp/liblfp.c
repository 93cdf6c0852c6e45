/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "conformance/iut/lfp/lfp.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "conformance/iut/lfp/liblfp.h"
#include "conformance/iut/lfp/local.h"
#include "conformance/iut/lfp/system_calls.h"

static char chosen_system_id[3];

/* The Unix socket of the instance. Per call, so that nothing of this library outlives a fork, an
 * exec or a program that closes every descriptor it has not opened. */
static int open_instance(void) {
  const char* const id = chosen_system_id[0] != 0 ? chosen_system_id : getenv("LFP_SYSPARM");
  struct sockaddr_un address;
  char folder[sizeof address.sun_path];
  int length;
  int made;
  memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  if (id == NULL || strlen(id) != 2) {
    errno = ENETDOWN; /* no instance is chosen */
    return -1;
  }
  length = lfp_local_folder(folder, sizeof folder);
  if (length >= 0 && (size_t)length < sizeof folder) {
    length = snprintf(address.sun_path, sizeof address.sun_path, "%s/%s", folder, id);
  }
  if (length < 0 || (size_t)length >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  made = system_socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (made < 0) {
    return -1;
  }
  if (system_connect(made, (const struct sockaddr*)&address, sizeof address) != 0) {
    close(made);
    errno = ENETDOWN; /* the instance is not there */
    return -1;
  }
  return made;
}

/* Receives a record, and a descriptor where one comes with it. */
static ssize_t receive(int from, void* record, size_t size, int flags, int* descriptor) {
  struct iovec part;
  struct msghdr message;

  union {
    struct cmsghdr header;
    char octets[CMSG_SPACE(sizeof(int))];
  } control;
  struct cmsghdr* rights;
  ssize_t count;
  memset(&message, 0, sizeof message);
  part.iov_base = record;
  part.iov_len = size;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  *descriptor = -1;
  count = system_recvmsg(from, &message, flags);
  rights = count < 0 ? NULL : CMSG_FIRSTHDR(&message);
  if (rights != NULL && rights->cmsg_level == SOL_SOCKET && rights->cmsg_type == SCM_RIGHTS) {
    memcpy(descriptor, CMSG_DATA(rights), sizeof *descriptor);
  }
  return count;
}

int lfp_ask(const struct lfp_local_request* request,
            struct lfp_local_answer* answer,
            int* descriptor) {
  int other = -1;
  const int instance = open_instance();
  ssize_t count = -1;
  if (instance < 0) {
    return -1;
  }
  if (system_send(instance, request, sizeof *request, MSG_NOSIGNAL) == (ssize_t)sizeof *request) {
    do {
      count = receive(instance, answer, sizeof *answer, MSG_CMSG_CLOEXEC, &other);
    } while (count < 0 && errno == EINTR && request->operation != LFP_LOCAL_CONNECT);
  }
  if (count != (ssize_t)sizeof *answer) {
    const int error = count < 0 && errno == EINTR ? EINTR : EIO;
    close(instance);
    errno = error;
    return -1;
  }
  close(instance);
  if (answer->error != 0) {
    if (other >= 0) {
      close(other);
    }
    errno = answer->error;
    return -1;
  }
  if (descriptor != NULL) {
    *descriptor = other;
  } else if (other >= 0) {
    close(other);
  }
  return 0;
}

int lfp_name_of(int socket, struct lfp_name* name) {
  struct sockaddr_un address;
  socklen_t size = sizeof address;
  char text[sizeof address.sun_path + 1];
  unsigned long process;
  unsigned long number;
  unsigned long generation;
  unsigned long domain;
  unsigned long largest;
  int fields;
  const size_t before = offsetof(struct sockaddr_un, sun_path) + 1;
  memset(&address, 0, sizeof address);
  if (system_getsockname(socket, (struct sockaddr*)&address, &size) != 0 ||
      address.sun_family != AF_UNIX || size <= before || size > sizeof address ||
      address.sun_path[0] != 0) {
    return 0;
  }
  memcpy(text, address.sun_path + 1, size - before);
  text[size - before] = 0;
  fields = sscanf(text,
                  LFP_LOCAL_NAME "%lu/%lu/%lu/%lu/%lu",
                  &process,
                  &number,
                  &generation,
                  &domain,
                  &largest);
  if (fields != 3 && fields != 5) {
    return 0;
  }
  name->number = (uint32_t)number;
  name->generation = (uint32_t)generation;
  name->domain = fields == 3 ? AF_UNSPEC : (int)domain;
  name->largest = fields == 3 ? 0 : (uint32_t)largest;
  return 1;
}

/* A request about the socket of that name. */
static void
prepare(const struct lfp_name* name, uint32_t operation, struct lfp_local_request* request) {
  memset(request, 0, sizeof *request);
  request->operation = operation;
  request->number = name->number;
  request->generation = name->generation;
}

/* The same by its descriptor; 0 and EBADF where it is none of an instance. */
static int about(int socket, uint32_t operation, struct lfp_local_request* request) {
  struct lfp_name name;
  if (!lfp_name_of(socket, &name)) {
    errno = EBADF;
    return 0;
  }
  prepare(&name, operation, request);
  return 1;
}

static int
put_address(struct lfp_local_request* request, const struct sockaddr* address, socklen_t size) {
  if (address == NULL || size > sizeof request->address || size < sizeof address->sa_family) {
    errno = EINVAL;
    return 0;
  }
  memcpy(request->address, address, size);
  request->address_size = size;
  return 1;
}

/* As POSIX has it: cut to the room there is, and the whole size is said. */
static void
get_address(const uint8_t* octets, uint32_t length, struct sockaddr* address, socklen_t* size) {
  if (address != NULL && size != NULL) {
    memcpy(address, octets, length < *size ? length : *size);
    *size = length;
  }
}

PUBLIC int lfp_initapi(const char* system_id) {
  if (system_id != NULL && strlen(system_id) != 2) {
    errno = EINVAL;
    return -1;
  }
  strcpy(chosen_system_id, system_id == NULL ? "" : system_id);
  return 0;
}

PUBLIC int lfp_is_socket(int socket) {
  struct lfp_name name;
  const int error = errno;
  const int is = lfp_name_of(socket, &name);
  errno = error;
  return is;
}

static int set_flags(int socket, int flags) {
  if ((flags & SOCK_CLOEXEC) == 0 && fcntl(socket, F_SETFD, 0) != 0) {
    return -1;
  }
  return (flags & SOCK_NONBLOCK) == 0 ? 0 : fcntl(socket, F_SETFL, O_NONBLOCK);
}

PUBLIC int lfp_socket(int domain, int type, int protocol) {
  struct lfp_local_request request;
  struct lfp_local_answer answer;
  int made = -1;
  memset(&request, 0, sizeof request);
  request.operation = LFP_LOCAL_SOCKET;
  request.arguments[0] = domain;
  request.arguments[1] = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  request.arguments[2] = protocol;
  if (lfp_ask(&request, &answer, &made) != 0) {
    return -1;
  }
  if (made >= 0 && set_flags(made, type) != 0) {
    close(made);
    made = -1;
  }
  return made;
}

PUBLIC int lfp_bind(int socket, const struct sockaddr* address, socklen_t size) {
  struct lfp_local_request request;
  struct lfp_local_answer answer;
  if (!about(socket, LFP_LOCAL_BIND, &request) || !put_address(&request, address, size)) {
    return -1;
  }
  return lfp_ask(&request, &answer, NULL);
}

int lfp_marks(int socket) {
  int marks = 0;
  socklen_t size = sizeof marks;
  return system_getsockopt(socket, SOL_SOCKET, SO_PRIORITY, &marks, &size) == 0 ? marks : -1;
}

int lfp_set_marks(int socket, int marks) {
  return system_setsockopt(socket, SOL_SOCKET, SO_PRIORITY, &marks, sizeof marks);
}

PUBLIC int lfp_listen(int socket, int backlog) {
  struct lfp_local_request request;
  struct lfp_local_answer answer;
  if (!about(socket, LFP_LOCAL_LISTEN, &request)) {
    return -1;
  }
  request.arguments[0] = backlog;
  return lfp_ask(&request, &answer, NULL) == 0 ? lfp_set_marks(socket, lfp_listens) : -1;
}

/* The daemon is asked why nobody can connect. */
static int ask_about_connections(int socket) {
  struct lfp_local_request request;
  struct lfp_local_answer answer;
  return about(socket, LFP_LOCAL_ACCEPT, &request) ? lfp_ask(&request, &answer, NULL) : -1;
}

PUBLIC int lfp_accept(int socket, struct sockaddr* address, socklen_t* size, int flags) {
  struct lfp_local_arrival arrival;
  int made = -1;
  ssize_t count;
  if (lfp_marks(socket) != lfp_listens && ask_about_connections(socket) != 0) {
    return -1;
  }
  count = receive(socket, &arrival, sizeof arrival, MSG_CMSG_CLOEXEC, &made);
  if (count < 0 || (count == 0 && ask_about_connections(socket) != 0)) {
    return -1;
  }
  if (count != (ssize_t)sizeof arrival || made < 0) {
    if (made >= 0) {
      close(made);
    }
    errno = count == 0 ? EINVAL : EIO; /* it is shut down, or what came is no connection */
    return -1;
  }
  get_address(arrival.address, arrival.address_size, address, size);
  if (set_flags(made, flags) != 0) {
    close(made);
    return -1;
  }
  return made;
}

/* Until connect is done the socket must not be writable: its buffer is filled with octets that the
 * instance takes out again. */
static int32_t fill(int socket) {
  static const char nothing[4096];
  int32_t filled = 0;
  size_t size = sizeof nothing;
  while (size > 0) {
    const ssize_t count = system_send(socket, nothing, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count > 0) {
      filled += (int32_t)count;
    } else {
      size /= 2;
    }
  }
  return filled;
}

static int connect_datagrams(int socket, const struct lfp_local_request* request) {
  struct lfp_local_answer answer;
  sa_family_t family;
  const int marks = lfp_marks(socket);
  memcpy(&family, request->address + offsetof(struct sockaddr, sa_family), sizeof family);
  if (family != AF_INET && family != AF_INET6 && family != AF_UNSPEC) {
    errno = EAFNOSUPPORT;
    return -1;
  }
  if (marks < 0 || lfp_ask(request, &answer, NULL) != 0) {
    return -1;
  }
  return lfp_set_marks(socket,
                       family == AF_UNSPEC ? marks & ~lfp_has_partner : marks | lfp_has_partner);
}

PUBLIC int lfp_connect(int socket, const struct sockaddr* address, socklen_t size) {
  struct lfp_local_request request;
  struct lfp_local_answer answer;
  struct lfp_name name;
  const int flags = fcntl(socket, F_GETFL);
  if (!lfp_name_of(socket, &name)) {
    errno = EBADF;
    return -1;
  }
  prepare(&name, LFP_LOCAL_CONNECT, &request);
  if (!put_address(&request, address, size)) {
    return -1;
  }
  if (name.largest > 0) {
    return connect_datagrams(socket, &request);
  }
  if (flags >= 0 && (flags & O_NONBLOCK) != 0) {
    /* Only a connect that begins may fill the pair. */
    request.operation = LFP_LOCAL_CONNECTS;
    if (lfp_ask(&request, &answer, NULL) != 0) {
      return -1;
    }
    request.operation = LFP_LOCAL_CONNECT;
    request.arguments[0] = 1;
    request.arguments[1] = fill(socket);
  }
  return lfp_ask(&request, &answer, NULL);
}

static int name(int socket, uint32_t which, struct sockaddr* address, socklen_t* size) {
  struct lfp_local_request request;
  struct lfp_local_answer answer;
  if (!about(socket, which, &request) || lfp_ask(&request, &answer, NULL) != 0) {
    return -1;
  }
  get_address(answer.address, answer.address_size, address, size);
  return 0;
}

PUBLIC int lfp_getsockname(int socket, struct sockaddr* address, socklen_t* size) {
  return name(socket, LFP_LOCAL_GETSOCKNAME, address, size);
}

PUBLIC int lfp_getpeername(int socket, struct sockaddr* address, socklen_t* size) {
  return name(socket, LFP_LOCAL_GETPEERNAME, address, size);
}

/* Data that was written before goes first, and is not waited for. As Linux has it a socket that is
 * not connected is shut down too, and the call fails. */
PUBLIC int lfp_shutdown(int socket, int how) {
  struct lfp_local_request request;
  struct lfp_local_answer answer;
  struct lfp_name name;
  if (!lfp_name_of(socket, &name)) {
    errno = EBADF;
    return -1;
  }
  if (name.largest > 0) {
    return lfp_shutdown_datagrams(socket, how);
  }
  prepare(&name, LFP_LOCAL_SHUTDOWN, &request);
  request.arguments[0] = how;
  if (lfp_ask(&request, &answer, NULL) == 0) {
    return system_shutdown(socket, how);
  }
  if (errno == ENOTCONN) {
    (void)system_shutdown(socket, how);
    errno = ENOTCONN;
  }
  return -1;
}

/* Of these the descriptor itself is the socket: how long reading and writing waits. */
static int is_own(int level, int option) {
  return level == SOL_SOCKET && (option == SO_RCVTIMEO || option == SO_SNDTIMEO ||
                                 option == SO_RCVLOWAT || option == SO_TYPE);
}

/* What the descriptor does not know of a datagram socket: 1 and the value, or 0. */
static int known_by_name(const struct lfp_name* name, int level, int option, int* value) {
  if (name->largest == 0 || level != SOL_SOCKET) {
    return 0;
  }
  *value = option == SO_TYPE ? SOCK_DGRAM : option == SO_DOMAIN ? name->domain : IPPROTO_UDP;
  return option == SO_TYPE || option == SO_DOMAIN || option == SO_PROTOCOL;
}

PUBLIC int lfp_getsockopt(int socket, int level, int option, void* value, socklen_t* size) {
  struct lfp_local_request request;
  struct lfp_local_answer answer;
  struct lfp_name name;
  if (!lfp_name_of(socket, &name)) {
    errno = EBADF;
    return -1;
  }
  prepare(&name, LFP_LOCAL_GETSOCKOPT, &request);
  if (!known_by_name(&name, level, option, &answer.value)) {
    if (is_own(level, option)) {
      return system_getsockopt(socket, level, option, value, size);
    }
    request.arguments[0] = level;
    request.arguments[1] = option;
    if (lfp_ask(&request, &answer, NULL) != 0) {
      return -1;
    }
  }
  if (level == SOL_SOCKET && option == SO_LINGER) {
    struct linger time;
    time.l_onoff = answer.value == 0 ? 0 : 1;
    time.l_linger = answer.value == 0 ? 0 : answer.value - 1;
    *size = *size < sizeof time ? *size : (socklen_t)sizeof time;
    memcpy(value, &time, *size);
  } else {
    *size = *size < sizeof answer.value ? *size : (socklen_t)sizeof answer.value;
    memcpy(value, &answer.value, *size);
  }
  return 0;
}

PUBLIC int lfp_setsockopt(int socket, int level, int option, const void* value, socklen_t size) {
  struct lfp_local_request request;
  struct lfp_local_answer answer;
  if (!about(socket, LFP_LOCAL_SETSOCKOPT, &request)) {
    return -1;
  }
  if (is_own(level, option)) {
    return system_setsockopt(socket, level, option, value, size);
  }
  request.arguments[0] = level;
  request.arguments[1] = option;
  if (level == SOL_SOCKET && option == SO_LINGER && size >= sizeof(struct linger)) {
    struct linger time;
    memcpy(&time, value, sizeof time);
    request.arguments[2] = time.l_onoff == 0 ? 0 : time.l_linger + 1;
  } else if (size >= sizeof(int32_t)) {
    memcpy(&request.arguments[2], value, sizeof(int32_t));
  } else {
    errno = EINVAL;
    return -1;
  }
  return lfp_ask(&request, &answer, NULL);
}
