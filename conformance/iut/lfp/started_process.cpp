// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/started_process.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "conformance/iut/deadline.hpp"

namespace pathproof::iut::lfp {

namespace {

constexpr int stop_patience_ms = 3000;
// Between the last that is heard of a process and its end.
constexpr int exit_ms = 20;
constexpr std::chrono::milliseconds between_looks{2};

// Whether the process runs no more, though it may not be cleared away yet. Linux marks it before it
// closes its sockets (proc(5), flags of /proc/PID/stat).
bool is_exiting(pid_t process) {
  constexpr unsigned long exiting = 0x4;
  std::ifstream status("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(status, text);
  const std::size_t behind_name = text.rfind(')');
  if (behind_name == std::string::npos) {
    return true;
  }
  std::istringstream fields(text.substr(behind_name + 1));
  char state = 0;
  long parent = 0;
  long group = 0;
  long session = 0;
  long terminal = 0;
  long terminal_group = 0;
  unsigned long flags = 0;
  fields >> state >> parent >> group >> session >> terminal >> terminal_group >> flags;
  return state == 'Z' || (flags & exiting) != 0;
}

} // namespace

StartedProcess::~StartedProcess() {
  stop();
  wait_for_stop();
}

void StartedProcess::stop() {
  if (is_running() && process_->process() > 0) {
    ::kill(process_->process(), SIGTERM);
    asked_to_end_ = true;
  }
}

std::string StartedProcess::wait_for_stop() {
  if (!process_) {
    return {};
  }
  std::string trouble;
  if (!wait_for_end()) {
    trouble = "it does not end when it is asked to by SIGTERM";
  } else if (const Fault how = process_->how_it_ended(); how.exit_status != 0) {
    trouble = how.sentence;
  }
  clear();
  return trouble;
}

bool StartedProcess::ends() {
  const bool is_over = !process_ || wait_for_end();
  if (process_) {
    clear();
  }
  return is_over;
}

bool StartedProcess::wait_for_end() {
  const Deadline deadline(stop_patience_ms);
  while (!process_->ended() && deadline.left_ms() > 0) {
    std::this_thread::sleep_for(between_looks);
  }
  return process_->ended();
}

std::string StartedProcess::ended_by_signal() {
  std::string how = ended();
  return signal_ == 0 ? std::string() : how;
}

std::string StartedProcess::ended() {
  // Its end is seen on the path a moment before the process is gone, and that before all that it
  // has started is gone too.
  Deadline deadline(exit_ms);
  bool exits = false;
  while (process_ && !process_->ended() && deadline.left_ms() > 0) {
    if (!exits && is_exiting(process_->process())) {
      exits = true;
      deadline = Deadline(stop_patience_ms);
    }
    std::this_thread::sleep_for(between_looks);
  }
  if (!process_ || !process_->ended()) {
    return {};
  }
  std::string how = process_->how_it_ended().sentence;
  signal_ = process_->how_it_ended().signal;
  clear();
  return how;
}

void StartedProcess::clear() {
  said_ += process_->error_output();
  process_.reset();
}

} // namespace pathproof::iut::lfp
