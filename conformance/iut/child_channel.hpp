// SPDX-License-Identifier: Apache-2.0
// The kit's side of an implementation that runs as a child process under a guardian.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/guardian.hpp"
#include "conformance/iut/stream_channel.hpp"

namespace pathproof::iut {

// The board in memory that is shared with the guardian, and the size it was made with.
class SharedBoard {
public:
  explicit SharedBoard(std::size_t output_cap);
  SharedBoard(const SharedBoard&) = delete;
  SharedBoard& operator=(const SharedBoard&) = delete;
  ~SharedBoard();

  explicit operator bool() const { return board_ != nullptr; }

  Board* operator->() const { return board_; }

  Board* get() const { return board_; }

  // The bytes kept of stderr, with a note where some are missing.
  std::string output() const;

private:
  std::size_t output_cap_;
  Board* board_ = nullptr;
};

class ChildChannel final : public StreamChannel {
public:
  // What becomes of the forked child; see GuardPlan::run. `name` is for messages.
  struct Program {
    std::string name;
    void (*run)(const void* context, Board& board);
    const void* context; // used only until the constructor is done
  };

  ChildChannel(const Program& program, const Limits& limits);
  ~ChildChannel() override;

  Exchange exchange(std::string_view line) override;
  std::string error_output() override;
  void forget_output() override;
  void close() override;
  void kill() override;

  // True when the program and all its children are gone.
  bool ended() { return wait_for_guardian(0); }

  // How it ended, as a fault even where its status is 0. Only once ended() is true.
  Fault how_it_ended() { return explain_end(0); }

  // The program's process; 0 before it started.
  pid_t process() const { return board_->child.load(std::memory_order_acquire); }

protected:
  int input() const override { return from_child_.get(); }

  bool send(const char* bytes, std::size_t size) override;
  ssize_t receive(char* bytes, std::size_t size) override;
  Fault explain_end(std::size_t received) override;

private:
  bool start(const Program& program);
  void start_guardian(const GuardPlan& plan);
  void order(Order order);
  void order_and_wait(Order order);
  bool wait_for_guardian(int milliseconds);
  void finish(Order how);
  Fault explain_refusal() const;

  std::string name_;
  Limits limits_;
  SharedBoard board_;
  Descriptor to_child_;
  Descriptor from_child_;
  Descriptor control_;
  pid_t guardian_ = -1; // -1 while there is none
  std::uint32_t turn_ = 0;
};

// A program with its arguments, found as a shell finds it; at least one word. That it cannot be
// started is a fault of the channel.
std::unique_ptr<ChildChannel> start_program(const std::vector<std::string>& words,
                                            const Limits& limits);

} // namespace pathproof::iut
