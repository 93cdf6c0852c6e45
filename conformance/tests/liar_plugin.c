/* SPDX-License-Identifier: Apache-2.0 */
/* The liar as a plugin: misbehaves as the reset of a case tells it with lie=NAME. */
#define _DEFAULT_SOURCE /* fork, usleep and setsid also under -std=c11 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "conformance/iut/pathproof_plugin.h"

#ifndef LIAR_PLUGIN_VERSION
#define LIAR_PLUGIN_VERSION PATHPROOF_PLUGIN_VERSION
#endif

static char lie[64] = "none";

int pathproof_plugin_version(void) {
  return LIAR_PLUGIN_VERSION;
}

static int is(const char* name) {
  return strcmp(lie, name) == 0;
}

static void be_silent(void) {
  sleep(30);
  _exit(0);
}

static void flood(void) {
  long i;
  fprintf(stderr, "first words\n");
  for (i = 0; i < 10L * 1024 * 1024 / 32; ++i) {
    fprintf(stderr, "0123456789012345678901234567890\n");
  }
  fprintf(stderr, "last words\n");
}

/* They hold all descriptors open; one stays in the process group, one leaves it. */
static void leave_grandchildren(void) {
  int i;
  for (i = 0; i < 2; ++i) {
    if (fork() == 0) {
      if (i > 0) {
        setsid();
      }
      fprintf(stderr, "grandchild=%d\n", (int)getpid());
      be_silent();
    }
  }
  usleep(100000);
}

/* Lies that are told with the answer. */
static void write_lie(unsigned long number, char* answer, unsigned long size) {
  if (is("twice")) {
    sprintf(answer, "%lu quiet\n%lu quiet", number, number);
  } else if (is("stale")) {
    sprintf(answer, "%lu ready", number - 1);
  } else if (is("future")) {
    sprintf(answer, "%lu quiet", number + 1000);
  } else if (is("unnumbered")) {
    strcpy(answer, "quiet");
  } else if (is("control")) {
    sprintf(answer, "%lu quiet\r", number);
  } else if (is("utf8")) {
    sprintf(answer, "%lu gr\303\274\303\237", number);
  } else if (is("empty")) {
    answer[0] = '\0';
  } else if (is("long")) {
    memset(answer, 'x', size); /* and no zero byte */
  } else if (is("overrun")) {
    memset(answer, 'x', size + 100);
  } else if (is("print")) {
    printf("%lu this must not reach the kit\n", number);
    fflush(stdout);
  } else if (is("leak")) {
    memset(malloc(100UL * 1024 * 1024), 1, 100UL * 1024 * 1024);
  }
}

/* Lies that change the life of the process; most do not come back. */
static void live_lie(void) {
  if (is("late")) {
    usleep(1500000);
  } else if (is("never")) {
    be_silent();
  } else if (is("loop")) {
    volatile int forever = 1;
    while (forever) {
    }
  } else if (is("signal")) {
    raise(SIGUSR1);
  } else if (is("abort")) {
    abort();
  } else if (is("exit0")) {
    exit(0);
  } else if (is("exit3")) {
    exit(3);
  } else if (is("exit89")) {
    exit(89);
  } else if (is("flood")) {
    flood();
  } else if (is("flood-and-hang")) {
    flood();
    be_silent();
  } else if (is("grandchildren")) {
    leave_grandchildren();
    _exit(0);
  } else if (is("grandchildren-and-hang")) {
    leave_grandchildren();
    be_silent();
  } else if (is("close-all")) {
    int descriptor;
    for (descriptor = 0; descriptor < 1024; ++descriptor) {
      close(descriptor);
    }
  }
}

int pathproof_plugin_answer(const char* line, char* answer, unsigned long answer_size) {
  char* text;
  const char* named = strstr(line, " lie=");
  const unsigned long number = strtoul(line, &text, 10);
  if (strncmp(text, " hello ", 7) == 0) {
    sprintf(answer,
            "%lu hello name=liar roles=layer,provider lacks=truth choose=pid:%d",
            number,
            (int)getpid());
  } else if (strncmp(text, " reset ", 7) == 0) {
    strcpy(lie, "none");
    if (named != NULL) {
      sscanf(named + 5, "%63[^ ]", lie);
    }
    sprintf(answer, "%lu ready", number);
  } else if (is("return-89")) {
    return PATHPROOF_PLUGIN_NOT_IMPLEMENTED;
  } else if (is("return-7")) {
    return 7;
  } else {
    live_lie();
    sprintf(answer, "%lu%s", number, strcmp(text, " go") == 0 ? " quiet" : text);
    write_lie(number, answer, answer_size);
  }
  return PATHPROOF_PLUGIN_OK;
}
