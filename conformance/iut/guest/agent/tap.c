// SPDX-License-Identifier: Apache-2.0
// Counts the frames of AF_IUCV that leave the guest, and those that come: who knows how many there
// were before a call's answer need not ask for a sign that no more of them come.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "conformance/iut/guest/agent/agent.h"

enum { pause_us = 100, pauses_max = 10000 };

// In memory that is shared with the kernel: looking there is no call of it, which would cost more
// than all else here.
struct counts {
  uint64_t sent, received;
};

static volatile struct counts* counts = NULL; // since the last `tap`
static int tap = -1; // a packet socket whose filter counts, and keeps nothing

static int bpf(int command, union bpf_attr* attributes) {
  return (int)syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

static int make_map(void) {
  union bpf_attr map = {.map_type = BPF_MAP_TYPE_ARRAY,
                        .key_size = sizeof(uint32_t),
                        .value_size = sizeof(struct counts),
                        .max_entries = 1,
                        .map_flags = BPF_F_MMAPABLE};
  return bpf(BPF_MAP_CREATE, &map);
}

// A program that adds one to a member of that map's value for each frame with the magic number,
// and says that there is nothing to keep.
static int load_filter(int map) {
  const struct bpf_insn code[] = {
      {.code = BPF_LDX | BPF_MEM | BPF_W,
       .dst_reg = 2,
       .src_reg = 1,
       .off = offsetof(struct __sk_buff, protocol)},
      {.code = BPF_JMP | BPF_JNE | BPF_K, .dst_reg = 2, .imm = 0xfbfb, .off = 8},
      {.code = BPF_LDX | BPF_MEM | BPF_W,
       .dst_reg = 2,
       .src_reg = 1,
       .off = offsetof(struct __sk_buff, pkt_type)},
      {.code = BPF_LD | BPF_DW | BPF_IMM,
       .dst_reg = 3,
       .src_reg = BPF_PSEUDO_MAP_VALUE,
       .imm = map},
      {.code = 0},
      {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 4, .imm = 1},
      {.code = BPF_JMP | BPF_JEQ | BPF_K, .dst_reg = 2, .imm = PACKET_OUTGOING, .off = 2},
      {.code = BPF_STX | BPF_ATOMIC | BPF_DW,
       .dst_reg = 3,
       .src_reg = 4,
       .off = offsetof(struct counts, received),
       .imm = BPF_ADD},
      {.code = BPF_JMP | BPF_JA, .off = 1},
      {.code = BPF_STX | BPF_ATOMIC | BPF_DW,
       .dst_reg = 3,
       .src_reg = 4,
       .off = offsetof(struct counts, sent),
       .imm = BPF_ADD},
      {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0},
      {.code = BPF_JMP | BPF_EXIT},
  };
  union bpf_attr program = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
                            .insns = (uint64_t)(uintptr_t)code,
                            .insn_cnt = sizeof code / sizeof *code,
                            .license = (uint64_t)(uintptr_t) "GPL"};
  return bpf(BPF_PROG_LOAD, &program);
}

static int open_tap(unsigned interface, int filter) {
  const struct sockaddr_ll name = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)interface};
  // Nothing arrives at protocol 0, before the filter is there.
  const int made = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (made >= 0 && (setsockopt(made, SOL_SOCKET, SO_ATTACH_BPF, &filter, sizeof filter) != 0 ||
                    bind(made, (const struct sockaddr*)&name, sizeof name) != 0)) {
    const int error = errno;
    close(made);
    errno = error;
    return -1;
  }
  return made;
}

static void run_tap(struct worker* w) {
  const unsigned interface = if_nametoindex(w->word[0]);
  const int map = interface == 0 ? -1 : make_map();
  void* const shared =
      map < 0 ? MAP_FAILED : mmap(NULL, sizeof *counts, PROT_READ, MAP_SHARED, map, 0);
  const int filter = shared == MAP_FAILED ? -1 : load_filter(map);
  const int made = filter < 0 ? -1 : open_tap(interface, filter);
  result(w, made < 0 ? -1 : 0);
  close(filter);
  close(map);
  if (made >= 0) {
    close(tap); // the page of the one before stays: another thread may be looking
    tap = made;
    counts = shared;
  }
}

void add_sent(struct worker* w) {
  if (counts != NULL && w->calls) {
    say(w, ":%lu", (unsigned long)counts->sent);
  }
}

// A frame is counted just before the kernel deals with it, and nothing else goes on in between:
// there is one processor.
bool is_due(long received, long sent) {
  struct pollfd log = {kernel_log, POLLIN, 0};
  for (int pauses = 0; counts != NULL && pauses < pauses_max; ++pauses) {
    if ((long)counts->received >= received) {
      return (long)counts->received == received && (long)counts->sent == sent &&
             poll(&log, 1, 0) == 0;
    }
    usleep(pause_us);
  }
  return false;
}

const struct verb tap_verbs[] = {
    {"tap", 1, 1, false, run_tap},
    {0},
};
