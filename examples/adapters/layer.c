/* SPDX-License-Identifier: Apache-2.0 */
/* A small common-INET layer that speaks pathproof's line protocol on stdin and stdout, in C89. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BIT(tp) ((tp) ? 1UL << ((tp)-1) : 0UL)  /* of a provider in a set; 0 is none */
#define IS(words) (strstr(words, word) != NULL) /* "word" has a blank at both ends */

static struct Socket {
  unsigned long at, arrived; /* providers with sub-instances, and with connections to accept */
  int duplicated, notify, due, accepting;
} sockets[33], fresh;

static unsigned long up, todo, affinity, asked; /* three sets, and the provider that must answer */
static char word[42] = " ", upcall[64], said[4200];

static int number(const char* line, const char* name) {
  const char* const found = strstr(line, name);
  return found ? (int)(strtoul(found + strlen(name), NULL, 10) % 33) : 0;
}

static void ask_next(void) {
  for (asked = 0; todo && !(todo & BIT(asked));) ++asked;
  todo &= ~BIT(asked);
  sprintf(said, asked ? "upcall.%s tp=%lu" : "return.success", upcall, asked);
}

static void ask(const char* name, const char* line, unsigned long providers) {
  const int socket = number(line, " socket="), object = number(line, " object=");
  sprintf(upcall, object ? "%ssocket=%d object=%d" : "%ssocket=%d", name, socket, object);
  todo = providers;
  ask_next();
}

static void accept_at(struct Socket* one) {
  int tp = 0;
  while (!one->due && !(one->arrived & BIT(tp))) ++tp;
  sprintf(said, tp ? "return.accepted tp=%d" : "return.failure code=-1,122,00000000", tp);
  sockets[one->accepting] = fresh;
  sockets[one->accepting].at = BIT(tp);
  one->arrived &= ~BIT(tp);
  one->accepting = 0;
}

static void answer(const char* line) {
  const int tp = number(line, " tp=");
  const char* const code = strstr(line, "code=");
  struct Socket* one = &sockets[number(line, " socket=")];
  word[1] = '\0';
  sscanf(line, "%*s %38s", word + 1);
  strcat(word, " ");
  strcpy(said, IS(" reset ") ? "ready" : IS(" bye ") ? "bye" : "unsupported");
  if (IS(" hello ")) strcpy(said, "hello name=layer.c roles=layer choose=stop_while_asked:skipped");
  if (IS(" go call.accept event.start event.stop event.connection ")) strcpy(said, "quiet");
  if (IS(" call.duplicate call.close call.notify call.affinity call.no_affinity call.asyncio "))
    strcpy(said, "return.success");
  if (IS(" reset ")) memset(sockets, 0, sizeof sockets);
  if (IS(" reset ")) up = 2 * BIT(number(line, " providers=")) - 1;
  if (IS(" reset call.affinity call.no_affinity ")) affinity = BIT(tp);
  if (IS(" reset answer.failed ")) asked = 0;
  if (IS(" call.socket ")) {
    *one = fresh;
    one->at = affinity ? affinity : up;
    ask("create ", line, one->at);
    if (!asked) strcpy(said, "return.failure code=-1,112,00000296");
  }
  if (IS(" call.close ") && !one->duplicated) ask("close ", line, one->at);
  if (IS(" call.tie ")) ask("close ", line, one->at & ~BIT(tp));
  if (IS(" call.tie ")) one->at &= BIT(tp);
  if (IS(" call.listen call.ioctl call.attach call.detach ")) ask(word + 6, line, one->at);
  if (IS(" call.indexed_ioctl ")) ask("ioctl ", line, BIT(tp));
  if (IS(" call.duplicate call.close ")) one->duplicated = IS(" call.duplicate ");
  if (IS(" call.accept ")) one->accepting = number(line, " new=");
  if (IS(" call.notify ")) one->notify = 1;
  if (IS(" event.connection ")) one->arrived |= BIT(tp);
  if (IS(" event.start event.stop ")) up ^= BIT(tp);
  if (IS(" answer.done ")) ask_next();
  if (IS(" answer.failed ") && code)
    sprintf(said, "return.failure %.*s", (int)strcspn(code, " \n"), code);
  todo &= up;
  if (asked && !(up & BIT(asked))) ask_next(); /* it will not answer any more: it is skipped */
  for (one = sockets; one < sockets + 33; ++one) {
    one->at &= up; /* a provider that comes back knows no socket */
    one->arrived &= up;
    one->due |= one->notify && (IS(" event.start ") || (IS(" event.stop ") && !up));
    if (one->accepting && (one->due || one->arrived)) accept_at(one);
  }
}

int main(void) {
  static char line[4098];
  for (; fgets(line, sizeof line, stdin); fflush(stdout)) {
    answer(line);
    printf("%lu %s\n", strtoul(line, NULL, 10), said);
  }
  return 0;
}
