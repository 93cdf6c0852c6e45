// SPDX-License-Identifier: Apache-2.0
// What is about the system, with the rights of the guest's only program.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
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

static void run_read(struct worker* w) {
  const long size = read_file(w->word[0], w->data, sizeof w->data);
  result(w, size < 0 ? -1 : 0);
  if (size >= 0) {
    say_hex(w, w->data, (size_t)size);
  }
}

int write_file(const char* path, const void* bytes, size_t size) {
  const int file = open(path, O_WRONLY | O_CLOEXEC);
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
    {"read", 1, 1, true, run_read},
    {"write", 2, 2, true, run_write},
    {"slabs", 0, 0, true, run_slabs},
    {"log", 0, 0, false, run_log},
    {0},
};
