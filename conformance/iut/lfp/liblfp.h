/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of liblfp have of each other. */
#ifndef PATHPROOF_LFP_LIBLFP_H
#define PATHPROOF_LFP_LIBLFP_H

#include <stdint.h>
#include <sys/socket.h>

#include "conformance/iut/lfp/local.h"

#define PUBLIC __attribute__((visibility("default")))

/* One call of the instance. -1 and errno, or 0 and the answer, with the descriptor that came with
 * it unless it is not asked for. */
int lfp_ask(const struct lfp_local_request* request,
            struct lfp_local_answer* answer,
            int* descriptor);

/* Which of the instance's sockets a descriptor is an end of, as its name says. */
struct lfp_name {
  uint32_t number;
  uint32_t generation;
  int domain;       /* of a datagram socket, and … */
  uint32_t largest; /* … the octets of its largest datagram; 0: a stream */
};

/* 0 where it is none of an instance; nothing else is touched then. */
int lfp_name_of(int socket, struct lfp_name* name);

/* Marks are the socket's own (SO_PRIORITY), so that they are there for whoever has it. */
enum { lfp_listens = 1, lfp_has_partner = 2, lfp_is_shut = 4 };

int lfp_marks(int socket);
int lfp_set_marks(int socket, int marks);

/* sendmsg and recvmsg of a datagram socket, which bears that name; ENOTSOCK for what is no socket
 * at all. */
ssize_t
lfp_send_datagram(int socket, const struct lfp_name* name, const struct msghdr* message, int flags);
ssize_t lfp_receive_datagram(int socket, struct msghdr* message, int flags);

int lfp_shutdown_datagrams(int socket, int how);

/* The octets of the datagram that is read next, for FIONREAD; -1 and errno. */
ssize_t lfp_next_datagram(int socket);

#endif
