// SPDX-License-Identifier: Apache-2.0
// From lines to commands and from results to lines.
//
// Leader and followers: the thread that reads a command also does it. Before a call that may wait
// it lets the next thread read, so that a call that never returns keeps nobody from the port.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "conformance/iut/guest/agent/agent.h"

static pthread_mutex_t leader = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t writer = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER; // tag, verb and thread of the workers
static struct worker workers[threads_max];
static int threads = 0; // guarded by leader
static atomic_int followers = 0;

void say(struct worker* w, const char* format, ...) {
  const size_t room = line_max + 1 - w->answered;
  va_list arguments;
  va_start(arguments, format);
  const int length = vsnprintf(w->answer + w->answered, room, format, arguments);
  va_end(arguments);
  if (length > 0) {
    w->answered += (size_t)length < room ? (size_t)length : room - 1;
  }
}

void add_hex(struct worker* w, const uint8_t* bytes, size_t size) {
  static const char digits[] = "0123456789abcdef";
  if (size == 0) {
    say(w, "-");
  }
  for (size_t i = 0; i < size && w->answered + 2 <= line_max; ++i) {
    w->answer[w->answered++] = digits[bytes[i] >> 4];
    w->answer[w->answered++] = digits[bytes[i] & 15];
  }
}

void say_hex(struct worker* w, const uint8_t* bytes, size_t size) {
  say(w, " ");
  add_hex(w, bytes, size);
}

void begin(struct worker* w, const char* kind) {
  w->answered = 0;
  say(w, "%lu", w->tag);
  add_sent(w);
  say(w, " %s", kind);
}

void bad(struct worker* w, const char* why) {
  begin(w, "bad");
  say(w, " %s", why);
}

void failed(struct worker* w, int error) {
  const char* const name = strerrorname_np(error);
  begin(w, "error");
  if (name != NULL) {
    say(w, " %s", name);
  } else {
    say(w, " E%d", error);
  }
}

void result(struct worker* w, long value) {
  if (value < 0) {
    failed(w, errno);
    return;
  }
  begin(w, "ok");
  if (value > 0) {
    say(w, " %ld", value);
  }
}

// Everything or nothing of a line reaches the port; two answers never mix.
static void send_answer(struct worker* w) {
  w->answer[w->answered++] = '\n';
  pthread_mutex_lock(&writer);
  for (size_t done = 0; done < w->answered;) {
    const ssize_t count = write(port, w->answer + done, w->answered - done);
    if (count > 0) {
      done += (size_t)count;
    } else if (count < 0 && errno != EINTR && errno != EAGAIN) {
      break; // nobody listens
    }
  }
  pthread_mutex_unlock(&writer);
}

bool number(const char* word, long* value) {
  char* end = NULL;
  errno = 0;
  *value = strtol(word, &end, 0);
  return end != word && *end == '\0' && errno == 0;
}

static int nibble(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

long bytes_of(struct worker* w, const char* word, uint8_t* bytes, size_t room) {
  if (strcmp(word, "-") == 0) {
    return 0;
  }
  const size_t length = strlen(word);
  if (length % 2 != 0 || length / 2 > room) {
    bad(w, "bytes are two hexadecimal digits each, and not so many");
    return -1;
  }
  for (size_t i = 0; i < length / 2; ++i) {
    const int high = nibble(word[2 * i]);
    const int low = nibble(word[2 * i + 1]);
    if (high < 0 || low < 0) {
      bad(w, "bytes are hexadecimal digits, in lower case");
      return -1;
    }
    bytes[i] = (uint8_t)(high * 16 + low);
  }
  return (long)(length / 2);
}

bool numbers(struct worker* w, int first, int count, long* values) {
  for (int i = 0; i < count; ++i) {
    if (!number(w->word[first + i], &values[i])) {
      bad(w, "a number was expected");
      return false;
    }
  }
  return true;
}

void list_pending(struct worker* w) {
  pthread_mutex_lock(&table);
  for (int i = 0; i < threads_max; ++i) {
    const struct worker* const other = &workers[i];
    if (other == w || other->tag == 0) {
      continue;
    }
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/stack", (int)other->thread_id);
    const long size = read_file(path, w->data, 2048);
    say(w, " %lu:%s:", other->tag, other->verb);
    add_hex(w, w->data, size < 0 ? 0 : (size_t)size);
  }
  pthread_mutex_unlock(&table);
}

int interrupt_command(unsigned long tag) {
  int status = ESRCH;
  pthread_mutex_lock(&table);
  for (int i = 0; i < threads_max; ++i) {
    if (tag != 0 && workers[i].tag == tag) {
      status = syscall(SYS_tgkill, getpid(), workers[i].thread_id, SIGUSR1) == 0 ? 0 : errno;
    }
  }
  pthread_mutex_unlock(&table);
  return status;
}

static void mark(struct worker* w, unsigned long tag, const char* verb) {
  pthread_mutex_lock(&table);
  w->tag = tag;
  w->verb = verb;
  pthread_mutex_unlock(&table);
}

// Reads one line into w->line; only the leader calls it. False for a line that was too long, of
// which only the beginning is there.
static bool read_line(struct worker* w) {
  static char input[65536];
  static size_t begun = 0;
  static size_t filled = 0;
  size_t length = 0;
  for (bool whole = true;;) {
    while (begun < filled) {
      const char c = input[begun++];
      if (c == '\n') {
        w->line[length] = '\0';
        return whole;
      }
      whole = whole && length < line_max;
      if (whole) {
        w->line[length++] = c;
      }
    }
    const ssize_t count = read(port, input, sizeof input);
    begun = 0;
    filled = count > 0 ? (size_t)count : 0;
    if (count == 0 || (count < 0 && errno != EINTR)) {
      input_ended();
    }
  }
}

static const struct verb* find_verb(struct worker* w, const char* name) {
  for (const struct verb* const* table = verb_tables; *table != NULL; ++table) {
    for (const struct verb* verb = *table; verb->name != NULL; ++verb) {
      if (strcmp(verb->name, name) == 0) {
        w->calls = *table == call_verbs;
        return verb;
      }
    }
  }
  return NULL;
}

// What the line asks for, with the arguments in w. NULL when the answer is there already.
static const struct verb* understand(struct worker* w) {
  char* rest = NULL;
  const char* const tag = strtok_r(w->line, " ", &rest);
  const char* name = strtok_r(NULL, " ", &rest);
  long value = 0;
  if (tag == NULL || !number(tag, &value) || value <= 0) {
    bad(w, "a line is NUMBER COMMAND ARGUMENT...");
    return NULL;
  }
  long frames[2] = {0, 0}; // received, sent
  const bool conditional = name != NULL && strcmp(name, "after") == 0;
  for (int i = 0; conditional && i < 2; ++i) {
    name = strtok_r(NULL, " ", &rest);
    if (name == NULL || !number(name, &frames[i])) {
      bad(w, "a number was expected");
      return NULL;
    }
  }
  name = conditional ? strtok_r(NULL, " ", &rest) : name;
  const struct verb* const verb = name == NULL ? NULL : find_verb(w, name);
  mark(w, (unsigned long)value, verb == NULL ? "" : verb->name);
  if (verb == NULL) {
    bad(w, "no such command");
    return NULL;
  }
  w->words = 0;
  char* word = NULL;
  while (w->words < words_max && (word = strtok_r(NULL, " ", &rest)) != NULL) {
    w->word[w->words++] = word;
  }
  if (w->words < verb->arguments_min || w->words > verb->arguments_max ||
      strtok_r(NULL, " ", &rest) != NULL) {
    bad(w, "this command has another number of arguments");
    return NULL;
  }
  if (conditional && !is_due(frames[0], frames[1])) {
    begin(w, "passed");
    return NULL;
  }
  return verb;
}

static void* work(void* own);

static bool add_thread(void) {
  pthread_t thread;
  pthread_attr_t attributes;
  if (threads == threads_max || pthread_attr_init(&attributes) != 0) {
    return false;
  }
  pthread_attr_setstacksize(&attributes, 131072);
  const int status = pthread_create(&thread, &attributes, work, &workers[threads]);
  pthread_attr_destroy(&attributes);
  threads += status == 0;
  return status == 0;
}

// Reads one command and does it; gives the lead away when the command may wait.
static bool lead(struct worker* w) {
  bool leading = true;
  w->calls = false;
  if (!read_line(w)) {
    w->tag = strtoul(w->line, NULL, 10);
    bad(w, "the line is too long");
  } else {
    const struct verb* const verb = understand(w);
    if (verb != NULL && verb->waits && atomic_load(&followers) == 0 && !add_thread()) {
      bad(w, "too many commands are waiting");
    } else if (verb != NULL) {
      if (verb->waits) {
        pthread_mutex_unlock(&leader);
        leading = false;
      }
      verb->run(w);
    }
  }
  mark(w, 0, "");
  send_answer(w);
  return leading;
}

static void* work(void* own) {
  struct worker* const w = own;
  w->thread_id = (pid_t)syscall(SYS_gettid);
  for (;;) {
    atomic_fetch_add(&followers, 1);
    pthread_mutex_lock(&leader);
    atomic_fetch_sub(&followers, 1);
    while (lead(w)) {
    }
  }
  return NULL;
}

void serve(void) {
  ++threads;
  work(&workers[0]);
}
