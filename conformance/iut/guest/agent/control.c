// SPDX-License-Identifier: Apache-2.0
// What is about the agent itself and the commands it has in work.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "conformance/iut/guest/agent/agent.h"

static void run_ping(struct worker* w) {
  result(w, 0);
}

long read_file(const char* path, uint8_t* bytes, size_t room) {
  const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  size_t size = 0;
  ssize_t count = file < 0 ? -1 : 0;
  while (file >= 0 && size < room && (count = read(file, bytes + size, room - size)) > 0) {
    size += (size_t)count;
  }
  const int error = errno;
  close(file);
  errno = error;
  return count < 0 ? -1 : (long)size;
}

// ok TAG:VERB:STACK …, the other commands in work, with the kernel's stack in hexadecimal
static void run_pending(struct worker* w) {
  begin(w, "ok");
  list_pending(w);
}

static void run_interrupt(struct worker* w) {
  long tag = 0;
  if (numbers(w, 0, 1, &tag)) {
    errno = interrupt_command((unsigned long)tag);
    result(w, errno == 0 ? 0 : -1);
  }
}

const struct verb control_verbs[] = {
    {"ping", 0, 0, false, run_ping},
    {"pending", 0, 0, false, run_pending},
    {"interrupt", 1, 1, false, run_interrupt},
    {0},
};
