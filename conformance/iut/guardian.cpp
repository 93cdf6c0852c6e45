// SPDX-License-Identifier: Apache-2.0
// Everything here runs after a fork of a process with threads: no allocation, no locks, no stdio.
#include "conformance/iut/guardian.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace pathproof::iut {
namespace {

// Where the guardian keeps its own descriptors; 0, 1 and 2 are the implementation's.
constexpr int control_place = 3;
constexpr int error_place = 4;

// In microseconds: of two truncated milliseconds the difference could be one too large.
std::uint64_t now_us() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1000000 +
         static_cast<std::uint64_t>(time.tv_nsec) / 1000;
}

constexpr std::uint64_t us_per_ms = 1000;

// Moves the plan's descriptors to their places and closes all others: the kit may have hundreds,
// among them ends of other implementations' pipes, which must not be held open here.
bool arrange_descriptors(const GuardPlan& plan) {
  const int wanted[] = {
      plan.child_input, plan.child_output, plan.child_error, plan.control, plan.error_output};
  constexpr int first_free = 10;
  int copies[std::size(wanted)];
  for (std::size_t i = 0; i < std::size(wanted); ++i) {
    copies[i] = fcntl(wanted[i], F_DUPFD, first_free);
    if (copies[i] < 0) {
      return false;
    }
  }
  for (std::size_t i = 0; i < std::size(wanted); ++i) {
    if (dup2(copies[i], static_cast<int>(i)) < 0) {
      return false;
    }
  }
  close_descriptors_from(error_place + 1);
  return fcntl(error_place, F_SETFL, O_NONBLOCK) == 0;
}

void reset_signals() {
  for (int number = 1; number < NSIG; ++number) {
    signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void become_the_implementation(const GuardPlan& plan, pid_t guardian) {
  // A group of its own: neither the terminal's signals nor kill(0, …) reach across. Not a session
  // of its own: the scheduler groups by session, and an exchange across groups takes 0.5 µs longer.
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != guardian) {
    _exit(127);
  }
  close_descriptors_from(control_place);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (plan.cpus != nullptr) {
    sched_setaffinity(0, sizeof *plan.cpus, plan.cpus);
  }
  reset_signals();
  plan.run(plan.context, *plan.board);
  _exit(127);
}

// Kills the children of this process. Their children become this process's own and are found in the
// next round, so nothing that was ever forked gets away.
void kill_children() {
  const int list = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (list < 0) {
    return;
  }
  char text[4096];
  ssize_t count = 0;
  pid_t number = 0;
  while ((count = read(list, text, sizeof text)) > 0) {
    for (ssize_t i = 0; i < count; ++i) {
      if (text[i] >= '0' && text[i] <= '9') {
        number = number * 10 + (text[i] - '0');
      } else if (number > 0) {
        ::kill(number, SIGKILL);
        number = 0;
      }
    }
  }
  close(list);
}

class Guardian {
public:
  explicit Guardian(const GuardPlan& plan) : plan_(plan), board_(*plan.board) {}

  bool start();
  End watch();
  void end_all_descendants();
  void keep_output();

private:
  bool children_left();
  int next_wake_up() const;
  bool overdue();
  bool obey();
  void keep(const char* bytes, std::size_t size);

  const GuardPlan& plan_;
  Board& board_;
  pid_t child_ = 0;
  bool child_ended_ = false;
  int signals_ = -1;
  bool error_open_ = true;
  std::uint64_t written_ = 0; // kept here as well: the board may have been scribbled on
  std::uint32_t turn_seen_ = 0;
  std::uint64_t turn_since_ = 0;
  std::uint64_t leave_until_ = 0; // when a polite end turns into a kill; 0 while none was asked
};

bool Guardian::start() {
  prctl(PR_SET_NAME, "pathproof-guard");
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  signal(SIGCHLD, SIG_DFL); // ignored, it would make waitpid useless
  setpgid(0, 0);            // out of reach of the terminal's signals
  sigset_t child_signal;
  sigemptyset(&child_signal);
  sigaddset(&child_signal, SIGCHLD);
  signals_ = signalfd(-1, &child_signal, SFD_CLOEXEC | SFD_NONBLOCK);
  const pid_t guardian = getpid();
  child_ = signals_ < 0 ? -1 : fork();
  if (child_ < 0) {
    board_.start_error = errno;
    return false;
  }
  if (child_ == 0) {
    become_the_implementation(plan_, guardian);
  }
  board_.child.store(child_, std::memory_order_release);
  for (int number = 0; number < control_place; ++number) {
    close(number);
  }
  return true;
}

// Waits for the implementation's end, or for a reason to end it.
End Guardian::watch() {
  for (;;) {
    pollfd watched[] = {{control_place, POLLIN, 0},
                        {signals_, POLLIN, 0},
                        {error_open_ ? error_place : -1, POLLIN, 0}};
    poll(watched, std::size(watched), next_wake_up());
    if (watched[2].revents != 0) {
      keep_output();
    }
    if (watched[1].revents != 0) {
      signalfd_siginfo ignored;
      while (read(signals_, &ignored, sizeof ignored) > 0) {
      }
      children_left();
      if (child_ended_) {
        return board_.start_error != 0 || board_.refusal[0] != '\0' ? End::refused : End::by_itself;
      }
    }
    if (watched[0].revents != 0 && !obey()) {
      return End::killed;
    }
    if (leave_until_ != 0 && now_us() >= leave_until_) {
      return End::killed;
    }
    if (overdue()) {
      return End::hung;
    }
  }
}

// Collects the children that ended; true while there are others.
bool Guardian::children_left() {
  for (;;) {
    int status = 0;
    const pid_t ended = waitpid(-1, &status, WNOHANG);
    if (ended == 0) {
      return true;
    }
    if (ended < 0) {
      return errno == EINTR;
    }
    if (ended == child_) {
      child_ended_ = true;
      board_.wait_status = status;
    }
  }
}

int Guardian::next_wake_up() const {
  if (leave_until_ != 0) {
    const std::uint64_t now = now_us();
    return leave_until_ > now ? static_cast<int>((leave_until_ - now) / us_per_ms) + 1 : 0;
  }
  if (plan_.deadline_ms == 0) {
    return -1;
  }
  // Often enough that a hang is noticed soon after the deadline, seldom enough to cost nothing.
  return static_cast<int>(std::clamp(plan_.deadline_ms / 8, 4U, 100U));
}

// Sees only that the kit's turn does not change, so the kit needs no clock in the exchange. The
// time counts from when this process first saw the turn: never too short, at most a wake-up longer.
bool Guardian::overdue() {
  const std::uint32_t turn = board_.turn.load(std::memory_order_acquire);
  const std::uint64_t now = now_us();
  if (turn != turn_seen_) {
    turn_seen_ = turn;
    turn_since_ = now;
  }
  return plan_.deadline_ms != 0 && turn % 2 == 1 &&
         now - turn_since_ >= plan_.deadline_ms * us_per_ms;
}

// False when the order is to end the implementation now.
bool Guardian::obey() {
  char order = 0;
  const ssize_t count = read(control_place, &order, 1);
  if (count < 0 && errno == EINTR) {
    return true;
  }
  if (count != 1) {
    return false;
  }
  switch (static_cast<Order>(order)) {
  case Order::end_now:
    return false;
  case Order::end_politely:
    leave_until_ = now_us() + grace_ms * us_per_ms;
    return true;
  case Order::read_output:
    keep_output();
    return write_fully(control_place, &order, 1);
  case Order::forget_output:
    keep_output();
    written_ = 0;
    board_.output_written.store(written_, std::memory_order_release);
    return write_fully(control_place, &order, 1);
  }
  return false;
}

void Guardian::keep_output() {
  char bytes[16 * 1024];
  // Bounded, so that an endless flood cannot keep the guardian from its deadline.
  for (int i = 0; error_open_ && i < 256; ++i) {
    const ssize_t count = read(error_place, bytes, sizeof bytes);
    if (count > 0) {
      keep(bytes, static_cast<std::size_t>(count));
    } else if (count == 0) {
      error_open_ = false;
    } else if (errno != EINTR) {
      return;
    }
  }
}

void Guardian::keep(const char* bytes, std::size_t size) {
  const std::size_t head = plan_.output_cap / 2;
  const std::size_t tail = plan_.output_cap - head;
  char* const kept = board_.output();
  while (size > 0) {
    auto place = static_cast<std::size_t>(written_);
    std::size_t room = head - std::min(place, head);
    if (room == 0) {
      if (tail == 0) {
        written_ += size;
        break;
      }
      const auto in_tail = static_cast<std::size_t>((written_ - head) % tail);
      place = head + in_tail;
      room = tail - in_tail;
    }
    const std::size_t part = std::min(size, room);
    std::memcpy(kept + place, bytes, part);
    bytes += part;
    size -= part;
    written_ += part;
  }
  board_.output_written.store(written_, std::memory_order_release);
}

void Guardian::end_all_descendants() {
  if (!child_ended_) { // otherwise the number may already be somebody else's
    ::kill(child_, SIGKILL);
    ::kill(-child_, SIGKILL);
  }
  // Bounded: what sleeps in the kernel and cannot be killed must not hold up the run.
  const std::uint64_t until = now_us() + 1500 * us_per_ms;
  while (children_left() && now_us() < until) {
    kill_children();
    pollfd ended{signals_, POLLIN, 0};
    poll(&ended, 1, 5);
    signalfd_siginfo ignored;
    while (read(signals_, &ignored, sizeof ignored) > 0) {
    }
  }
}

} // namespace

bool write_fully(int descriptor, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t count = write(descriptor, bytes, size);
    if (count < 0 && errno != EINTR) {
      return false;
    }
    if (count > 0) {
      bytes += count;
      size -= static_cast<std::size_t>(count);
    }
  }
  return true;
}

void close_descriptors_from(int first) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, static_cast<unsigned>(first), ~0U, 0U) == 0) {
    return;
  }
#endif
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  const auto limit = static_cast<int>(std::min<rlim_t>(files.rlim_cur, 65536));
  for (int number = first; number < limit; ++number) {
    close(number);
  }
}

void guard(const GuardPlan& plan) {
  if (!arrange_descriptors(plan)) {
    plan.board->start_error = errno;
    plan.board->end.store(End::refused, std::memory_order_release);
    _exit(1);
  }
  Guardian guardian(plan);
  if (!guardian.start()) {
    plan.board->end.store(End::refused, std::memory_order_release);
    _exit(1);
  }
  const End end = guardian.watch();
  guardian.end_all_descendants();
  guardian.keep_output();
  plan.board->end.store(end, std::memory_order_release);
  _exit(0);
}

} // namespace pathproof::iut
