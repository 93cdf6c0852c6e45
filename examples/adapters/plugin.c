/* SPDX-License-Identifier: Apache-2.0 */
/* The layer of layer.c as a shared object: only the way in differs. C89. */
#define main unused_main
#include "layer.c"
#undef main
#include "conformance/iut/pathproof_plugin.h"

int pathproof_plugin_version(void) { return PATHPROOF_PLUGIN_VERSION; }

int pathproof_plugin_answer(const char* line, char* reply, unsigned long reply_size) {
  answer(line);
  if (strlen(said) + 22 > reply_size) return 1; /* no room for it after a number of 64 bits */
  sprintf(reply, "%lu %s", strtoul(line, NULL, 10), said);
  return PATHPROOF_PLUGIN_OK;
}
