// SPDX-License-Identifier: Apache-2.0
// An upper tester for the AF_IUCV of Linux on s390x, also under z/VM: it makes the socket calls
// that the kit tells it to, line by line. Everybody who reaches it may make calls as this program,
// so it listens where only the kit can reach it. README.md says how it is built and used.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "conformance/iut/guest/agent/agent.h"

enum { pause_us = 10000 };

int port = -1;
int kernel_log = -1;
static int served = -1; // a pipe that is closed as soon as the conversation is over

const struct verb* const verb_tables[] = {call_verbs, control_verbs, NULL};

// All sockets of the conversation are closed with its process. Closing may take a while, for which
// nobody has to wait.
void input_ended(void) {
  close(served);
  close(port);
  _exit(0);
}

// It may not look at what is sent.
void add_sent(struct worker* w) {
  (void)w;
}

bool is_due(long received, long sent) {
  (void)received, (void)sent;
  return false;
}

static void fail(const char* what) {
  fprintf(stderr, "upper-tester: %s: %s\n", what, strerror(errno));
  exit(1);
}

// Makes a waiting call end with EINTR and does nothing else.
static void interrupted(int number) {
  (void)number;
}

static void prepare_signals(void) {
  const struct sigaction ignore = {.sa_handler = SIG_IGN};
  const struct sigaction interrupt = {.sa_handler = interrupted};
  sigaction(SIGPIPE, &ignore, NULL);
  sigaction(SIGCHLD, &ignore, NULL);    // nobody asks how a conversation ended
  sigaction(SIGUSR1, &interrupt, NULL); // without SA_RESTART
}

// A process for one conversation; comes back in the one that goes on listening, with an end of the
// pipe that says when it is over.
static int converse(int connection, int listener) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    fail("pipe");
  }
  const pid_t made = fork();
  if (made == 0) {
    close(ends[0]);
    if (listener >= 0) {
      close(listener);
    }
    port = connection;
    served = ends[1];
    serve();
  }
  if (made < 0) {
    perror("upper-tester: fork"); // too many at once; the next one may have more luck
  }
  close(ends[1]);
  return ends[0];
}

static void serve_at(int listener) {
  if (listen(listener, 8) != 0) {
    fail("listen");
  }
  for (;;) {
    const int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    const int yes = 1;
    if (connection < 0) {
      usleep(pause_us);
      continue;
    }
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); // fails on unix:
    close(converse(connection, listener));
    close(connection);
  }
}

static void serve_unix(const char* path) {
  struct sockaddr_un name = {.sun_family = AF_UNIX};
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (strlen(path) >= sizeof name.sun_path) {
    errno = ENAMETOOLONG;
    fail(path);
  }
  strcpy(name.sun_path, path);
  if (listener < 0 || bind(listener, (const struct sockaddr*)&name, sizeof name) != 0) {
    fail(path);
  }
  serve_at(listener);
}

// ADDRESS:PORT, with an IPv4 address.
static void serve_tcp(char* where) {
  struct sockaddr_in name = {.sin_family = AF_INET};
  char* const colon = strrchr(where, ':');
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  long value = 0;
  if (colon != NULL) {
    *colon = '\0';
  }
  if (colon == NULL || inet_pton(AF_INET, where, &name.sin_addr) != 1 ||
      !number(colon + 1, &value) || value < 1 || value > 65535) {
    errno = EINVAL;
    fail("tcp:ADDRESS:PORT was expected");
  }
  name.sin_port = htons((uint16_t)value);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (listener < 0 || bind(listener, (const struct sockaddr*)&name, sizeof name) != 0) {
    fail("cannot listen");
  }
  serve_at(listener);
}

// A character device whose other end comes and goes, such as a virtio port; or, for "-", whatever
// standard input is.
static void serve_device(const char* path) {
  const bool given = strcmp(path, "-") == 0;
  const int device = given ? STDIN_FILENO : open(path, O_RDWR | O_CLOEXEC);
  if (device < 0) {
    fail(path);
  }
  if (given) {
    port = device;
    serve();
  }
  for (;;) {
    struct pollfd ready = {device, POLLIN, 0};
    if (poll(&ready, 1, -1) != 1 || (ready.revents & POLLIN) == 0) {
      usleep(pause_us); // nobody is at the other end
      continue;
    }
    const int over = converse(device, -1);
    char nothing;
    while (read(over, &nothing, 1) < 0 && errno == EINTR) {
    }
    close(over);
  }
}

int main(int argc, char** argv) {
  if (argc != 2 || argv[1][0] == '\0' || strcmp(argv[1], "--help") == 0) {
    fprintf(argc == 2 ? stdout : stderr,
            "usage: upper-tester unix:PATH | tcp:ADDRESS:PORT | DEVICE | -\n");
    return argc == 2 ? 0 : 2;
  }
  prepare_signals();
  if (strncmp(argv[1], "unix:", 5) == 0) {
    serve_unix(argv[1] + 5);
  } else if (strncmp(argv[1], "tcp:", 4) == 0) {
    serve_tcp(argv[1] + 4);
  } else {
    serve_device(argv[1]);
  }
}
