/* SPDX-License-Identifier: Apache-2.0 */
/* What a shared object has to offer to be tested as plugin:FILE.so. Plain C89.
 *
 * The kit loads the object in a worker process of its own, one for each conversation, and calls it
 * from one thread. Lines are those of the line protocol: every request begins with a number, and
 * the answer begins with the same number. Descriptor 0 is empty and 1 leads to where stderr is
 * kept, so printing does no harm. The worker may be killed at any time; after a fault the object is
 * loaded anew in a new worker.
 */
#ifndef PATHPROOF_PLUGIN_H
#define PATHPROOF_PLUGIN_H

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface. */
#define PATHPROOF_PLUGIN_VERSION 1

/* What pathproof_plugin_answer gives back. */
#define PATHPROOF_PLUGIN_OK 0
#define PATHPROOF_PLUGIN_NOT_IMPLEMENTED 89

/* Gives back PATHPROOF_PLUGIN_VERSION as it was when the object was compiled. */
int pathproof_plugin_version(void);

/* Answers one line. "line" is the request, without a line feed, ended by a zero byte; it is valid
 * during the call. The answer is written to "answer", also without a line feed and ended by a zero
 * byte, in at most "answer_size" bytes (4097: the longest line and the zero byte). Writing further
 * ends the worker. The code page of both is the one of the compiler: ASCII where the kit runs.
 *
 * Gives back 0; or 89 for "not implemented", which makes the case unsupported; or any other number
 * for a failure of the adapter. After anything but 0 the worker ends with that number as its
 * status.
 */
int pathproof_plugin_answer(const char* line, char* answer, unsigned long answer_size);

#ifdef __cplusplus
}
#endif

#endif
