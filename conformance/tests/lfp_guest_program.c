/* SPDX-License-Identifier: Apache-2.0 */
/* A program for LFP in a guest. usage: lfp-program PORT OCTETS, where something on the daemon's
 * side sends back what it gets. Says "echoed OCTETS", reads to the end, and says how that came:
 * what read gave, and the errno that a call about the socket ends with then. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/iut/lfp/lfp.h"

static void fail(const char* what) {
  printf("failed: %s, errno %d\n", what, errno);
  exit(1);
}

static unsigned char octet_at(long place) {
  return (unsigned char)(place % 251 + place / 251 * 7);
}

/* The instance may just be starting. */
static int made_socket(void) {
  int tries;
  for (tries = 0; tries < 1000; ++tries) {
    const int made = lfp_socket(AF_INET, SOCK_STREAM, 0);
    if (made >= 0) {
      return made;
    }
    usleep(20000);
  }
  fail("socket");
  return -1;
}

int main(int argc, char** argv) {
  struct sockaddr_in address;
  struct sockaddr_in own;
  socklen_t size = sizeof own;
  const long octets = argc == 3 ? atol(argv[2]) : 0;
  long sent = 0;
  long got = 0;
  long i;
  int one;
  int status;
  unsigned char part[4096];
  lfp_initapi("02");
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons((unsigned short)atoi(argv[1]));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  one = made_socket();
  if (lfp_connect(one, (struct sockaddr*)&address, sizeof address) != 0) {
    fail("connect");
  }
  fcntl(one, F_SETFL, O_NONBLOCK);
  while (got < octets) {
    struct pollfd ready = {one, (short)(POLLIN | (sent < octets ? POLLOUT : 0)), 0};
    ssize_t count;
    poll(&ready, 1, -1);
    if (sent < octets && (ready.revents & POLLOUT) != 0) {
      const long most = octets - sent < (long)sizeof part ? octets - sent : (long)sizeof part;
      for (i = 0; i < most; ++i) {
        part[i] = octet_at(sent + i);
      }
      count = write(one, part, (size_t)most);
      sent += count > 0 ? count : 0;
    }
    count = read(one, part, sizeof part);
    if (count == 0 || (count < 0 && errno != EAGAIN)) {
      fail("read");
    }
    for (i = 0; i < count; ++i, ++got) {
      if (part[i] != octet_at(got)) {
        fail("an octet is another one");
      }
    }
  }
  printf("echoed %ld\n", got);
  fflush(stdout);
  fcntl(one, F_SETFL, 0);
  status = (int)read(one, part, sizeof part);
  printf("read gives %d\n", status);
  errno = 0;
  lfp_getsockname(one, (struct sockaddr*)&own, &size);
  printf("errno %d\n", errno);
  return 0;
}
