// SPDX-License-Identifier: Apache-2.0
#include "conformance/session.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace pathproof {

namespace {

class Session {
public:
  Session(Oracle& oracle, iut::Iut& iut, const SessionLimits& limits, bool looks_ahead)
      : oracle_(oracle), iut_(iut), limits_(limits), model_(oracle.machine().description()),
        looks_ahead_(looks_ahead) {}

  // It ended where it had been told two labels, and nobody knows which of them was the end.
  bool ended_ahead() const { return ended_ahead_; }

  Transcript run(const iut::CaseStart& start, Driver& driver) {
    oracle_.reset();
    if (!take(timed([&] { return iut_.start(oracle_.machine(), start); }), true)) {
      return std::move(transcript_);
    }
    for (const Label& label : iut_.beginning()) {
      transcript_.labels.push_back({label, false});
      oracle_.step(label);
    }
    while (transcript_.labels.size() < limits_.labels_max) {
      const Driver::Move move = next_ ? *std::exchange(next_, std::nullopt) : next(driver);
      if (move.kind == Driver::Move::Kind::stop) {
        break;
      }
      const bool on =
          move.kind == Driver::Move::Kind::go ? take(go(), false) : show(move.label, driver);
      if (!on) {
        break;
      }
    }
    finish();
    driver.conclude(transcript_);
    if (transcript_.breaks.empty() && transcript_.unsupported.empty()) {
      transcript_.inconclusive = driver.unmet();
    }
    return std::move(transcript_);
  }

private:
  // What a clock shows is told, and decides nothing.
  template <class Ask>
  iut::Reply timed(Ask ask) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point begun = Clock::now();
    iut::Reply reply = ask();
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
    transcript_.slowest_ms = std::max(
        transcript_.slowest_ms, static_cast<std::uint64_t>(std::max<decltype(took)>(took, 0)));
    return reply;
  }

  iut::Reply go() {
    return timed([&] { return iut_.go(); });
  }

  // Only what goes wrong counts: labels that are still due were not waited for.
  void finish() {
    using Kind = iut::Reply::Kind;
    if (transcript_.ended || !transcript_.broken.empty()) {
      return;
    }
    iut::Reply left = iut_.finish();
    while (left.kind == Kind::label && judge(left.label)) {
      left = iut_.finish();
    }
    if (left.kind == Kind::failed || left.kind == Kind::broken) {
      take(std::move(left), true);
    }
  }

  Driver::Move next(Driver& driver) {
    return driver.next(oracle_, KitSteps(oracle_), transcript_.labels);
  }

  // The kit's label; the implementation learns of it if its role sees it.
  bool show(const Label& label, Driver& driver) {
    if (std::string why = iut_.refuses(label); !why.empty()) {
      transcript_.unsupported = std::move(why);
      return false;
    }
    transcript_.labels.push_back({label, false});
    ++transcript_.steps;
    oracle_.step(label);
    if ((model_.kinds[label.kind].seen_by & oracle_.under_test()) == 0) {
      iut_.overhear(label);
      return true;
    }
    const bool ahead = look_ahead(label, driver);
    iut::Reply reply = timed([&] { return iut_.give(label); });
    ended_ahead_ = ahead && reply.kind == iut::Reply::Kind::failed;
    if (next_ && reply.kind != iut::Reply::Kind::quiet) {
      driver.take_back();
      next_.reset();
    }
    return take(std::move(reply), false);
  }

  // After silence all is as it is before: what the driver does then can be asked at once, if the
  // test gets there. Whether the implementation was told.
  bool look_ahead(const Label& label, Driver& driver) {
    if (!looks_ahead_ || !driver.takes_back() || !iut_.looks_ahead(label) ||
        !oracle_.silence_permitted() || transcript_.labels.size() >= limits_.labels_max) {
      return false;
    }
    next_ = next(driver);
    const bool tells = next_->kind == Driver::Move::Kind::show &&
                       (model_.kinds[next_->label.kind].seen_by & oracle_.under_test()) != 0 &&
                       iut_.refuses(next_->label).empty();
    if (tells) {
      iut_.ahead(next_->label);
    }
    return tells;
  }

  // Judges an answer, and what it goes on to say while it must. False ends the test.
  bool take(iut::Reply reply, bool starting) {
    using Kind = iut::Reply::Kind;
    while (true) {
      if (reply.kind == Kind::quiet && !starting && !oracle_.silence_permitted()) {
        reply = timed([&] { return iut_.insist(); });
      }
      switch (reply.kind) {
      case Kind::unsupported:
        transcript_.unsupported = reply.text.empty() ? "it says so" : reply.text;
        return false;
      case Kind::broken:
        transcript_.broken = reply.text;
        return false;
      case Kind::failed:
        transcript_.ended = true;
        note(std::nullopt, reply.text, oracle_.explain_silence());
        return false;
      case Kind::quiet:
        if (starting || oracle_.silence_permitted()) {
          return true;
        }
        note(std::nullopt, "silence", oracle_.explain_silence());
        oracle_.recover(nullptr);
        return go_on();
      case Kind::label:
        break;
      }
      if (!judge(reply.label)) {
        return false;
      }
      if (transcript_.labels.size() >= limits_.labels_max ||
          (oracle_.silence_permitted() && !iut_.has_more())) {
        return true;
      }
      reply = go();
    }
  }

  bool judge(const Label& label) {
    ++transcript_.steps;
    const bool its_own = (oracle_.kinds_under_test() >> label.kind & 1U) != 0;
    if (its_own && oracle_.step(label)) {
      transcript_.labels.push_back({label, true});
      return true;
    }
    note(label, print(label, model_.kinds), oracle_.explain(label));
    transcript_.labels.push_back({label, true});
    oracle_.recover(&label);
    return go_on();
  }

  void note(std::optional<Label> label, std::string text, Explanation explanation) {
    transcript_.breaks.push_back(
        {transcript_.labels.size(), label, std::move(text), std::move(explanation)});
  }

  bool go_on() const {
    return !limits_.stop_at_first_break && transcript_.breaks.size() < limits_.breaks_max;
  }

  Oracle& oracle_;
  iut::Iut& iut_;
  const SessionLimits& limits_;
  const ModelDescription& model_;
  Transcript transcript_;
  bool looks_ahead_;
  bool ended_ahead_ = false;
  std::optional<Driver::Move> next_; // if it was asked for already
};

} // namespace

std::vector<Step> KitSteps::of(std::uint64_t kinds) const {
  std::vector<Step> steps = oracle_.kit_steps(kinds);
  if (plays_) {
    std::erase_if(steps, [&](const Step& one) { return !plays_(one.label); });
  }
  return steps;
}

Transcript run_test(Oracle& oracle,
                    iut::Iut& iut,
                    const iut::CaseStart& start,
                    Driver& driver,
                    const SessionLimits& limits) {
  Session session(oracle, iut, limits, true);
  Transcript transcript = session.run(start, driver);
  if (!session.ended_ahead()) {
    return transcript;
  }
  // Step by step. An end that does not come again is none the less one.
  driver.begin_again();
  Transcript again = Session(oracle, iut, limits, false).run(start, driver);
  return again.ended ? again : transcript;
}

} // namespace pathproof
