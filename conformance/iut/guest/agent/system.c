// SPDX-License-Identifier: Apache-2.0
// What is about the system, with the rights of the guest's only program.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/iut/guest/agent/agent.h"

int bring_up(const char* name, bool up) {
  struct ifreq request = {0};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  const int control = socket(AF_INET, SOCK_DGRAM, 0);
  int status = control < 0 ? -1 : ioctl(control, SIOCGIFFLAGS, &request);
  if (status == 0) {
    request.ifr_flags = (short)(up ? request.ifr_flags | IFF_UP : request.ifr_flags & ~IFF_UP);
    status = ioctl(control, SIOCSIFFLAGS, &request);
  }
  const int error = errno;
  close(control);
  errno = error;
  return status;
}

static void run_link(struct worker* w) {
  const bool up = strcmp(w->word[1], "up") == 0;
  if (!up && strcmp(w->word[1], "down") != 0) {
    bad(w, "up or down was expected");
    return;
  }
  result(w, bring_up(w->word[0], up));
}

static int give_address(int control, struct ifreq* request, const char* word, int what) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  if (inet_pton(AF_INET, word, &address.sin_addr) != 1) {
    errno = EINVAL;
    return -1;
  }
  memcpy(&request->ifr_addr, &address, sizeof address);
  return ioctl(control, (unsigned long)what, request);
}

static void run_address(struct worker* w) {
  struct ifreq request = {0};
  strncpy(request.ifr_name, w->word[0], IFNAMSIZ - 1);
  const int control = socket(AF_INET, SOCK_DGRAM, 0);
  int status = give_address(control, &request, w->word[1], SIOCSIFADDR);
  status = status == 0 ? give_address(control, &request, w->word[2], SIOCSIFNETMASK) : status;
  result(w, status);
  close(control);
}

// A program of its own, which has nothing of the agent but its rights.
static void run_start(struct worker* w) {
  char* arguments[words_max] = {0};
  for (int i = 1; i < w->words; ++i) {
    arguments[i - 1] = w->word[i];
  }
  sigset_t pipe_signal;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigdefault(&attributes, &pipe_signal);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(
      &files, STDOUT_FILENO, w->word[0], O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  pid_t process = -1;
  char* const nothing[] = {NULL};
  mkdir("/tmp", 01777); // programs take it that there is one
  errno = posix_spawn(&process, arguments[0], &files, &attributes, arguments, nothing);
  result(w, errno == 0 ? process : -1);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
}

// ok STATUS, as a shell has it: 128 and the signal's number for one that was ended by a signal
static void run_wait(struct worker* w) {
  long process = 0;
  int status = 0;
  if (!numbers(w, 0, 1, &process)) {
    return;
  }
  if (waitpid((pid_t)process, &status, 0) < 0) {
    failed(w, errno);
    return;
  }
  result(w, WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

static void run_kill(struct worker* w) {
  long v[2];
  if (numbers(w, 0, 2, v)) {
    result(w, kill((pid_t)v[0], (int)v[1]));
  }
}

static void run_read(struct worker* w) {
  const long size = read_file(w->word[0], w->data, sizeof w->data);
  result(w, size < 0 ? -1 : 0);
  if (size >= 0) {
    say_hex(w, w->data, (size_t)size);
  }
}

int write_file(const char* path, const void* bytes, size_t size) {
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const ssize_t count = file < 0 ? -1 : write(file, bytes, size);
  const int error = errno;
  close(file);
  errno = error;
  return count < 0 ? -1 : 0;
}

static void run_write(struct worker* w) {
  const long size = bytes_of(w, w->word[1], w->data, sizeof w->data);
  if (size >= 0) {
    result(w, write_file(w->word[0], w->data, (size_t)size));
  }
}

// ok NAME=OBJECTS …, the objects in use of every slab cache
static void run_slabs(struct worker* w) {
  const long size = read_file("/proc/slabinfo", w->data, sizeof w->data - 1);
  if (size < 0) {
    failed(w, errno);
    return;
  }
  w->data[size] = '\0';
  begin(w, "ok");
  char* rest = NULL;
  for (char* row = strtok_r((char*)w->data, "\n", &rest); row; row = strtok_r(NULL, "\n", &rest)) {
    char name[64];
    unsigned long active = 0;
    if (row[0] != '#' && sscanf(row, "%63s %lu", name, &active) == 2) {
      say(w, " %s=%lu", name, active);
    }
  }
}

// ok HEX, the records of the kernel log since the last time; ask again until there are none
static void run_log(struct worker* w) {
  size_t size = 0;
  while (size + 9000 < sizeof w->data) {
    const ssize_t count = read(kernel_log, w->data + size, 8192);
    if (count > 0) {
      size += (size_t)count;
    } else if (count == 0 || (errno != EPIPE && errno != EINTR)) {
      break; // EPIPE: records were overwritten before they were read; the next one is there
    }
  }
  begin(w, "ok");
  say_hex(w, w->data, size);
}

const struct verb system_verbs[] = {
    {"link", 2, 2, true, run_link},
    {"address", 3, 3, false, run_address},
    {"start", 2, words_max - 1, false, run_start},
    {"wait", 1, 1, true, run_wait},
    {"kill", 2, 2, false, run_kill},
    {"read", 1, 1, true, run_read},
    {"write", 2, 2, true, run_write},
    {"slabs", 0, 0, true, run_slabs},
    {"log", 0, 0, false, run_log},
    {0},
};
