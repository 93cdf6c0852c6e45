// SPDX-License-Identifier: Apache-2.0
// What a daemon and an instance under test have in common as implementations: what they do is seen
// on sockets, waits until it is asked for, and is a label or a sentence.
#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <utility>

#include "conformance/iut/hs/failure.hpp"
#include "conformance/iut/iut.hpp"
#include "conformance/iut/lfp/judged_end.hpp"
#include "conformance/iut/lfp/path_label.hpp"

namespace pathproof::iut::lfp {

// Where nothing has to come, what must not come is waited for so long, or for so many times what an
// answer took lately on a machine that has much to do, but no longer than the most.
inline constexpr int quiet_ms = 3;
inline constexpr int quiet_ms_most = 60;
inline constexpr int quiet_answers = 4;

class JudgedSide : public Iut {
public:
  Reply give(const Label& label) final {
    return guarded([&] {
      // The first message that it is sent for a label is that label.
      const std::size_t number = labels_++;
      const std::size_t message = log_.size();
      take(label);
      log_.belongs(log_.sent_from(message), number);
      wait_a_little();
    });
  }

  void overhear(const Label&) final { ++labels_; }

  std::vector<CapturedOctets> take_frames() final { return log_.take(); }

  Reply go() final {
    return shown_.empty() ? guarded([&] { wait_a_little(); }) : next();
  }

  bool has_more() const final { return !shown_.empty(); }

  Reply insist() final {
    return guarded([&] { timed_gather(answer_ms_); });
  }

  Reply finish() final {
    return guarded([&] {
      wait_a_little();
      if (shown_.empty()) {
        leave();
      }
    });
  }

protected:
  // `side` is that of labels: 0 the instance, 1 the daemon.
  JudgedSide(const Limits& limits, unsigned side)
      : side_(side),
        answer_ms_(limits.deadline_ms == 0 ? an_hour_ms : static_cast<int>(limits.deadline_ms)) {}

  // Answers are waited for so long.
  int answer_ms() const { return answer_ms_; }

  // Does what a label says.
  virtual void take(const Label& label) = 0;

  // Waits for so long until something is to be shown, but no longer.
  virtual void gather(int milliseconds) = 0;

  // Something may come behind what was said, although nothing must: it is waited for, so that the
  // kit's next message does not cross it.
  virtual bool goes_on() const { return false; }

  // What would come is there by then, as far as answers took lately.
  int quiet_for_ms() const {
    const auto lately =
        std::chrono::ceil<std::chrono::milliseconds>(slowest_lately_ * quiet_answers).count();
    return static_cast<int>(std::clamp<long>(lately, quiet_ms, quiet_ms_most));
  }

  // Ends what is left behind a test. Throws SystemFailed where that is wrong.
  virtual void leave() = 0;

  // After a failure nothing that was begun goes on.
  virtual void give_up() = 0;

  // It has closed the carrier.
  virtual void closed() = 0;

  virtual void take_message(const profile::Message& message) = 0;

  // The number of the message that is being taken, in the log.
  std::size_t arrived() const { return arrived_; }

  // For the ends of its paths.
  MessageLog& log() { return log_; }

  void take_arrival(const Arrival& arrival) {
    switch (arrival.kind) {
    case Arrival::Kind::nothing:
      break;
    case Arrival::Kind::closed:
      closed();
      break;
    case Arrival::Kind::too_long:
    case Arrival::Kind::nonsense:
      show(wrong_label(side_, arrival), arrival.number);
      break;
    case Arrival::Kind::message:
      arrived_ = arrival.number;
      take_message(arrival.message);
      break;
    }
  }

  // ---- heartbeats -------------------------------------------------------------------------------

  // With a new path; whether its hello says that it sends them at intervals.
  void begin_beats(bool at_intervals) { beats_ = at_intervals; }

  // No label asks for one, and the kit is not silent.
  void forget_beats() {
    beat_is_due_ = false;
    silent_ = false;
  }

  void take_idle(const Label& label) { beat_is_due_ = beat_is_due_ || label.arguments[0] == side_; }

  void take_silent(const Label& label) { silent_ = silent_ || label.arguments[0] == side_; }

  // The kit says nothing, so that the side hears nothing.
  bool is_silent() const { return silent_; }

  // A clock of its own makes it send heartbeats; one that labels ask for is the next. Any other is
  // passed over.
  bool passes_over(const profile::Message& message, JudgedEnd& end) {
    if (message.kind() != profile::Kind::heartbeat || !beats_ ||
        std::exchange(beat_is_due_, false)) {
      return false;
    }
    end.pass_over(silent_);
    return true;
  }

  // `message` is the one that is shown, where the label is one.
  void show(const Label& label, std::size_t message = no_message) {
    shown_.push_back({label, message});
  }

  bool has_shown() const { return !shown_.empty(); }

  // Nothing is left of the test before.
  void begin_test() {
    shown_.clear();
    log_.take();
    labels_ = beginning().size();
  }

  // What it has said on a path that is over.
  void forget_shown(profile::Show kind) {
    std::erase_if(shown_, [&](const Shown& one) {
      return one.label.kind == static_cast<std::uint16_t>(kind);
    });
  }

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
  using Clock = std::chrono::steady_clock;

  static constexpr int an_hour_ms = 3'600'000;
  static constexpr std::size_t said_at_once = 64;

  void wait_a_little() {
    const int milliseconds = quiet_for_ms();
    timed_gather(milliseconds);
    std::deque<Shown> said;
    while (!shown_.empty() && goes_on() && said.size() < said_at_once) {
      said.push_back(shown_.front());
      shown_.pop_front();
      if (shown_.empty()) {
        gather(milliseconds);
      }
    }
    shown_.insert(shown_.begin(), said.begin(), said.end());
  }

  void timed_gather(int milliseconds) {
    const Clock::time_point begun = Clock::now();
    gather(milliseconds);
    slowest_lately_ -= slowest_lately_ / 8;
    if (!shown_.empty()) {
      slowest_lately_ = std::max(slowest_lately_, Clock::now() - begun);
    }
  }

  Reply next() {
    if (shown_.empty()) {
      return {};
    }
    const Shown one = shown_.front();
    shown_.pop_front();
    log_.belongs(one.message, labels_++);
    return {.kind = Reply::Kind::label, .label = one.label};
  }

  struct Shown {
    Label label;
    std::size_t message;
  };

  unsigned side_;
  int answer_ms_;
  std::deque<Shown> shown_;
  MessageLog log_;
  std::size_t labels_ = 0; // of this test so far
  std::size_t arrived_ = no_message;
  Clock::duration slowest_lately_{}; // from waiting for something until it was there
  bool beats_ = false;
  bool beat_is_due_ = false;
  bool silent_ = false;
};

} // namespace pathproof::iut::lfp
