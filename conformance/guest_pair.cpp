// SPDX-License-Identifier: Apache-2.0
#include "conformance/guest_pair.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include "conformance/expectation.hpp"
#include "conformance/generate/choices.hpp"
#include "conformance/guest_pair_talk.hpp"
#include "model/core/error.hpp"
#include "model/iucv/requirements_hs_handshake.hpp"
#include "model/iucv/requirements_hs_promises.hpp"

namespace pathproof {

namespace {

constexpr unsigned tests_of_a_pair = 10;
// One takes as long as so many against a single endpoint.
constexpr unsigned tests_to_a_test = 10;

void messages_both_ways(GuestPair& pair) {
  constexpr unsigned rounds = 40;
  if (!pair.connect(4, 8)) {
    return;
  }
  for (unsigned i = 0; i < rounds; ++i) {
    for (unsigned who = 0; who < 2; ++who) {
      pair.send(who);
      pair.settle();
      if (i % 3 != 0) {
        pair.receive(1 - who);
        pair.settle();
      }
    }
  }
  pair.drain(0);
  pair.drain(1);
  pair.close(0);
}

void window_fills(GuestPair& pair) {
  constexpr unsigned limit = 4;
  if (!pair.connect(0, limit)) {
    return;
  }
  for (unsigned round = 0; round < 3; ++round) {
    unsigned taken = 0;
    while (taken <= limit && pair.send(0)) {
      ++taken;
    }
    if (taken != limit) {
      pair.broken(iucv::req::hs_003,
                  std::to_string(taken) + " messages were taken with a window of " +
                      std::to_string(limit));
    }
    pair.settle();
    pair.drain(1);
    pair.settle();
  }
  pair.close(1);
}

void refused(GuestPair& pair) {
  const std::string socket = pair.socket(0, 0, "LONELY");
  const auto answer = pair.call_and_settle(
      0, "connect " + socket + " " + iut::iucv_address(pair.user(1), "NOBODY"));
  if (!answer || !answer->failed_with("ECONNREFUSED")) {
    pair.broken(iucv::req::iucv_209, "connect to a name that nobody has is not refused");
  }
  pair.call(0, "close " + socket);
}

void close_behind_messages(GuestPair& pair) {
  if (!pair.connect(0, 0)) {
    return;
  }
  for (unsigned i = 0; i < 3; ++i) {
    pair.send(0);
  }
  pair.close(0);
  pair.settle();
  pair.drain(1);
  pair.close(1);
}

void close_at_once(GuestPair& pair) {
  if (!pair.connect(0, 0)) {
    return;
  }
  pair.send(0);
  pair.send(1);
  pair.close_both();
}

void shut_down(GuestPair& pair) {
  if (!pair.connect(8, 8)) {
    return;
  }
  pair.send(0);
  pair.shut(0);
  pair.settle();
  pair.send(1);
  pair.settle();
  pair.drain(1);
  pair.drain(0);
  pair.send(0);
  pair.close(1);
}

struct PairCase {
  std::string_view name;
  std::string_view title;
  void (*play)(GuestPair&); // nothing: it is generated
  bool shuts = true;        // where it is generated, shutdown is among the calls
};

constexpr std::array cases{
    PairCase{"messages_both_ways",
             "messages go both ways, and are read later or at once",
             messages_both_ways},
    PairCase{"window_fills", "no more messages are taken than the window admits", window_fills},
    PairCase{"refused", "connect to a name that nobody has is refused", refused},
    PairCase{"close_behind_messages",
             "what was sent before close is read, and then the end",
             close_behind_messages},
    PairCase{"close_at_once", "both close at once", close_at_once},
    PairCase{"shut_down", "one direction ends, the other one goes on", shut_down},
    PairCase{"generated", "any order of send, recv and close by both", nullptr, false},
    PairCase{"generated_with_shutdown", "any order of calls by both", nullptr}};

// One generated test of so many moves.
void play_generated(GuestPair& pair, const std::vector<std::uint32_t>& choices, bool shuts) {
  constexpr unsigned limits = 6;
  if (!pair.connect(choices[0] % limits, choices[0] / limits % limits)) {
    return;
  }
  for (const std::uint32_t choice : choices) {
    const unsigned who = choice & 1U;
    constexpr unsigned kinds = 24;
    const unsigned kind = choice / 2 % kinds;
    if (!pair.open(who)) {
      continue;
    }
    if (kind == 0) {
      pair.close(who);
    } else if (kind == 1 && shuts) {
      pair.shut(who);
    } else if (kind % 2 == 0) {
      pair.send(who);
    } else {
      // Only what has arrived can be asked for.
      pair.settle();
      pair.receive(who);
    }
    if (choice >> 16U & 1U) {
      pair.settle();
    }
  }
  pair.settle();
  for (unsigned who = 0; who < 2; ++who) {
    if (pair.open(who)) {
      pair.drain(who);
    }
  }
  for (unsigned who = 0; who < 2; ++who) {
    if (pair.open(who)) {
      pair.close(who);
    }
  }
}

class Judge {
public:
  Judge(const Machine& wire, const SuiteOptions& options)
      : wire_(wire), options_(options), left_(iut::guest_cache(), plan("BOXKIT")),
        right_(iut::guest_cache(), plan("BOXTWO")) {}

  CaseResult run(const PairCase& one) {
    const auto began = std::chrono::steady_clock::now();
    CaseResult result = blank(one);
    pair_.reset();
    if (one.play != nullptr) {
      test(result, one.play);
    } else {
      generated(one, result);
    }
    result.fired = result.requirements; // it cites what its rules did, and what it broke
    if (options_.capture) {
      options_.capture(result, frames_);
    }
    expect(result, options_.profile);
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return result;
  }

  CaseResult blank(const PairCase& one) const {
    CaseResult result;
    result.family = guest_pair_family;
    result.id = result.family + "/" + std::string(one.name);
    result.title = one.title;
    result.seed = options_.seed;
    result.verdict = Verdict::pass;
    result.reproduction = options_.program + " run " + result.id + " --iut " +
                          std::string(guest_pair_name) + " --seed " + std::to_string(options_.seed);
    return result;
  }

private:
  static iut::GuestPlan plan(const std::string& user) {
    return {.devices = {iut::GuestDevice{.user_id = user}}};
  }

  void test(CaseResult& result, const std::function<void(GuestPair&)>& play) {
    result.tests += 1;
    try {
      if (!pair_) {
        pair_.emplace(left_, right_);
      }
      pair_->begin(wire_, {.strict = options_.strict, .reproduction = {}}, result);
      play(*pair_);
      pair_->finish();
      frames_ = pair_->take_frames();
    } catch (const iut::SystemFailed& failure) {
      result.verdict = Verdict::fail;
      result.reason = failure.what();
      pair_.reset();
    }
  }

  void generated(const PairCase& one, CaseResult& result) {
    const unsigned tests = std::max(1U, options_.tests / tests_to_a_test);
    for (unsigned i = 0; i < tests && result.verdict == Verdict::pass; ++i) {
      if (options_.stop != nullptr && options_.stop->load() != 0) {
        break;
      }
      if (i % tests_of_a_pair == 0) {
        pair_.reset();
      }
      // Of those before, numbers are kept, and requirements.
      CaseResult next = blank(one);
      next.tests = result.tests;
      next.steps = result.steps;
      next.requirements = std::move(result.requirements);
      const auto choices = generate_choices(options_.seed, i, options_.steps);
      if (choices.empty()) {
        continue;
      }
      test(next, [&](GuestPair& pair) { play_generated(pair, choices, one.shuts); });
      result = std::move(next);
    }
  }

  const Machine& wire_;
  const SuiteOptions& options_;
  iut::GuestSource left_;
  iut::GuestSource right_;
  std::optional<GuestPair> pair_;
  std::vector<iut::CapturedOctets> frames_;
};

bool is_meant(const std::string& id, const std::vector<std::string>& selectors) {
  return selectors.empty() ||
         std::any_of(selectors.begin(), selectors.end(), [&](const std::string& one) {
           // `iucv/hs` is what the endpoints speak.
           return id == one || id.starts_with(one + "/") || one == "iucv/hs";
         });
}

} // namespace

std::vector<CaseResult> judge_guest_pair(const Machine& wire,
                                         const SuiteOptions& options,
                                         const std::vector<std::string>& selectors) {
  const std::string family(guest_pair_family);
  std::vector<const PairCase*> meant;
  for (const PairCase& one : cases) {
    if (is_meant(family + "/" + std::string(one.name), selectors)) {
      meant.push_back(&one);
    }
  }
  if (meant.empty()) {
    throw UsageError("the selectors mean no case of " + family);
  }
  std::vector<CaseResult> results;
  std::optional<Judge> judge;
  std::string absent;
  try {
    judge.emplace(wire, options);
  } catch (const iut::NoGuest& none) {
    absent = none.what();
  }
  for (const PairCase* one : meant) {
    if (options.stop != nullptr && options.stop->load() != 0) {
      break;
    }
    CaseResult& result = results.emplace_back();
    if (judge) {
      result = judge->run(*one);
    } else {
      result.family = family;
      result.id = family + "/" + std::string(one->name);
      result.title = one->title;
      result.verdict = Verdict::unsupported;
      result.reason = absent;
    }
    if (options.progress) {
      options.progress(result, results.size(), meant.size());
    }
  }
  return results;
}

} // namespace pathproof
