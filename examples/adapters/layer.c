/* SPDX-License-Identifier: Apache-2.0 */
/* A small common-INET layer that speaks pathproof's line protocol on stdin and stdout. Plain C89.
 * A Set has one bit for each of the 32 providers. Provider 0 and socket 0 stand for "none". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long Set;
typedef const char* Text;

static struct Socket {
  Set at, arrived; /* sub-instances; connections that wait to be accepted */
  int duplicated, notify, due;
} sockets[33], no_socket;

static Set up, todo;
static int affinity, asked, accepting, accepted;
static char upcall[64], said[128];

/* The number that the line gives with "name", 0 without one that can be a provider or a socket. */
static int number(Text line, Text name) {
  const Text found = strstr(line, name);
  const long value = found ? strtol(found + strlen(name), NULL, 10) : 0;
  return value < 0 || value > 32 ? 0 : (int)value;
}

static Set only(int tp) { return tp ? 1UL << (tp - 1) : 0; }

static int first(Set providers) {
  int tp = providers ? 1 : 0;
  while (!(providers & only(tp)) && tp) ++tp;
  return tp;
}

static Text ask_next(void) {
  asked = first(todo);
  todo &= ~only(asked);
  sprintf(said, "upcall.%s tp=%d", upcall, asked);
  return asked ? said : "return.success";
}

static Text ask(Text name, Text line, Set providers) {
  const int used = sprintf(upcall, "%s socket=%d", name, number(line, " socket="));
  if (strstr(line, " object=")) sprintf(upcall + used, " object=%d", number(line, " object="));
  todo = providers;
  return ask_next();
}

static Text on_answer(Text name, Text line) {
  struct Socket* const one = &sockets[number(upcall, " socket=")];
  const Text code = strstr(line, " code=");
  if (!strcmp(name, "failed")) {
    asked = 0;
    sprintf(said, "return.failure code=%.*s", (int)strcspn(code + 6, " \n"), code + 6);
    return said;
  }
  if (!strncmp(upcall, "create", 6)) one->at |= only(asked);
  if (!strncmp(upcall, "close", 5)) one->at &= ~only(asked);
  return ask_next();
}
