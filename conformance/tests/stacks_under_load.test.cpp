// SPDX-License-Identifier: Apache-2.0
// A generic server on the reference layer over three real stacks of two kinds, and clients that
// connect through each of them as fast as they can, while a provider is taken down and comes back.
// What the application sees is judged by the oracle; what clients see must be the same.
#include "cmake/testing/catch.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "conformance/iut/stack_providers.hpp"
#include "conformance/real_providers.hpp"
#include "conformance/tests/losing_stack.hpp"
#include "model/cinet/labels.hpp"
#include "model/cinet/machines.hpp"

using namespace pathproof;
using cinet::Kind;
using iut::StackProviders;

namespace {

constexpr unsigned stacks = 3;
constexpr std::uint32_t listener = 0;
constexpr std::uint32_t accepted = 1;
constexpr std::uint32_t restarted = 2; // the provider that ends and comes back: lwIP
constexpr unsigned connections = 20;   // through each provider in each part of the test
constexpr int patience_ms = 5000;

// What clients saw, by the provider that they connect through.
struct Seen {
  using Counts = std::array<std::atomic<unsigned>, stacks>;

  Counts served{}; // a greeting, which names the client's own stack
  Counts misled{}; // … another one
  Counts lost{};   // connected, but ended without a greeting, for no reason
  Counts epoch{};  // odd while the server cannot be reached there for good reason
  std::atomic<bool> over = false;
};

// Connects again and again through one provider, from outside.
void client(iut::RealStack& stack, unsigned number, Seen& seen) {
  const std::string mine = "tp=" + std::to_string(number + 1) + " ";
  while (!seen.over) {
    const unsigned epoch = seen.epoch.at(number);
    int error = 0;
    const iut::StackSocket socket = stack.partner(error);
    if (!socket || socket.connect(stack.address(), StackProviders::port_of(listener), 50) != 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      continue;
    }
    // A provider that ends may take the last word of a handshake with it: then nothing comes.
    for (int waited = 0;
         waited < patience_ms && !socket.ready(10) && !seen.over && epoch == seen.epoch.at(number);
         waited += 10) {
    }
    const std::string text = socket.receive(StackProviders::greeting_octets, 10);
    if (text.size() == StackProviders::greeting_octets && socket.send(text) == 0) {
      ++(text.starts_with(mine) ? seen.served : seen.misled).at(number);
    } else if (epoch % 2 == 0 && epoch == seen.epoch.at(number) && !seen.over) {
      ++seen.lost.at(number);
    }
  }
}

bool is(const Label& label, Kind kind) {
  return label.kind == static_cast<unsigned>(kind);
}

Label shows(Kind kind, std::uint32_t first, std::uint32_t second = 0) {
  return {.kind = static_cast<std::uint16_t>(kind), .arguments = {first, second}};
}

// The application, which serves one connection after the other, and the operator.
class Server final : public Driver {
public:
  Server(const StackProviders& providers, Seen& seen) : providers_(providers), seen_(seen) {}

  Move next(const Oracle&, const KitSteps& all, const std::vector<Observed>& labels) override {
    const std::vector<Step> possible = all.all();
    learn(labels);
    if (part_ == Part::again && served_all()) {
      return {Move::Kind::stop};
    }
    if (std::chrono::steady_clock::now() > end_) {
      return stop("it takes too long");
    }
    // The provider comes back while the application is in no call, so that the next one tells it.
    if (part_ == Part::without && served_all() && !waiting_ && !close_accepted_) {
      enter(Part::untold);
      return show(shows(Kind::event_start, restarted), possible);
    }
    if (!waiting_) {
      return show(call(), possible);
    }
    if (part_ == Part::together && served_all()) {
      enter(Part::without);
      ++seen_.epoch.at(restarted);
      return show(shows(Kind::event_stop, restarted), possible);
    }
    return arrival(possible);
  }

  std::string unmet() const override { return unmet_; }

  unsigned eio() const { return eio_; }

  unsigned served(unsigned provider) const { return served_.at(provider); }

private:
  enum class Part {
    together, // all providers are up
    without,  // one has ended; the others go on
    untold,   // it is back, and the application does not know
    again     // the application has made its listener anew
  };

  void learn(const std::vector<Observed>& labels) {
    for (; learned_ < labels.size(); ++learned_) {
      const Label& label = labels[learned_].label;
      if (is(label, Kind::return_accepted)) {
        ++served_.at(label.arguments[0]);
        ++of_part_.at(label.arguments[0]);
        close_accepted_ = true;
        waiting_ = false;
      } else if (is(label, Kind::return_failure) && waiting_) {
        ++eio_;
        close_listener_ = true;
        waiting_ = false;
      } else if (is(label, Kind::call_accept)) {
        waiting_ = true;
      }
    }
  }

  // The application's next call. After EIO its listener is made anew (CINET-083).
  Label call() {
    constexpr std::array making{
        Kind::call_socket, Kind::call_notify, Kind::call_listen, Kind::call_ioctl};
    if (std::exchange(close_accepted_, false)) {
      return shows(Kind::call_close, accepted);
    }
    if (std::exchange(close_listener_, false)) {
      enter(Part::again);
      made_ = 0;
      for (unsigned i = 0; i < stacks; ++i) {
        seen_.epoch.at(i) += 1 - seen_.epoch.at(i) % 2;
      }
      return shows(Kind::call_close, listener);
    }
    if (made_ < making.size()) {
      return shows(making.at(made_++), listener);
    }
    for (unsigned i = 0; i < stacks && part_ == Part::again; ++i) {
      seen_.epoch.at(i) += seen_.epoch.at(i) % 2;
    }
    return shows(Kind::call_accept, listener, accepted);
  }

  // Shows the connection that has arrived, at each provider in turn. After a while nobody comes.
  Move arrival(const std::vector<Step>& possible) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(patience_ms);
    while (std::chrono::steady_clock::now() < end) {
      for (unsigned i = 0; i < stacks; ++i) {
        turn_ = (turn_ + 1) % stacks;
        const Label arrives = shows(Kind::event_connection, turn_, listener);
        if (providers_.waits(turn_, listener) && can(arrives, possible)) {
          return {Move::Kind::show, arrives};
        }
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return stop("no client comes");
  }

  void enter(Part part) {
    part_ = part;
    of_part_ = {};
  }

  bool served_all() const {
    for (unsigned i = 0; i < stacks; ++i) {
      if (of_part_.at(i) < connections && !(part_ == Part::without && i == restarted)) {
        return false;
      }
    }
    return true;
  }

  static bool can(const Label& label, const std::vector<Step>& possible) {
    return std::any_of(
        possible.begin(), possible.end(), [&](const Step& one) { return one.label == label; });
  }

  Move show(const Label& label, const std::vector<Step>& possible) {
    return can(label, possible) ? Move{Move::Kind::show, label} : stop("it cannot go on");
  }

  Move stop(const std::string& why) {
    unmet_ = why;
    return {Move::Kind::stop};
  }

  const StackProviders& providers_;
  Seen& seen_;
  const std::chrono::steady_clock::time_point end_ =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(4 * patience_ms);
  Part part_ = Part::together;
  std::size_t learned_ = 0;     // labels
  std::size_t made_ = 0;        // calls that make the listener
  bool waiting_ = false;        // in accept()
  bool close_accepted_ = false; // next
  bool close_listener_ = false; // next
  unsigned turn_ = 0;
  unsigned eio_ = 0;
  std::array<unsigned, stacks> served_{};
  std::array<unsigned, stacks> of_part_{};
  std::string unmet_;
};

struct Outcome {
  Transcript transcript;
  Seen seen;
  std::array<unsigned, stacks> served{};
  unsigned eio = 0;

  // What was broken first, most specific requirement first: "CINET-100 CINET-101".
  std::string broken() const {
    std::string ids;
    if (!transcript.breaks.empty()) {
      for (const Requirement* cited : transcript.breaks.front().explanation.broken) {
        ids += (ids.empty() ? "" : " ") + std::string(cited->id);
      }
    }
    return ids;
  }
};

// Runs the server on that layer, with clients, until it is done or something is wrong.
void serve(const std::string& layer, StackProviders::MakeStack make, Outcome& outcome) {
  const auto machine = cinet::machines().front()->configured({});
  const auto role = static_cast<unsigned>(cinet::Role::layer);
  const iut::CaseStart start{.case_id = "load", .role = role, .seed = 1};
  StackProviders providers("netns+netns+lwip:none", std::move(make));
  if (const iut::Reply ready = providers.start(*machine, start);
      ready.kind != iut::Reply::Kind::quiet) {
    skip_test(ready.text);
  }
  std::vector<std::thread> clients;
  for (unsigned i = 0; i < 2 * stacks; ++i) {
    clients.emplace_back(
        client, std::ref(*providers.stack(i % stacks)), i % stacks, std::ref(outcome.seen));
  }
  Oracle oracle(*machine, 1U << role);
  Server server(providers, outcome.seen);
  RealProvidersDriver driver(server, providers, oracle);
  outcome.transcript = run_test(oracle,
                                *iut::open_iut(layer, {}),
                                start,
                                driver,
                                {.labels_max = 1'000'000, .stop_at_first_break = true});
  outcome.seen.over = true;
  for (std::uint32_t i = 0; i < stacks; ++i) {
    CHECK(providers.give(shows(Kind::event_stop, i)).kind == iut::Reply::Kind::quiet);
    outcome.served.at(i) = server.served(i);
  }
  outcome.eio = server.eio();
  for (std::thread& one : clients) {
    one.join();
  }
}

} // namespace

TEST_CASE("a generic server serves three stacks, one of which ends and comes back") {
  Outcome outcome;
  serve("reference", iut::make_stack, outcome);
  CHECK(outcome.transcript.broken.empty());
  CHECK(outcome.transcript.inconclusive.empty());
  CHECK(outcome.transcript.breaks.empty());
  CHECK(outcome.eio == 1); // CINET-082: the application is told once
  for (unsigned i = 0; i < stacks; ++i) {
    CHECK(outcome.seen.served.at(i) == outcome.served.at(i)); // CINET-016, CINET-021
    CHECK(outcome.seen.served.at(i) >= 2 * connections);      // CINET-083, CINET-090
    CHECK(outcome.seen.misled.at(i) == 0);                    // CINET-022
    CHECK(outcome.seen.lost.at(i) == 0);
  }
}

TEST_CASE("a layer that does not ask every provider is found out by its server") {
  Outcome outcome;
  serve("reference:return.success/omit_condition:4", iut::make_stack, outcome);
  CHECK_THAT(outcome.broken(), Catch::Contains("CINET-100"));
}

TEST_CASE("a layer that does not tell of a provider that is back is found out by its server") {
  Outcome outcome;
  serve("reference:return.eio/drop", iut::make_stack, outcome);
  CHECK_THAT(outcome.broken(), Catch::Contains("CINET-082"));
}

TEST_CASE("a layer that names the wrong provider is found out by its server") {
  Outcome outcome;
  serve("reference:return.accepted/wrong_argument:tp", iut::make_stack, outcome);
  CHECK_THAT(outcome.broken(), Catch::Contains("CINET-021"));
}

TEST_CASE("a stack that loses what it accepts is found out by server and clients") {
  Outcome outcome;
  serve("reference", losing_at(1), outcome);
  CHECK_THAT(outcome.broken(), Catch::Contains("CINET-021"));
  CHECK(outcome.seen.lost.at(1) > 0);
  CHECK(outcome.seen.lost.at(0) == 0);
}
