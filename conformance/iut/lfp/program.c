/* SPDX-License-Identifier: Apache-2.0 */
/* The programs behind an LFP instance under test: socket calls of POSIX, as the kit asks for them.
 * It knows nothing of LFP; whoever has an instance with other calls writes one like it.
 *
 * usage: pathproof-lfp-program CONTROL TASKS
 *
 * CONTROL is a Unix socket of type SEQPACKET at which the kit listens. There is a thread and a
 * connection for each task, numbered from 0. Records in both directions begin with a line:
 *
 *   program: task N                  the first record of a task
 *   kit:     socket                  SOCKET, of an IPv4 stream
 *            connect FD PORT         CONNECT to that port of 127.0.0.1
 *            bind FD PORT
 *            listen FD BACKLOG
 *            accept FD               waits for a connection
 *            shutdown FD             of its sending direction
 *            getsockname FD | getpeername FD | close FD
 *            write FD                one WRITE of the octets behind the line
 *            read FD                 has all that comes read, and sent to the kit
 *   program: VALUE ERROR             how it ended: what the call gave, and errno's name, or 0
 *
 * "read" is a connection of its own:
 *
 *   program: reader FD               the first record
 *            data                    and octets, as often as some come
 *            end ERROR               the last record: the end of the stream, 0 or an errno's name
 *
 * When the kit closes the connection of a task, the program ends. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { record_size = 1 << 17, line_size = 128, tasks_max = 8 };

static struct sockaddr_un control;

struct reader {
  int socket;
  int connection;
};

static int connect_to_kit(void) {
  const int made = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  const int octets = 4 * record_size;
  if (made < 0 || connect(made, (const struct sockaddr*)&control, sizeof control) != 0) {
    perror("pathproof-lfp-program: the kit's socket");
    exit(1);
  }
  (void)setsockopt(made, SOL_SOCKET, SO_SNDBUF, &octets, sizeof octets);
  return made;
}

/* A kit that is gone has nothing to ask for. */
static void send_record(int connection, const void* record, size_t size) {
  if (send(connection, record, size, MSG_NOSIGNAL) != (ssize_t)size) {
    _exit(0);
  }
}

static void say(int connection, const char* line) {
  send_record(connection, line, strlen(line));
}

static const char* name_of(int error) {
  return error == 0 ? "0" : strerrorname_np(error);
}

static void* read_all(void* given) {
  static const char mark[] = "data\n";
  const size_t before = sizeof mark - 1;
  struct reader one = *(struct reader*)given;
  char* const record = malloc(record_size);
  char line[line_size];
  ssize_t count;
  int error = 0;
  socklen_t size = sizeof error;
  free(given);
  if (record == NULL) {
    exit(1);
  }
  memcpy(record, mark, before);
  do {
    count = read(one.socket, record + before, record_size - before);
    if (count > 0) {
      send_record(one.connection, record, before + (size_t)count);
    }
  } while (count > 0 || (count < 0 && errno == EINTR));
  if (count < 0) {
    error = errno;
  } else {
    /* Of a connection that was reset some read the end, and are told the reason here. */
    (void)getsockopt(one.socket, SOL_SOCKET, SO_ERROR, &error, &size);
  }
  snprintf(line, sizeof line, "end %s", name_of(error));
  say(one.connection, line);
  free(record);
  return NULL;
}

static int start_reader(int descriptor) {
  struct reader* const one = malloc(sizeof *one);
  pthread_t thread;
  char line[line_size];
  if (one == NULL) {
    return ENOMEM;
  }
  one->socket = descriptor;
  one->connection = connect_to_kit();
  snprintf(line, sizeof line, "reader %d", descriptor);
  say(one->connection, line);
  return pthread_create(&thread, NULL, read_all, one);
}

static struct sockaddr_in loopback(int port) {
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons((uint16_t)port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/* -1 and errno as all calls have it; what is no command ends the program. */
static ssize_t
perform(const char* call, int descriptor, int number, const char* octets, size_t count) {
  struct sockaddr_in address = loopback(number);
  socklen_t size = sizeof address;
  if (strcmp(call, "socket") == 0) {
    return socket(AF_INET, SOCK_STREAM, 0);
  }
  if (strcmp(call, "connect") == 0) {
    return connect(descriptor, (const struct sockaddr*)&address, sizeof address);
  }
  if (strcmp(call, "bind") == 0) {
    return bind(descriptor, (const struct sockaddr*)&address, sizeof address);
  }
  if (strcmp(call, "listen") == 0) {
    return listen(descriptor, number);
  }
  if (strcmp(call, "accept") == 0) {
    return accept(descriptor, NULL, NULL);
  }
  if (strcmp(call, "shutdown") == 0) {
    return shutdown(descriptor, SHUT_WR);
  }
  if (strcmp(call, "getsockname") == 0) {
    return getsockname(descriptor, (struct sockaddr*)&address, &size);
  }
  if (strcmp(call, "getpeername") == 0) {
    return getpeername(descriptor, (struct sockaddr*)&address, &size);
  }
  if (strcmp(call, "close") == 0) {
    return close(descriptor);
  }
  if (strcmp(call, "write") == 0) {
    return send(descriptor, octets, count, MSG_NOSIGNAL);
  }
  if (strcmp(call, "read") == 0) {
    errno = start_reader(descriptor);
    return errno == 0 ? 0 : -1;
  }
  fprintf(stderr, "pathproof-lfp-program: no such call: %s\n", call);
  exit(2);
}

static void* run_task(void* number) {
  char* const record = malloc(record_size + 1);
  const int connection = connect_to_kit();
  char line[line_size];
  ssize_t count;
  if (record == NULL) {
    exit(1);
  }
  snprintf(line, sizeof line, "task %d", (int)(intptr_t)number);
  say(connection, line);
  while ((count = recv(connection, record, record_size, 0)) > 0) {
    char call[16] = "";
    int descriptor = -1;
    int argument = 0;
    ssize_t value;
    const char* octets;
    record[count] = '\0';
    octets = memchr(record, '\n', (size_t)count);
    octets = octets == NULL ? record + count : octets + 1;
    (void)sscanf(record, "%15s %d %d", call, &descriptor, &argument);
    value = perform(call, descriptor, argument, octets, (size_t)(record + count - octets));
    snprintf(line, sizeof line, "%zd %s", value, name_of(value < 0 ? errno : 0));
    say(connection, line);
  }
  _exit(0); /* with whatever other threads do */
}

int main(int argc, char** argv) {
  const int tasks = argc == 3 ? atoi(argv[2]) : 0;
  pthread_t thread;
  int i;
  if (tasks < 1 || tasks > tasks_max || strlen(argv[1]) >= sizeof control.sun_path) {
    fprintf(stderr, "usage: pathproof-lfp-program CONTROL TASKS\n");
    return 2;
  }
  control.sun_family = AF_UNIX;
  strcpy(control.sun_path, argv[1]);
  for (i = 1; i < tasks; ++i) {
    if (pthread_create(&thread, NULL, run_task, (void*)(intptr_t)i) != 0) {
      perror("pathproof-lfp-program: a thread");
      return 1;
    }
  }
  run_task((void*)(intptr_t)0);
  return 0;
}
