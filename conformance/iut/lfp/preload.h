/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of liblfp-preload have of each other. */
#ifndef PATHPROOF_LFP_PRELOAD_H
#define PATHPROOF_LFP_PRELOAD_H

#include <dlfcn.h>
#include <string.h>

#include "conformance/iut/lfp/liblfp.h"

/* The next definition of the same name: the C library's. */
#define NEXT(type, name)                                                                           \
  static type next;                                                                                \
  if (next == NULL) {                                                                              \
    void* const found = dlsym(RTLD_NEXT, #name);                                                   \
    memcpy(&next, &found, sizeof next);                                                            \
  }

/* Whether the descriptor is a datagram socket of an instance, as far as this process has seen; no
 * system call is made for that. Of the name there are the domain and the largest datagram. */
int lfp_is_datagram(int descriptor, struct lfp_name* name);

/* Has a look at what a descriptor is now. 0 and EMFILE for a datagram socket that cannot be kept in
 * mind. */
int lfp_look_at(int descriptor);

/* It is something else now. */
void lfp_forget(int descriptor);

#endif
