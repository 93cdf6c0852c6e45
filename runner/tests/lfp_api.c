/* SPDX-License-Identifier: Apache-2.0 */
/* A program that is written for liblfp. usage: lfp_api PORT, where something answers "the answer";
 * the instance is chosen by lfp_initapi, not by the environment. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/iut/lfp/lfp.h"

static void expect(int holds, const char* what) {
  if (!holds) {
    fprintf(stderr, "not so: %s (errno %d)\n", what, errno);
    exit(1);
  }
}

static int read_all(int socket, char* text, size_t size) {
  size_t count = 0;
  ssize_t part;
  while (count < size && (part = read(socket, text + count, size - count)) > 0) {
    count += (size_t)part;
  }
  return (int)count;
}

int main(int argc, char** argv) {
  struct sockaddr_in address;
  struct sockaddr_in other;
  struct sockaddr_in6 sender;
  struct lfp_host hosts[8];
  unsigned char id[4];
  char text[256];
  socklen_t size = sizeof other;
  struct pollfd ready;
  int error = -1;
  int one;
  int two;
  int count;
  int i;
  int found = 0;
  expect(argc == 2, "a port is given");
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons((unsigned short)atoi(argv[1]));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

  unsetenv("LFP_SYSPARM");
  expect(lfp_socket(AF_INET, SOCK_STREAM, 0) == -1 && errno == ENETDOWN, "no instance is chosen");
  expect(lfp_initapi("x") == -1 && errno == EINVAL, "a system ID has two digits");
  expect(lfp_initapi("77") == 0, "any instance can be chosen");
  expect(lfp_socket(AF_INET, SOCK_STREAM, 0) == -1 && errno == ENETDOWN, "77 is not there");
  expect(lfp_initapi("02") == 0, "02 is there");
  expect(lfp_bind(0, (struct sockaddr*)&address, sizeof address) == -1 && errno == EBADF,
         "standard input is no socket");
  expect(!lfp_is_socket(0), "standard input is not taken for one");
  expect(lfp_socket(AF_INET, SOCK_SEQPACKET, 0) == -1 && errno == ESOCKTNOSUPPORT, "a wrong type");
  expect(lfp_socket(AF_UNIX, SOCK_STREAM, 0) == -1 && errno == EAFNOSUPPORT, "a wrong family");

  one = lfp_socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  expect(one >= 0 && lfp_is_socket(one), "a socket");
  expect((fcntl(one, F_GETFD) & FD_CLOEXEC) != 0, "SOCK_CLOEXEC holds");
  expect(lfp_connect(one, (struct sockaddr*)&address, sizeof address) == 0, "connect");
  expect(lfp_getpeername(one, (struct sockaddr*)&other, &size) == 0 &&
             other.sin_port == address.sin_port,
         "getpeername");
  expect(write(one, "x", 1) == 1, "write");
  expect(read_all(one, text, sizeof text) == 11 && memcmp(text, "the answer\n", 11) == 0, "read");
  close(one);

  one = lfp_socket(AF_INET, SOCK_STREAM, 0);
  two = 1;
  expect(lfp_setsockopt(one, SOL_SOCKET, SO_REUSEADDR, &two, sizeof two) == 0, "setsockopt");
  expect(lfp_setsockopt(one, SOL_SOCKET, 9999, &two, sizeof two) == -1 && errno == ENOPROTOOPT,
         "an option that there is not");
  address.sin_port = 0;
  expect(lfp_bind(one, (struct sockaddr*)&address, sizeof address) == 0, "bind");
  expect(lfp_listen(one, 4) == 0, "listen");
  size = sizeof address;
  expect(lfp_getsockname(one, (struct sockaddr*)&address, &size) == 0 && address.sin_port != 0,
         "getsockname");
  two = lfp_socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  expect(lfp_connect(two, (struct sockaddr*)&address, sizeof address) == -1 && errno == EINPROGRESS,
         "connect does not wait");
  ready.fd = two;
  ready.events = POLLOUT;
  expect(poll(&ready, 1, 10000) == 1 && (ready.revents & POLLOUT) != 0, "it is writable then");
  size = sizeof error;
  expect(lfp_getsockopt(two, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0, "SO_ERROR");
  size = sizeof other;
  i = lfp_accept(one, (struct sockaddr*)&other, &size, SOCK_NONBLOCK);
  expect(i >= 0 && other.sin_family == AF_INET && size == sizeof other, "accept");
  expect(read(i, text, 1) == -1 && errno == EAGAIN, "SOCK_NONBLOCK holds");
  close(i);
  close(one);
  close(two);

  one = lfp_socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_UDP);
  expect(one >= 0 && lfp_is_socket(one), "a datagram socket");
  memset(&sender, 0, sizeof sender);
  sender.sin6_family = AF_INET6;
  sender.sin6_addr = in6addr_loopback;
  expect(lfp_bind(one, (struct sockaddr*)&sender, sizeof sender) == 0, "bind of it");
  size = sizeof sender;
  expect(lfp_getsockname(one, (struct sockaddr*)&sender, &size) == 0, "getsockname of it");
  expect(lfp_sendto(one, "12", 2, 0, (struct sockaddr*)&sender, size) == 2, "lfp_sendto");
  expect(lfp_sendto(one, "3", 1, 0, NULL, 0) == -1 && errno == EDESTADDRREQ, "no partner");
  expect(lfp_connect(one, (struct sockaddr*)&sender, size) == 0, "connect of it");
  expect(lfp_sendto(one, "3", 1, 0, NULL, 0) == 1, "lfp_sendto to the partner");
  for (i = 2; i > 0; --i) {
    struct sockaddr_in6 from;
    socklen_t from_size = sizeof from;
    expect(lfp_recvfrom(one, text, 10, 0, (struct sockaddr*)&from, &from_size) == i &&
               from_size == sizeof from && from.sin6_port == sender.sin6_port,
           "lfp_recvfrom");
  }
  expect(lfp_shutdown(one, SHUT_RDWR) == 0 && lfp_recvfrom(one, text, 10, 0, NULL, NULL) == 0,
         "lfp_shutdown");
  expect(lfp_sendto(0, "x", 1, 0, NULL, 0) == -1 && errno == EBADF, "standard input is none");
  close(one);

  expect(lfp_gethostid(id) == 0 && memcmp(id, "\300\000\002\007", 4) == 0, "gethostid");
  expect(lfp_gethostname(text, sizeof text) == 0 && text[0] != 0, "gethostname");
  count = lfp_gethostbyname("localhost", hosts, 8);
  for (i = 0; i < count; ++i) {
    found |= (hosts[i].family == AF_INET && memcmp(hosts[i].address, "\177\0\0\1", 4) == 0) ||
             hosts[i].family == AF_INET6;
  }
  expect(found, "gethostbyname");
  expect(lfp_gethostbyname("no.such.name.invalid", hosts, 8) == -1 && errno == ENOENT,
         "a name that nobody has");
  return 0;
}
