// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/cpu.hpp"

#include <array>
#include <mutex>

namespace pathproof::iut {
namespace {

struct Cpus {
  std::mutex mutex;
  bool known = false;
  cpu_set_t allowed{};                      // of the process, before any of its threads was pinned
  std::array<unsigned, CPU_SETSIZE> used{}; // threads pinned to each CPU by us
};

Cpus& cpus() {
  // Never destroyed: threads may end after the static objects are gone.
  static auto* const all = new Cpus;
  return *all;
}

int only_member(const cpu_set_t& set) {
  if (CPU_COUNT(&set) != 1) {
    return -1;
  }
  int cpu = 0;
  while (!CPU_ISSET(cpu, &set)) {
    ++cpu;
  }
  return cpu;
}

cpu_set_t only(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  return set;
}

// The least used CPU of the set; among equals the one this thread is on, whose caches are warm.
int least_used(const Cpus& all, const cpu_set_t& set) {
  int best = sched_getcpu();
  if (best < 0 || !CPU_ISSET(best, &set)) {
    best = -1;
  }
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    const auto used = all.used[static_cast<std::size_t>(cpu)];
    if (CPU_ISSET(cpu, &set) && (best < 0 || used < all.used[static_cast<std::size_t>(best)])) {
      best = cpu;
    }
  }
  return best;
}

class ThreadPin {
public:
  ThreadPin() = default;
  ThreadPin(const ThreadPin&) = delete;
  ThreadPin& operator=(const ThreadPin&) = delete;

  ~ThreadPin() { forget(); }

  ChildCpus pin() {
    if (cpu_ < 0) {
      choose();
    }
    return cpu_ < 0 ? ChildCpus() : ChildCpus(only(cpu_));
  }

  ChildCpus before() const { return cpu_ < 0 ? ChildCpus() : ChildCpus(before_); }

  void undo() {
    if (cpu_ >= 0) {
      sched_setaffinity(0, sizeof before_, &before_);
      forget();
    }
  }

private:
  void choose() {
    Cpus& all = cpus();
    const std::lock_guard lock(all.mutex);
    if (sched_getaffinity(0, sizeof before_, &before_) != 0) {
      return;
    }
    if (!all.known) {
      all.allowed = before_;
      all.known = true;
    }
    // A thread inherits the pin of the one that started it. Only a pin that is not ours was meant
    // for this thread and is kept.
    const int inherited = only_member(before_);
    if (inherited >= 0 && all.used[static_cast<std::size_t>(inherited)] > 0) {
      before_ = all.allowed;
    }
    const int cpu = least_used(all, before_);
    if (cpu < 0) {
      return;
    }
    const cpu_set_t chosen = only(cpu);
    if (sched_setaffinity(0, sizeof chosen, &chosen) == 0) {
      cpu_ = cpu;
      ++all.used[static_cast<std::size_t>(cpu)];
    }
  }

  void forget() {
    if (cpu_ >= 0) {
      Cpus& all = cpus();
      const std::lock_guard lock(all.mutex);
      --all.used[static_cast<std::size_t>(cpu_)];
      cpu_ = -1;
    }
  }

  int cpu_ = -1;
  cpu_set_t before_{};
};

thread_local ThreadPin this_thread;

} // namespace

ChildCpus share_cpu() {
  return this_thread.pin();
}

ChildCpus unshared_cpus() {
  return this_thread.before();
}

void release_cpu() {
  this_thread.undo();
}

} // namespace pathproof::iut
