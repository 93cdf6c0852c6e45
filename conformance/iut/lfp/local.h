/* SPDX-License-Identifier: Apache-2.0 */
/* What liblfp and an instance on the same machine say to each other: one record each way over a
 * Unix socket of type SEQPACKET, a connection for each call. Numbers are in the machine's order,
 * addresses and error numbers are Linux's. A socket is a descriptor of this machine, one end of a
 * pair whose other end the instance has; its abstract name says which. */
#ifndef PATHPROOF_LFP_LOCAL_H
#define PATHPROOF_LFP_LOCAL_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Then PROCESS/NUMBER/GENERATION, all decimal; of a datagram socket also /DOMAIN/LARGEST: Linux's
 * address family, and the octets of the largest datagram. */
#define LFP_LOCAL_NAME "pathproof-lfp/"
#define LFP_LOCAL_TEXT 1024

/* The folder of this user's instances; in it each listens at its system ID. As snprintf: the length
 * of the name, which is cut when it is not less than size. */
static inline int lfp_local_folder(char* name, size_t size) {
  const char* const named = getenv("LFP_FOLDER");
  const char* const runtime = getenv("XDG_RUNTIME_DIR");
  if (named != NULL) {
    return snprintf(name, size, "%s", named);
  }
  if (runtime != NULL) {
    return snprintf(name, size, "%s/pathproof-lfp", runtime);
  }
  return snprintf(name, size, "/tmp/pathproof-lfp-%lu", (unsigned long)getuid());
}

enum {
  LFP_LOCAL_SOCKET = 1, /* arguments: domain, type, protocol; the answer comes with a descriptor */
  LFP_LOCAL_BIND,       /* address */
  LFP_LOCAL_LISTEN,     /* argument: backlog */
  LFP_LOCAL_ACCEPT,     /* whether connections come; they come through the socket itself */
  LFP_LOCAL_CONNECT,    /* address; arguments: does not wait, octets that were filled in. Of a
                           datagram socket it never waits; AF_UNSPEC: no partner any more */
  LFP_LOCAL_CONNECTS,   /* whether a connect may begin now, or else how the one before goes */
  LFP_LOCAL_GETSOCKNAME,
  LFP_LOCAL_GETPEERNAME,
  LFP_LOCAL_SHUTDOWN,   /* argument: how, as shutdown() has it. Whether the pair may be shut down,
                           by which a connected socket is, behind its data */
  LFP_LOCAL_GETSOCKOPT, /* arguments: level, name; the answer's value */
  LFP_LOCAL_SETSOCKOPT, /* arguments: level, name, value */
  LFP_LOCAL_RESOLVE,    /* text: a host name; the answer's text: struct lfp_local_host each */
  LFP_LOCAL_HOSTNAME,   /* the answer's text */
  LFP_LOCAL_HOSTID      /* the answer's address */
};

struct lfp_local_request {
  uint32_t operation;
  uint32_t number;
  uint32_t generation;
  int32_t arguments[3];
  uint32_t address_size;
  uint8_t address[128];
  uint32_t text_size;
  char text[256];
};

struct lfp_local_answer {
  int32_t error; /* an errno, or 0 */
  int32_t value;
  uint32_t address_size;
  uint8_t address[128];
  uint32_t text_size;
  char text[LFP_LOCAL_TEXT];
};

/* An address that a name stands for. */
struct lfp_local_host {
  uint32_t family; /* AF_INET or AF_INET6 */
  uint8_t address[16];
};

/* What a listening socket gives its program for each connection, with the new descriptor. */
struct lfp_local_arrival {
  uint32_t address_size;
  uint8_t address[128];
};

/* What stands before each datagram in the pair of a datagram socket, which is of type SEQPACKET: to
 * the instance whom it is for, to the program who has sent it. Without an address it is for the
 * partner that connect has named. What does not begin so is no datagram. */
#define LFP_LOCAL_DATAGRAM 0x4C465044U

struct lfp_local_datagram {
  uint32_t mark; /* LFP_LOCAL_DATAGRAM */
  uint32_t address_size;
  uint8_t address[28];
};

#endif
