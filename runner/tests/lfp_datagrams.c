/* SPDX-License-Identifier: Apache-2.0 */
/* A program that uses datagram sockets as few scripts do: many at once, buffers whose size the C
 * library checks, control data, and raw system calls. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { many = 40, size_most = 1500 };

static void expect(int holds, const char* what) {
  if (!holds) {
    fprintf(stderr, "not so: %s (errno %d, %s)\n", what, errno, strerror(errno));
    exit(1);
  }
}

static int bound(struct sockaddr_in* name) {
  const struct timeval patience = {10, 0};
  socklen_t size = sizeof *name;
  const int made = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_UDP);
  memset(name, 0, sizeof *name);
  name->sin_family = AF_INET;
  name->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  expect(bind(made, (struct sockaddr*)name, sizeof *name) == 0, "bind");
  expect(getsockname(made, (struct sockaddr*)name, &size) == 0 && size == sizeof *name, "a name");
  expect(setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0, "a timeout");
  return made;
}

struct batch {
  struct mmsghdr messages[many];
  struct iovec parts[many][2];
  struct sockaddr_in names[many];
  unsigned char octets[many][size_most];
};

/* Each message has two parts, the first of seven octets. */
static void prepare(struct batch* all, size_t room, const struct sockaddr_in* to) {
  size_t i;
  memset(all, 0, sizeof *all);
  for (i = 0; i < many; ++i) {
    const size_t octets = room == 0 ? 37 * i : room;
    all->parts[i][0].iov_base = all->octets[i];
    all->parts[i][0].iov_len = octets < 7 ? octets : 7;
    all->parts[i][1].iov_base = all->octets[i] + 7;
    all->parts[i][1].iov_len = octets < 7 ? 0 : octets - 7;
    all->messages[i].msg_hdr.msg_iov = all->parts[i];
    all->messages[i].msg_hdr.msg_iovlen = 2;
    all->messages[i].msg_hdr.msg_name = &all->names[i];
    all->messages[i].msg_hdr.msg_namelen = sizeof all->names[i];
    if (to != NULL) {
      all->names[i] = *to;
      memset(all->octets[i], (int)i, octets);
    }
  }
}

/* Sends and receives all at once, by the C library's functions or by the system calls alone. */
static void exchange(int raw) {
  static struct batch out;
  static struct batch in;
  struct sockaddr_in one_name;
  struct sockaddr_in two_name;
  const int one = bound(&one_name);
  const int two = bound(&two_name);
  int done = 0;
  int i;
  prepare(&out, 0, &two_name);
  prepare(&in, size_most, NULL);
  expect((raw ? (int)syscall(SYS_sendmmsg, one, out.messages, many, 0)
              : sendmmsg(one, out.messages, many, 0)) == many,
         "all are sent");
  while (done < many) {
    const unsigned rest = (unsigned)(many - done);
    const int count =
        raw ? (int)syscall(SYS_recvmmsg, two, in.messages + done, rest, MSG_WAITFORONE, NULL)
            : recvmmsg(two, in.messages + done, rest, MSG_WAITFORONE, NULL);
    expect(count > 0, "some have come");
    done += count;
  }
  for (i = 0; i < many; ++i) {
    const size_t octets = 37 * (size_t)i;
    expect(out.messages[i].msg_len == octets && in.messages[i].msg_len == octets, "a size");
    expect(memcmp(in.octets[i], out.octets[i], octets) == 0, "the octets");
    expect(in.names[i].sin_port == one_name.sin_port &&
               in.messages[i].msg_hdr.msg_namelen == sizeof one_name,
           "the sender");
  }
  expect(recvmmsg(two, in.messages, 1, MSG_DONTWAIT, NULL) == -1 && errno == EAGAIN, "no more");
  close(one);
  close(two);
}

/* Sizes that the compiler does not know are checked at run time. */
static void checked(size_t size) {
  struct sockaddr_in one_name;
  struct sockaddr_in two_name;
  struct sockaddr_in from;
  socklen_t from_size = sizeof from;
  char room[64];
  const int one = bound(&one_name);
  const int two = bound(&two_name);
  int i;
  expect(connect(one, (struct sockaddr*)&two_name, sizeof two_name) == 0, "connect");
  for (i = 0; i < 3; ++i) {
    expect(send(one, "checked", 7, 0) == 7, "send");
  }
  expect(read(two, room, size) == 7 && memcmp(room, "checked", 7) == 0, "read");
  expect(recv(two, room, size, 0) == 7 && memcmp(room, "checked", 7) == 0, "recv");
  expect(recvfrom(two, room, size, 0, (struct sockaddr*)&from, &from_size) == 7 &&
             from_size == sizeof from && from.sin_port == one_name.sin_port,
         "recvfrom");
  close(one);
  close(two);
}

/* What nobody would do is refused, and the queue of errors is empty. */
static void control(void) {
  struct sockaddr_in name;
  const int one = bound(&name);
  char room[64];
  struct iovec part = {room, sizeof room};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  message.msg_control = room;
  message.msg_controllen = sizeof room;
  expect(sendto(one, "x", 1, 0, (struct sockaddr*)&name, sizeof name) == 1, "to itself");
  expect(recvmsg(one, &message, MSG_ERRQUEUE) == -1 && errno == EAGAIN, "no errors");
  expect(recvmsg(one, &message, 0) == 1 && message.msg_controllen == 0 && message.msg_flags == 0,
         "no control data");
  close(one);
}

/* A name is cut to the room there is, and its size is told. */
static void short_name(void) {
  struct sockaddr_in name;
  unsigned char from[sizeof name] = {0};
  socklen_t size = 3;
  char room;
  const int one = bound(&name);
  expect(sendto(one, "x", 1, 0, (struct sockaddr*)&name, sizeof name) == 1, "to itself");
  expect(recvfrom(one, &room, 1, 0, (struct sockaddr*)from, &size) == 1 && size == sizeof name &&
             from[2] != 0 + (name.sin_port == 0) && from[3] == 0,
         "a short name");
  close(one);
}

int main(int argc, char** argv) {
  (void)argv;
  exchange(0);
  exchange(1);
  checked((size_t)argc * 64);
  control();
  short_name();
  return 0;
}
