// SPDX-License-Identifier: Apache-2.0
// Counts the frames of AF_IUCV that leave the guest: who knows how many there were before a call's
// answer need not ask for a sign that no more of them come.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conformance/iut/guest/agent/agent.h"

static atomic_int tap =
    -1; // a packet socket that is never read: what it cannot keep is counted too
static pthread_mutex_t counter = PTHREAD_MUTEX_INITIALIZER;
static unsigned long sent = 0; // guarded by counter

// Of frames that leave and have the magic number behind the Ethernet header.
static int open_tap(unsigned interface) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, (unsigned)SKF_AD_OFF + SKF_AD_PKTTYPE),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PACKET_OUTGOING, 0, 3),
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, ETH_HLEN),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xfbfb, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, 1),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  const struct sock_fprog filter = {sizeof code / sizeof *code, code};
  const struct sockaddr_ll name = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)interface};
  const int none = 0;
  // Nothing arrives at protocol 0, before the filter is there.
  const int made = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (made >= 0 && (setsockopt(made, SOL_SOCKET, SO_RCVBUF, &none, sizeof none) != 0 ||
                    setsockopt(made, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) != 0 ||
                    bind(made, (const struct sockaddr*)&name, sizeof name) != 0)) {
    const int error = errno;
    close(made);
    errno = error;
    return -1;
  }
  return made;
}

void add_sent(struct worker* w) {
  if (tap < 0 || !w->calls) {
    return;
  }
  struct tpacket_stats since; // the last time
  socklen_t size = sizeof since;
  pthread_mutex_lock(&counter);
  if (getsockopt(tap, SOL_PACKET, PACKET_STATISTICS, &since, &size) == 0) {
    sent += since.tp_packets; // with those that were dropped
    say(w, ":%lu", sent);
  }
  pthread_mutex_unlock(&counter);
}

static void run_tap(struct worker* w) {
  const unsigned interface = if_nametoindex(w->word[0]);
  const int made = interface == 0 ? -1 : open_tap(interface);
  if (made < 0) {
    failed(w, errno);
    return;
  }
  const int before = tap;
  pthread_mutex_lock(&counter);
  sent = 0;
  tap = made;
  pthread_mutex_unlock(&counter);
  close(before);
  result(w, 0);
}

const struct verb tap_verbs[] = {
    {"tap", 1, 1, false, run_tap},
    {0},
};
