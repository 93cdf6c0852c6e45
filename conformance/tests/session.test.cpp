// SPDX-License-Identifier: Apache-2.0
#include "conformance/session.hpp"

#include <algorithm>
#include <optional>

#include "cmake/testing/catch.hpp"
#include "conformance/drivers.hpp"
#include "conformance/generate/choices.hpp"
#include "model/lfp/labels.hpp"
#include "model/lfp/machines.hpp"

using namespace pathproof;
using iut::Reply;

namespace {

constexpr unsigned daemon_role = 1;

// The reference as one that is only seen to be silent: it answers when it is insisted, or not.
class Shy final : public iut::Iut {
public:
  bool insists = true;
  std::string refused{};              // beginnings of labels that it cannot be shown
  std::vector<std::string> settled{}; // what it says has happened before

  explicit Shy(const Machine& machine) : machine_(machine) {}

  iut::Declaration declaration() override { return reference_->declaration(); }

  Reply start(const Machine& machine, const iut::CaseStart& start) override {
    said_.reset();
    const Reply ready = reference_->start(machine, start);
    for (const Label& label : beginning()) {
      static_cast<void>(reference_->give(label));
    }
    return ready;
  }

  Reply give(const Label& label) override { return keep(reference_->give(label)); }

  void overhear(const Label& label) override { reference_->overhear(label); }

  Reply go() override { return said_ ? Reply{} : keep(reference_->go()); }

  Reply insist() override {
    if (!insists || !said_) {
      return {};
    }
    const Reply reply = *said_;
    said_.reset();
    return reply;
  }

  std::string refuses(const Label& label) const override {
    const std::string text = print(label, machine_.description().kinds);
    return !refused.empty() && text.starts_with(refused) ? "not here" : "";
  }

  std::vector<Label> beginning() override {
    std::vector<Label> labels;
    for (const std::string& text : settled) {
      std::string error;
      labels.push_back(parse(text, machine_.description().kinds, error).value());
    }
    return labels;
  }

private:
  Reply keep(Reply reply) {
    if (reply.kind != Reply::Kind::label) {
      return reply;
    }
    said_ = reply;
    return {};
  }

  const Machine& machine_;
  std::unique_ptr<iut::Iut> reference_ = iut::open_iut("reference", {});
  std::optional<Reply> said_;
};

struct Fixture {
  std::unique_ptr<Machine> machine = std::move(lfp::machines().front());
  Oracle oracle{*machine, 1U << daemon_role};
  Shy shy{*machine};
  const iut::CaseStart start{.case_id = "a case", .role = daemon_role, .seed = 1};

  Transcript run(std::vector<std::string> moves) {
    ScriptDriver driver(std::move(moves));
    return run_test(oracle, shy, start, driver);
  }

  bool shown(const Transcript& transcript, std::string_view text) const {
    return std::any_of(
        transcript.labels.begin(), transcript.labels.end(), [&](const Observed& one) {
          return print(one.label, machine->description().kinds).starts_with(text);
        });
  }
};

} // namespace

TEST_CASE("an implementation that must act gets the time that it asks for") {
  Fixture fixture;
  const Transcript patient = fixture.run({"event.start", "settle"});
  CHECK(patient.breaks.empty());
  CHECK(fixture.shown(patient, "daemon.hello"));

  fixture.shy.insists = false;
  const Transcript hasty = fixture.run({"event.start", "settle"});
  REQUIRE_FALSE(hasty.breaks.empty());
  CHECK(hasty.breaks.front().text == "silence");
}

TEST_CASE("a label that cannot be shown makes a script unsupported, and is not generated") {
  Fixture fixture;
  fixture.shy.refused = "configure.daemon";
  const Transcript transcript =
      fixture.run({"configure.daemon item=mtu value=600", "event.start", "settle"});
  CHECK(transcript.unsupported == "not here");
  CHECK_FALSE(fixture.shown(transcript, "event.start"));

  for (const bool limited : {false, true}) {
    bool configured = false;
    for (std::uint64_t test = 0; test < 50; ++test) {
      const auto choices = generate_choices(1, test, 10);
      ChoiceDriver driver(choices, ~std::uint64_t{0}, [&](const Label& label) {
        return !limited || fixture.shy.refuses(label).empty();
      });
      const Transcript one = run_test(fixture.oracle, fixture.shy, fixture.start, driver);
      configured = configured || !one.unsupported.empty();
    }
    CHECK(configured != limited);
  }
}

TEST_CASE("what is settled before a test is where it begins") {
  Fixture fixture;
  fixture.shy.settled = {"configure.daemon item=mtu value=600"};
  const Transcript transcript = fixture.run({"event.start", "settle"});
  CHECK(transcript.breaks.empty());
  CHECK(fixture.shown(transcript, "daemon.hello wrong_version=no wrong_names=no mtu=600"));
  // It belongs to what is reported and replayed.
  CHECK(fixture.shown(transcript, "configure.daemon item=mtu value=600"));
}
