// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/child_channel.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <mutex>
#include <system_error>

#include "conformance/iut/cpu.hpp"

namespace pathproof::iut {
namespace {

constexpr int exit_not_implemented = 89;
// For what takes microseconds when nothing is wrong.
constexpr int patience_ms = 1000;

struct Pipe {
  Descriptor read_end, write_end;

  bool open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
      return false;
    }
    read_end = Descriptor(ends[0]);
    write_end = Descriptor(ends[1]);
    return true;
  }
};

// Writing to an implementation that died must be an error and not the end of the kit. A pipe has no
// MSG_NOSIGNAL, and blocking the signal around each write would cost two system calls.
void ignore_broken_pipes() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction now {};
    if (sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL) {
      signal(SIGPIPE, SIG_IGN);
    }
  });
}

std::string error_text(int number) {
  return std::generic_category().message(number);
}

Fault explain_status(int status, const std::string& where) {
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    return {FaultKind::died,
            "it was ended by signal " + std::to_string(number) + " (" + strsignal(number) + ")" +
                where,
            -1,
            number};
  }
  const int code = WEXITSTATUS(status);
  if (code == exit_not_implemented) {
    return {FaultKind::not_implemented,
            "it ended with status 89, which says that it does not implement this" + where,
            code};
  }
  return {FaultKind::died, "it ended with status " + std::to_string(code) + where, code};
}

} // namespace

SharedBoard::SharedBoard(std::size_t output_cap) : output_cap_(output_cap) {
  void* const memory = mmap(nullptr,
                            sizeof(Board) + output_cap,
                            PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS,
                            -1,
                            0);
  if (memory != MAP_FAILED) {
    board_ = new (memory) Board;
  }
}

SharedBoard::~SharedBoard() {
  if (board_ != nullptr) {
    munmap(board_, sizeof(Board) + output_cap_);
  }
}

std::string SharedBoard::output() const {
  if (board_ == nullptr) {
    return {};
  }
  const std::uint64_t written = board_->output_written.load(std::memory_order_acquire);
  const char* const kept = board_->output();
  if (written <= output_cap_) {
    return {kept, static_cast<std::size_t>(written)};
  }
  const std::size_t head = output_cap_ / 2;
  const std::size_t tail = output_cap_ - head;
  std::string text(kept, head);
  text += "\n[" + std::to_string(written - output_cap_) + " bytes left out]\n";
  if (tail > 0) {
    const auto oldest = static_cast<std::size_t>((written - head) % tail);
    text.append(kept + head + oldest, tail - oldest).append(kept + head, oldest);
  }
  return text;
}

ChildChannel::ChildChannel(const Program& program, const Limits& limits)
    : name_(program.name), limits_(limits), board_(limits.output_cap) {
  ignore_broken_pipes();
  if (!board_ || !start(program)) {
    give_up({FaultKind::refused, "cannot start " + name_ + ": " + error_text(errno)});
  }
}

ChildChannel::~ChildChannel() {
  ChildChannel::close();
}

bool ChildChannel::start(const Program& program) {
  Pipe input;
  Pipe output;
  Pipe error;
  int control[2];
  // Pipes and not a socketpair: measured on one CPU, an exchange takes about 7 µs instead of 12.
  if (!input.open() || !output.open() || !error.open() ||
      socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control) != 0) {
    return false;
  }
  control_ = Descriptor(control[0]);
  const Descriptor guardians_control(control[1]);

  const ChildCpus cpus = limits_.pin ? share_cpu() : unshared_cpus();
  GuardPlan plan;
  plan.run = program.run;
  plan.context = program.context;
  plan.board = board_.get();
  plan.output_cap = limits_.output_cap;
  plan.deadline_ms = limits_.deadline_ms;
  plan.cpus = cpus ? &*cpus : nullptr;
  plan.child_input = input.read_end.get();
  plan.child_output = output.write_end.get();
  plan.child_error = error.write_end.get();
  plan.error_output = error.read_end.get();
  plan.control = guardians_control.get();
  start_guardian(plan);
  to_child_ = std::move(input.write_end);
  from_child_ = std::move(output.read_end);
  return guardian_ >= 0;
}

void ChildChannel::start_guardian(const GuardPlan& plan) {
  // A handler of the kit must never run in the guardian.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  guardian_ = fork();
  if (guardian_ == 0) {
    guard(plan);
  }
  const int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
}

Exchange ChildChannel::exchange(std::string_view line) {
  if (given_up()) {
    return StreamChannel::exchange(line);
  }
  board_->turn.store(++turn_, std::memory_order_release); // odd: the guardian's clock runs
  Exchange result = StreamChannel::exchange(line);
  if (turn_ % 2 == 1) {
    board_->turn.store(++turn_, std::memory_order_release);
  }
  return result;
}

bool ChildChannel::send(const char* bytes, std::size_t size) {
  return write_fully(to_child_.get(), bytes, size);
}

// Waits without a limit of its own: at the deadline the guardian ends the implementation and with
// it the last writer, so that the pipe is at its end.
ssize_t ChildChannel::receive(char* bytes, std::size_t size) {
  for (;;) {
    const ssize_t count = ::read(from_child_.get(), bytes, size);
    if (count >= 0 || errno != EINTR) {
      return count;
    }
  }
}

// An order that the guardian answers; when it is gone, there is nothing to wait for.
void ChildChannel::order_and_wait(Order order) {
  if (guardian_ > 0) {
    this->order(order);
    pollfd answer{control_.get(), POLLIN, 0};
    char ignored = 0;
    if (poll(&answer, 1, patience_ms) == 1) {
      recv(control_.get(), &ignored, 1, MSG_DONTWAIT);
    }
  }
}

std::string ChildChannel::error_output() {
  order_and_wait(Order::read_output);
  return board_.output();
}

void ChildChannel::forget_output() {
  order_and_wait(Order::forget_output);
  if (guardian_ <= 0 && board_) {
    board_->output_written.store(0, std::memory_order_release);
  }
}

void ChildChannel::close() {
  finish(given_up() ? Order::end_now : Order::end_politely);
}

void ChildChannel::kill() {
  finish(Order::end_now);
}

void ChildChannel::order(Order order) {
  const char byte = static_cast<char>(order);
  ::send(control_.get(), &byte, 1, MSG_NOSIGNAL);
}

// True when the guardian ended, and with it everything it guarded.
bool ChildChannel::wait_for_guardian(int milliseconds) {
  if (guardian_ <= 0) {
    return true;
  }
  timespec start{};
  clock_gettime(CLOCK_MONOTONIC, &start);
  int left = milliseconds;
  do { // once at least, and no more than once when nobody is to wait
    pollfd ended{control_.get(), POLLIN, 0};
    if (poll(&ended, 1, left) == 1) {
      char acknowledgement = 0;
      const ssize_t count = recv(control_.get(), &acknowledgement, 1, MSG_DONTWAIT);
      if (count == 0 || (count < 0 && errno == ECONNRESET)) {
        while (waitpid(guardian_, nullptr, 0) < 0 && errno == EINTR) {
        }
        guardian_ = -1;
        return true;
      }
    }
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    left = milliseconds - static_cast<int>((now.tv_sec - start.tv_sec) * 1000 +
                                           (now.tv_nsec - start.tv_nsec) / 1000000);
  } while (left > 0);
  return false;
}

void ChildChannel::finish(Order how) {
  if (guardian_ > 0) {
    to_child_.reset();
    order(how);
    if (!wait_for_guardian(static_cast<int>(grace_ms) + 3 * patience_ms)) {
      ::kill(guardian_, SIGKILL);
      wait_for_guardian(patience_ms);
    }
    const pid_t child = board_->child.load(std::memory_order_acquire);
    if (child > 1 && board_->end.load(std::memory_order_acquire) == End::unknown) {
      ::kill(-child, SIGKILL); // the guardian did not live to do it
    }
  }
  to_child_.reset();
  from_child_.reset();
  control_.reset();
  give_up({FaultKind::refused, "the conversation with " + name_ + " was closed"});
}

Fault ChildChannel::explain_end(std::size_t received) {
  board_->turn.store(++turn_, std::memory_order_release); // explaining is not waiting for an answer
  const std::string where =
      received == 0 ? ""
                    : " after " + std::to_string(received) + " bytes of a line without its end";
  if (!wait_for_guardian(patience_ms)) {
    return {FaultKind::died, "it closed its input or output and went on running" + where};
  }
  switch (board_->end.load(std::memory_order_acquire)) {
  case End::hung:
    return {FaultKind::hung,
            "it gave no answer within " + std::to_string(limits_.deadline_ms) + " ms" + where};
  case End::refused:
    return explain_refusal();
  case End::by_itself:
    return explain_status(board_->wait_status, where);
  case End::killed:
  case End::unknown:
    break;
  }
  const pid_t child = board_->child.load(std::memory_order_acquire);
  if (child > 1) {
    ::kill(-child, SIGKILL);
  }
  return {FaultKind::died, "it was ended together with its guardian, by somebody else" + where};
}

Fault ChildChannel::explain_refusal() const {
  const std::string_view words(board_->refusal, strnlen(board_->refusal, sizeof board_->refusal));
  std::string why = words.empty() ? error_text(board_->start_error) : std::string(words);
  std::replace_if(
      why.begin(), why.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return {FaultKind::refused, "cannot start " + name_ + ": " + why};
}

} // namespace pathproof::iut
