// SPDX-License-Identifier: Apache-2.0
// What a daemon and an instance under test have in common as implementations: what they do is seen
// on sockets, waits until it is asked for, and is a label or a sentence.
#pragma once

#include <deque>

#include "conformance/iut/hs/failure.hpp"
#include "conformance/iut/iut.hpp"

namespace pathproof::iut::lfp {

// Where nothing has to come, so long is waited for what must not.
inline constexpr int quiet_ms = 3;

class JudgedSide : public Iut {
public:
  Reply give(const Label& label) final {
    return guarded([&] {
      take(label);
      gather(quiet_ms);
    });
  }

  Reply go() final {
    return shown_.empty() ? guarded([&] { gather(quiet_ms); }) : next();
  }

  Reply insist() final {
    return guarded([&] { gather(answer_ms_); });
  }

  Reply finish() final {
    return guarded([&] {
      gather(quiet_ms);
      if (shown_.empty()) {
        leave();
      }
    });
  }

protected:
  explicit JudgedSide(const Limits& limits)
      : answer_ms_(limits.deadline_ms == 0 ? an_hour_ms : static_cast<int>(limits.deadline_ms)) {}

  // Answers are waited for so long.
  int answer_ms() const { return answer_ms_; }

  // Does what a label says.
  virtual void take(const Label& label) = 0;

  // Waits for so long until something is to be shown, but no longer.
  virtual void gather(int milliseconds) = 0;

  // Ends what is left behind a test. Throws SystemFailed where that is wrong.
  virtual void leave() = 0;

  // After a failure nothing that was begun goes on.
  virtual void give_up() = 0;

  void show(const Label& label) { shown_.push_back(label); }

  bool has_shown() const { return !shown_.empty(); }

  void forget_shown() { shown_.clear(); }

  // Of an action that may throw SystemFailed.
  template <class Action>
  Reply guarded(Action action) {
    try {
      action();
    } catch (const SystemFailed& failed) {
      give_up();
      shown_.clear();
      return {.kind = failed.fault.kind == FaultKind::refused ? Reply::Kind::broken
                                                              : Reply::Kind::failed,
              .text = failed.fault.sentence};
    }
    return next();
  }

private:
  static constexpr int an_hour_ms = 3'600'000;

  Reply next() {
    if (shown_.empty()) {
      return {};
    }
    const Label label = shown_.front();
    shown_.pop_front();
    return {.kind = Reply::Kind::label, .label = label};
  }

  int answer_ms_;
  std::deque<Label> shown_;
};

} // namespace pathproof::iut::lfp
