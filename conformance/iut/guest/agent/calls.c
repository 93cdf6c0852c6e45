// SPDX-License-Identifier: Apache-2.0
// The socket calls, each as it is: nothing is checked that the kernel should check.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conformance/iut/guest/agent/agent.h"

static bool address(struct worker* w, const char* word, struct sockaddr_storage* out, long* size) {
  memset(out, 0, sizeof *out);
  *size = bytes_of(w, word, (uint8_t*)out, sizeof *out);
  return *size >= 0;
}

static void run_socket(struct worker* w) {
  long v[3] = {0, 0, 0};
  if (numbers(w, 0, w->words, v)) {
    result(w, socket((int)v[0], (int)v[1], (int)v[2]));
  }
}

static void run_address(struct worker* w) {
  long fd = 0;
  long size = 0;
  struct sockaddr_storage to;
  if (numbers(w, 0, 1, &fd) && address(w, w->word[1], &to, &size)) {
    int (*const call)(int, const struct sockaddr*, socklen_t) = w->verb[0] == 'b' ? bind : connect;
    result(w, call((int)fd, (const struct sockaddr*)&to, (socklen_t)size));
  }
}

static void run_listen(struct worker* w) {
  long v[2];
  if (numbers(w, 0, 2, v)) {
    result(w, listen((int)v[0], (int)v[1]));
  }
}

static void run_accept(struct worker* w) {
  long fd = 0;
  struct sockaddr_storage from = {0};
  socklen_t size = sizeof from;
  if (!numbers(w, 0, 1, &fd)) {
    return;
  }
  const int made = accept((int)fd, (struct sockaddr*)&from, &size);
  result(w, made);
  if (made >= 0) {
    say_hex(w, (const uint8_t*)&from, size < sizeof from ? size : sizeof from);
  }
}

static void run_name(struct worker* w) {
  long fd = 0;
  struct sockaddr_storage name = {0};
  socklen_t size = sizeof name;
  if (!numbers(w, 0, 1, &fd)) {
    return;
  }
  int (*const call)(int, struct sockaddr*, socklen_t*) =
      strcmp(w->verb, "getsockname") == 0 ? getsockname : getpeername;
  const int status = call((int)fd, (struct sockaddr*)&name, &size);
  result(w, status);
  if (status == 0) {
    say_hex(w, (const uint8_t*)&name, size < sizeof name ? size : sizeof name);
  }
}

// Appends the control message "TYPE:HEX" to `message`.
static bool add_control(struct worker* w, struct msghdr* message, char* word, size_t room) {
  char* const colon = strchr(word, ':');
  uint8_t bytes[64];
  long type = 0;
  if (colon == NULL) {
    return false;
  }
  *colon = '\0';
  const long size = bytes_of(w, colon + 1, bytes, sizeof bytes);
  if (!number(word, &type) || size < 0 ||
      message->msg_controllen + CMSG_SPACE((size_t)size) > room) {
    return false;
  }
  struct cmsghdr* const control =
      (struct cmsghdr*)((char*)message->msg_control + message->msg_controllen);
  control->cmsg_level = iucv_level;
  control->cmsg_type = (int)type;
  control->cmsg_len = CMSG_LEN((size_t)size);
  memcpy(CMSG_DATA(control), bytes, (size_t)size);
  message->msg_controllen += CMSG_SPACE((size_t)size);
  return true;
}

static void run_send(struct worker* w) {
  long v[2];
  _Alignas(struct cmsghdr) char controls[512] = {0};
  struct iovec part = {w->data, 0};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = controls};
  if (!numbers(w, 0, 2, v)) {
    return;
  }
  if (strcmp(w->word[2], "-") != 0) {
    char* rest = NULL;
    for (char* one = strtok_r(w->word[2], ",", &rest); one; one = strtok_r(NULL, ",", &rest)) {
      if (!add_control(w, &message, one, sizeof controls)) {
        bad(w, "control messages are TYPE:HEX,TYPE:HEX");
        return;
      }
    }
  }
  const long size = bytes_of(w, w->word[3], w->data, sizeof w->data);
  if (size < 0) {
    return;
  }
  part.iov_len = (size_t)size;
  result(w, sendmsg((int)v[0], &message, (int)v[1] | MSG_NOSIGNAL));
}

// ok COUNT FLAGS CLASS DATA
static void run_recv(struct worker* w) {
  long v[3];
  if (!numbers(w, 0, 3, v)) {
    return;
  }
  if (v[1] < 0 || v[1] > data_max) {
    bad(w, "a size of at most 65536 was expected");
    return;
  }
  _Alignas(struct cmsghdr) char controls[256];
  struct iovec part = {w->data, (size_t)v[1]};
  struct msghdr message = {.msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = controls,
                           .msg_controllen = sizeof controls};
  const ssize_t count = recvmsg((int)v[0], &message, (int)v[2]);
  if (count < 0) {
    failed(w, errno);
    return;
  }
  begin(w, "ok");
  say(w, " %zd %d", count, message.msg_flags);
  const struct cmsghdr* const control = CMSG_FIRSTHDR(&message);
  if (control != NULL && control->cmsg_level == iucv_level) {
    say_hex(w, CMSG_DATA(control), control->cmsg_len - CMSG_LEN(0));
  } else {
    say(w, " -");
  }
  say_hex(w, w->data, (size_t)count < (size_t)v[1] ? (size_t)count : (size_t)v[1]);
}

static void run_shutdown(struct worker* w) {
  long v[2];
  if (numbers(w, 0, 2, v)) {
    result(w, shutdown((int)v[0], (int)v[1]));
  }
}

static void run_close(struct worker* w) {
  long fd = 0;
  if (!numbers(w, 0, 1, &fd)) {
    return;
  }
  if (fd <= STDERR_FILENO || fd == port || fd == kernel_log) {
    bad(w, "this descriptor is the agent's own");
    return;
  }
  result(w, close((int)fd));
}

static void run_getsockopt(struct worker* w) {
  long v[4];
  if (!numbers(w, 0, 4, v)) {
    return;
  }
  if (v[3] < 0 || v[3] > 256) {
    bad(w, "a size of at most 256 was expected");
    return;
  }
  socklen_t size = (socklen_t)v[3];
  const int status = getsockopt((int)v[0], (int)v[1], (int)v[2], w->data, &size);
  result(w, status);
  if (status == 0) {
    say_hex(w, w->data, size < 256 ? size : 256);
  }
}

static void run_setsockopt(struct worker* w) {
  long v[3];
  if (!numbers(w, 0, 3, v)) {
    return;
  }
  const long size = bytes_of(w, w->word[3], w->data, 256);
  if (size < 0) {
    return;
  }
  result(w, setsockopt((int)v[0], (int)v[1], (int)v[2], w->data, (socklen_t)size));
}

static void run_poll(struct worker* w) {
  long v[3];
  if (!numbers(w, 0, 3, v)) {
    return;
  }
  struct pollfd one = {(int)v[0], (short)v[1], 0};
  const int status = poll(&one, 1, (int)v[2]);
  if (status < 0) {
    failed(w, errno);
    return;
  }
  begin(w, "ok");
  say(w, " %d", one.revents);
}

static void run_blocking(struct worker* w) {
  long v[2];
  if (!numbers(w, 0, 2, v)) {
    return;
  }
  const int flags = fcntl((int)v[0], F_GETFL);
  result(w,
         flags < 0 ? -1
                   : fcntl((int)v[0], F_SETFL, v[1] ? flags & ~O_NONBLOCK : flags | O_NONBLOCK));
}

const struct verb call_verbs[] = {
    {"socket", 2, 3, false, run_socket},
    {"bind", 2, 2, false, run_address},
    {"listen", 2, 2, false, run_listen},
    {"accept", 1, 1, true, run_accept},
    {"connect", 2, 2, true, run_address},
    {"send", 4, 4, true, run_send},
    {"recv", 3, 3, true, run_recv},
    {"shutdown", 2, 2, true, run_shutdown},
    {"close", 1, 1, true, run_close},
    {"getsockname", 1, 1, false, run_name},
    {"getpeername", 1, 1, false, run_name},
    {"getsockopt", 4, 4, false, run_getsockopt},
    {"setsockopt", 4, 4, false, run_setsockopt},
    {"poll", 3, 3, true, run_poll},
    {"blocking", 2, 2, false, run_blocking},
    {0},
};
