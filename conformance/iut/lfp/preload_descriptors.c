/* SPDX-License-Identifier: Apache-2.0 */
/* Which descriptors are datagram sockets of an instance. A process keeps that in mind, so that what
 * reads and writes others costs no system call: it sees such sockets made, duplicated, closed and
 * received from other processes, and looks at what it begins with. Others may close a descriptor
 * without being seen (the C library's own calls): what is no socket any more is noticed when it is
 * used (ENOTSOCK), and every call that makes a socket says what it made. */
#undef _FORTIFY_SOURCE
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conformance/iut/lfp/preload.h"

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4U
#endif

enum { descriptors_most = 65536 };

#define OF_IPV6 0x80000000U

/* LARGEST of each that is one, and the family. */
static uint32_t known[descriptors_most];
static pid_t owner; /* the process whose descriptors they are */

/* A child that shares its parent's memory (vfork) closes and duplicates descriptors of its own. */
static int is_ours(void) {
  return owner == getpid();
}

static void adopt(void) {
  owner = getpid();
}

static uint32_t get(int descriptor) {
  return descriptor < 0 || descriptor >= descriptors_most
             ? 0
             : __atomic_load_n(&known[descriptor], __ATOMIC_RELAXED);
}

static void set(int descriptor, uint32_t what) {
  if (descriptor >= 0 && descriptor < descriptors_most && get(descriptor) != what) {
    __atomic_store_n(&known[descriptor], what, __ATOMIC_RELAXED);
  }
}

int lfp_is_datagram(int descriptor, struct lfp_name* name) {
  const uint32_t what = get(descriptor);
  if (what == 0) {
    return 0;
  }
  name->domain = (what & OF_IPV6) != 0 ? AF_INET6 : AF_INET;
  name->largest = what & ~OF_IPV6;
  return 1;
}

int lfp_look_at(int descriptor) {
  struct lfp_name name;
  const int error = errno;
  const int is = lfp_name_of(descriptor, &name) && name.largest > 0;
  errno = error;
  if (is && descriptor >= descriptors_most) {
    errno = EMFILE;
    return 0;
  }
  set(descriptor, is ? name.largest | (name.domain == AF_INET6 ? OF_IPV6 : 0) : 0);
  return 1;
}

void lfp_forget(int descriptor) {
  if (get(descriptor) != 0 && is_ours()) {
    set(descriptor, 0);
  }
}

/* Whoever is started with descriptors of an instance has them from the begin. */
__attribute__((constructor)) static void look_at_all(void) {
  DIR* folder;
  struct dirent* one;
  adopt();
  (void)pthread_atfork(NULL, NULL, adopt);
  if (getenv("LFP_SYSPARM") == NULL || (folder = opendir("/proc/self/fd")) == NULL) {
    return;
  }
  while ((one = readdir(folder)) != NULL) {
    if (one->d_name[0] != '.') {
      (void)lfp_look_at(atoi(one->d_name));
    }
  }
  (void)closedir(folder);
}

typedef int (*int_function)(int);
typedef int (*int2_function)(int, int);
typedef int (*int3_function)(int, int, int);
typedef int (*range_function)(unsigned, unsigned, int);
typedef void (*from_function)(int);
typedef int (*fcntl_function)(int, int, ...);
typedef int (*pair_function)(int, int, int, int*);

/* Before it is closed: somebody else may have the number right behind. */
PUBLIC int close(int descriptor) {
  lfp_forget(descriptor);
  NEXT(int_function, close)
  return next(descriptor);
}

static void forget_range(unsigned first, unsigned last) {
  unsigned i;
  for (i = first; i <= last && i < descriptors_most; ++i) {
    lfp_forget((int)i);
  }
}

PUBLIC int close_range(unsigned first, unsigned last, int flags) {
  if (((unsigned)flags & CLOSE_RANGE_CLOEXEC) == 0) {
    forget_range(first, last);
  }
  NEXT(range_function, close_range)
  return next(first, last, flags);
}

PUBLIC void closefrom(int first) {
  forget_range(first < 0 ? 0 : (unsigned)first, descriptors_most - 1);
  NEXT(from_function, closefrom)
  next(first);
}

/* The copy is what the first one is. */
static int copied(int from, int to) {
  if (to >= descriptors_most && get(from) != 0) {
    (void)close(to);
    errno = EMFILE;
    return -1;
  }
  if (to >= 0 && get(to) != get(from) && is_ours()) {
    set(to, get(from));
  }
  return to;
}

PUBLIC int dup(int descriptor) {
  NEXT(int_function, dup)
  return copied(descriptor, next(descriptor));
}

PUBLIC int dup2(int from, int to) {
  NEXT(int2_function, dup2)
  return copied(from, next(from, to));
}

PUBLIC int dup3(int from, int to, int flags) {
  NEXT(int3_function, dup3)
  return copied(from, next(from, to, flags));
}

static int seen_fcntl(fcntl_function next, int descriptor, int command, void* argument) {
  const int made = next(descriptor, command, argument);
  return command == F_DUPFD || command == F_DUPFD_CLOEXEC ? copied(descriptor, made) : made;
}

PUBLIC int fcntl(int descriptor, int command, ...) {
  va_list arguments;
  void* argument;
  NEXT(fcntl_function, fcntl)
  va_start(arguments, command);
  argument = va_arg(arguments, void*); /* whatever it is, it is passed on as it came */
  va_end(arguments);
  return seen_fcntl(next, descriptor, command, argument);
}

PUBLIC int fcntl64(int descriptor, int command, ...) {
  va_list arguments;
  void* argument;
  NEXT(fcntl_function, fcntl64)
  va_start(arguments, command);
  argument = va_arg(arguments, void*);
  va_end(arguments);
  return seen_fcntl(next, descriptor, command, argument);
}

PUBLIC int socketpair(int domain, int type, int protocol, int made[2]) {
  NEXT(pair_function, socketpair)
  if (next(domain, type, protocol, made) != 0) {
    return -1;
  }
  lfp_forget(made[0]);
  lfp_forget(made[1]);
  return 0;
}
