// SPDX-License-Identifier: Apache-2.0
// A daemon or an instance under test that the kit starts: it is stopped by SIGTERM, and how it ends
// is looked at.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "conformance/iut/child_channel.hpp"

namespace pathproof::iut::lfp {

class StartedProcess {
public:
  explicit StartedProcess(const Limits& limits) : limits_(limits) {}

  StartedProcess(const StartedProcess&) = delete;
  StartedProcess& operator=(const StartedProcess&) = delete;

  // Stops it, and waits until it is gone.
  ~StartedProcess();

  // Starts it; the one before must be over.
  void run(const std::vector<std::string>& words) {
    process_ = start_program(words, limits_);
    asked_to_end_ = false;
  }

  // … and was not asked to end.
  bool is_running() const { return process_ && !asked_to_end_ && !process_->ended(); }

  // 0 where there is none.
  pid_t process() const { return process_ ? process_->process() : 0; }

  // Asks it to end.
  void stop();

  // Empty, or what it did instead of ending, or how it ended where its status is not 0. Empty also
  // where there is none.
  std::string wait_for_stop();

  // Waits for its end, however it ends; whether it does.
  bool ends();

  // How it ended without being asked to; empty while it runs, and where there is none.
  std::string ended();

  // Likewise, empty too where no signal has ended it: it may say that it has failed.
  std::string ended_by_signal();

  // Of all that were run, since it was forgotten.
  std::string error_output() {
    return said_ + (process_ ? process_->error_output() : std::string());
  }

  void forget_output() {
    said_.clear();
    if (process_) {
      process_->forget_output();
    }
  }

private:
  bool wait_for_end();
  void clear();

  Limits limits_;
  std::unique_ptr<ChildChannel> process_;
  bool asked_to_end_ = false;
  int signal_ = 0;   // that the last one ended by, as far as ended() has told
  std::string said_; // by those that ended
};

} // namespace pathproof::iut::lfp
