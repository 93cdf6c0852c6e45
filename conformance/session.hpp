// SPDX-License-Identifier: Apache-2.0
// One test: the kit's moves, the implementation's answers, judged label by label.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/iut/iut.hpp"
#include "conformance/oracle.hpp"
#include "conformance/verdict.hpp"

namespace pathproof {

// One label of a test. Silence of the implementation is not a label.
struct Observed {
  Label label;
  bool by_iut = false;
};

// A deviation in model terms.
struct Break {
  std::size_t at = 0;            // index into Transcript::labels
  std::optional<Label> observed; // nothing: silence, or its end
  std::string text;              // what was observed, for people
  Explanation explanation;
};

// What happened in one test.
struct Transcript {
  std::vector<Observed> labels;
  std::vector<Break> breaks;
  std::string unsupported;      // what the implementation lacks, in its words
  std::string broken;           // the adapter's fault
  bool ended = false;           // the implementation died or hung
  std::string inconclusive;     // a move of the case was never possible
  std::uint64_t steps = 0;      // labels judged
  std::uint64_t slowest_ms = 0; // the longest that the implementation took for an answer
};

// The steps that the kit's roles may make now, worked out as far as somebody asks: a state permits
// hundreds, and a script wants one.
class KitSteps {
public:
  // Only those that `plays` admits, where it is given.
  explicit KitSteps(const Oracle& oracle, std::function<bool(const Label&)> plays = {})
      : oracle_(oracle), plays_(std::move(plays)) {}

  // Those of these kinds, a bit for each.
  std::vector<Step> of(std::uint64_t kinds) const;

  std::vector<Step> all() const { return of(~std::uint64_t{0}); }

private:
  const Oracle& oracle_;
  std::function<bool(const Label&)> plays_;
};

// Decides the kit's moves.
class Driver {
public:
  virtual ~Driver() = default;

  struct Move {
    enum class Kind { show, go, stop };
    Kind kind = Kind::stop;
    Label label{};
  };

  // The next move. `possible` may be none.
  // `labels` is what happened so far.
  virtual Move
  next(const Oracle& oracle, const KitSteps& possible, const std::vector<Observed>& labels) = 0;

  // Whether take_back() and begin_again() are possible.
  virtual bool takes_back() const { return false; }

  // The last next() was asked ahead of what happened, and is as if it had not been asked.
  virtual void take_back() {}

  // As if nothing had been asked.
  virtual void begin_again() {}

  // After the last move: a reason why the case did not happen as it was meant.
  virtual std::string unmet() const { return {}; }

  // After the last move: adds what the kit has found beside the labels.
  virtual void conclude(Transcript&) {}
};

struct SessionLimits {
  std::uint64_t labels_max = 10'000; // a test ends there, whatever it does
  std::size_t breaks_max = 10;       // deviations after which a test ends
  bool stop_at_first_break = false;
};

// Runs one test. The oracle is reset first.
Transcript run_test(Oracle& oracle,
                    iut::Iut& iut,
                    const iut::CaseStart& start,
                    Driver& driver,
                    const SessionLimits& limits = {});

} // namespace pathproof
