/* SPDX-License-Identifier: Apache-2.0 */
/* liblfp: socket calls that an LFP instance of this machine has done by its daemon. The functions
 * are those of POSIX by another name: they give -1 and set errno, and what lfp_socket and
 * lfp_accept give is a descriptor of this process, to be read, written, polled, duplicated, passed
 * on and closed like any other. The instance is chosen by its system ID, two digits, in the
 * environment's LFP_SYSPARM or by lfp_initapi [LFP-072]. */
#ifndef PATHPROOF_LFP_H
#define PATHPROOF_LFP_H

#include <sys/socket.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Chooses the instance for this process from now on; NULL: as the environment says. */
int lfp_initapi(const char* system_id);

/* AF_INET or AF_INET6, SOCK_STREAM or SOCK_DGRAM with or without SOCK_NONBLOCK and SOCK_CLOEXEC. */
int lfp_socket(int domain, int type, int protocol);
int lfp_bind(int socket, const struct sockaddr* address, socklen_t size);
int lfp_listen(int socket, int backlog);
int lfp_accept(int socket, struct sockaddr* address, socklen_t* size, int flags);
/* Of a socket with O_NONBLOCK: EINPROGRESS, and the socket is writable when it is done. */
int lfp_connect(int socket, const struct sockaddr* address, socklen_t size);
int lfp_shutdown(int socket, int how);
int lfp_getsockname(int socket, struct sockaddr* address, socklen_t* size);
int lfp_getpeername(int socket, struct sockaddr* address, socklen_t* size);
int lfp_getsockopt(int socket, int level, int name, void* value, socklen_t* size);
int lfp_setsockopt(int socket, int level, int name, const void* value, socklen_t size);

/* A datagram socket is sent to and received from by these; all else that waits for it, duplicates
 * it, passes it on or closes it works on the descriptor as it is. EMSGSIZE: larger than LARGEST of
 * local.h; ENETDOWN: the path is lost. There is no control data. */
ssize_t lfp_sendmsg(int socket, const struct msghdr* message, int flags);
ssize_t lfp_recvmsg(int socket, struct msghdr* message, int flags);
ssize_t lfp_sendto(int socket,
                   const void* octets,
                   size_t size,
                   int flags,
                   const struct sockaddr* address,
                   socklen_t address_size);
ssize_t lfp_recvfrom(int socket,
                     void* octets,
                     size_t size,
                     int flags,
                     struct sockaddr* address,
                     socklen_t* address_size);

/* The daemon's host: what a name stands for there (at most `most` addresses, the number is
 * returned), its own name, and the address that is configured as its ID [LFP-095]. */
struct lfp_host {
  int family; /* AF_INET or AF_INET6 */
  unsigned char address[16];
};

int lfp_gethostbyname(const char* name, struct lfp_host* hosts, int most);
int lfp_gethostname(char* name, size_t size);
int lfp_gethostid(unsigned char address[4]);

/* Whether the descriptor is a socket of an instance. */
int lfp_is_socket(int socket);

#ifdef __cplusplus
}
#endif

#endif
