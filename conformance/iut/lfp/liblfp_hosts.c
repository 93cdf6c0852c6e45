/* SPDX-License-Identifier: Apache-2.0 */
/* The daemon's host: names and addresses. */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "conformance/iut/lfp/lfp.h"
#include "conformance/iut/lfp/liblfp.h"
#include "conformance/iut/lfp/local.h"

static int put_text(struct lfp_local_request* request, const char* text) {
  const size_t size = strlen(text);
  if (size > sizeof request->text) {
    errno = ENAMETOOLONG;
    return 0;
  }
  memcpy(request->text, text, size);
  request->text_size = (uint32_t)size;
  return 1;
}

PUBLIC int lfp_gethostbyname(const char* host, struct lfp_host* hosts, int most) {
  struct lfp_local_request request;
  struct lfp_local_answer answer;
  int count = 0;
  memset(&request, 0, sizeof request);
  request.operation = LFP_LOCAL_RESOLVE;
  if (!put_text(&request, host) || lfp_ask(&request, &answer, NULL) != 0) {
    return -1;
  }
  while (count < most && (size_t)(count + 1) * sizeof(struct lfp_local_host) <= answer.text_size) {
    struct lfp_local_host one;
    memcpy(&one, answer.text + (size_t)count * sizeof one, sizeof one);
    hosts[count].family = (int)one.family;
    memcpy(hosts[count].address, one.address, sizeof one.address);
    ++count;
  }
  return count;
}

PUBLIC int lfp_gethostname(char* text, size_t size) {
  struct lfp_local_request request;
  struct lfp_local_answer answer;
  memset(&request, 0, sizeof request);
  request.operation = LFP_LOCAL_HOSTNAME;
  if (lfp_ask(&request, &answer, NULL) != 0) {
    return -1;
  }
  if (answer.text_size >= size) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(text, answer.text, answer.text_size);
  text[answer.text_size] = 0;
  return 0;
}

PUBLIC int lfp_gethostid(unsigned char address[4]) {
  struct lfp_local_request request;
  struct lfp_local_answer answer;
  struct sockaddr_in one;
  memset(&request, 0, sizeof request);
  request.operation = LFP_LOCAL_HOSTID;
  if (lfp_ask(&request, &answer, NULL) != 0) {
    return -1;
  }
  memcpy(&one, answer.address, sizeof one);
  memcpy(address, &one.sin_addr, 4);
  return 0;
}
