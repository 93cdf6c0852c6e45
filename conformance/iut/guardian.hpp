// SPDX-License-Identifier: Apache-2.0
// The guardian: a small forked process between the kit and one implementation under test. Lines do
// not pass through it. It keeps the deadline, keeps what the implementation writes to stderr, and
// ends the implementation with all its descendants, also those that left the process group and also
// when the kit itself is killed.
//
// Why a process of its own: only a subreaper gets to know descendants whose parent is gone, and
// when the kit were one it could not tell which of several implementations an orphan belongs to.
// And since the guardian keeps the deadline by ending the implementation, the kit can wait in a
// plain read(2), which is the fastest way to exchange lines.
#pragma once

#include <sched.h>
#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace pathproof::iut {

// How the implementation came to its end.
enum class End : std::uint32_t {
  unknown, // the guardian itself did not live to tell
  refused, // could not be started
  by_itself,
  hung,
  killed, // because the kit said so
};

// What guardian and kit share. The implementation may have scribbled on it (a plugin shares the
// address space until it is loaded), so the kit reads it with care.
struct Board {
  std::atomic<std::uint32_t> turn{0};           // odd while the kit waits for an answer
  std::atomic<std::uint64_t> output_written{0}; // bytes that were written to stderr in all
  std::atomic<End> end{End::unknown};           // this and the rest: valid once the guardian ended
  std::atomic<pid_t> child{0};                  // valid as soon as it is not 0
  int wait_status = 0;                          // as waitpid gives it, for End::by_itself
  int start_error = 0;                          // errno, for End::refused
  char refusal[512] = {};                       // the same in words, where there are better ones

  // The kept bytes of stderr follow: the first half, then a ring of the second half.
  char* output() { return reinterpret_cast<char*>(this + 1); }
};

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

// One byte from the kit to the guardian is an order; when the kit's end closes, that is `end_now`.
enum class Order : char {
  end_now = 'k',
  end_politely = 'e',  // the end of its input was given; it may leave by itself for a moment
  read_output = 'o',   // answered by one byte as soon as stderr is empty
  forget_output = 'f', // the same, and what was kept is not kept any more
};

// How long an implementation may take to leave by itself after the end of its input.
inline constexpr std::uint32_t grace_ms = 500;

// What the guardian starts, and with what. `run` becomes the implementation and does not come back;
// it finds its lines on descriptors 0 and 1. Between fork and exec only async-signal-safe calls are
// allowed there, because other threads of the kit may have held locks.
struct GuardPlan {
  void (*run)(const void* context, Board& board) = nullptr;
  const void* context = nullptr;
  Board* board = nullptr;
  std::size_t output_cap = 0;
  std::uint32_t deadline_ms = 0;
  const cpu_set_t* cpus = nullptr; // for the implementation; null leaves it where the kit is
  int child_input = -1;
  int child_output = -1;
  int child_error = -1;
  int error_output = -1; // the other end of child_error
  int control = -1;
};

// What the guardian does from its fork on; all signals are blocked when it is called.
[[noreturn]] void guard(const GuardPlan& plan);

// A write that waits until everything is written; false when that is not possible.
bool write_fully(int descriptor, const char* bytes, std::size_t size);

// Closes every descriptor from `first` on.
void close_descriptors_from(int first);

} // namespace pathproof::iut
