// SPDX-License-Identifier: Apache-2.0
// The program that is everything in the guest: it makes the system ready (main.c), takes commands
// from the port (commands.c) and does them (calls.c, control.c, system.c, tap.c). README.md has
// the commands. The upper tester in examples/ is made of the same files, but for main.c, system.c
// and tap.c.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
  data_max = 65536,              // bytes of one message or file
  line_max = 2 * data_max + 256, // bytes of a command, and of an answer
  words_max = 8,
  threads_max = 64,
  iucv_level = 277, // SOL_IUCV
};

// A thread with the command it is at.
struct worker {
  unsigned long tag; // of the command in work, 0 while there is none
  const char* verb;
  bool calls; // the command is a socket call
  pid_t thread_id;
  char line[line_max + 1];
  char* word[words_max]; // the arguments, inside `line`
  int words;
  char answer[line_max + 2];
  size_t answered;
  uint8_t data[data_max];
};

struct verb {
  const char* name;
  int arguments_min, arguments_max;
  bool waits; // may wait in the kernel
  void (*run)(struct worker*);
};

extern int port;       // where commands come from and answers go
extern int kernel_log; // /dev/kmsg, read up to where it was asked for; -1 where it is not read

// Answers: "TAG ok", "TAG error ERRNO", "TAG bad WHY" for a line that is no command.
void begin(struct worker* w, const char* kind);
void say(struct worker* w, const char* format, ...) __attribute__((format(printf, 2, 3)));
void add_hex(struct worker* w, const uint8_t* bytes, size_t size); // "-" for no bytes
void say_hex(struct worker* w, const uint8_t* bytes, size_t size); // the same behind a blank
void bad(struct worker* w, const char* why);
void failed(struct worker* w, int error);
void result(struct worker* w, long value); // of a call: errno below 0, no number for 0

// Arguments. Each answers by itself and gives false, or -1, where a word stands for nothing.
bool number(const char* word, long* value);
bool numbers(struct worker* w, int first, int count, long* values);
long bytes_of(struct worker* w, const char* word, uint8_t* bytes, size_t room);

// In control.c.
long read_file(const char* path, uint8_t* bytes, size_t room); // -1 and errno

// What is known to the system, in system.c.
int write_file(const char* path, const void* bytes, size_t size);
int bring_up(const char* interface, bool up);

// The last of each has no name.
extern const struct verb call_verbs[], control_verbs[], system_verbs[], tap_verbs[];

// The tables that commands are looked for in; the last one is NULL. The program has it.
extern const struct verb* const verb_tables[];

// The program says what is done while nobody is at the other end of the port. When it comes back,
// reading is tried again.
void input_ended(void);

// The program may say behind an answer's number what was sent before it.
void add_sent(struct worker* w);

// Waits until so many frames were received. Whether exactly so many were sent by then, and the
// kernel has no news. False for a program that does not know.
bool is_due(long received, long sent);

// The commands in work, for those that are about other commands.
void list_pending(struct worker* w);
int interrupt_command(unsigned long tag); // an errno

// Takes commands; does not come back.
void serve(void);
