// SPDX-License-Identifier: Apache-2.0
// Calls that are begun with a frame, before it is known that nothing comes of it: what is shown,
// and when, is the same as step by step. The adapter has the reference endpoint in place of a
// guest.
#include <deque>
#include <utility>

#include "cmake/testing/catch.hpp"
#include "conformance/cases/iucv/hs_cases.hpp"
#include "conformance/drivers.hpp"
#include "conformance/iut/hs/endpoint.hpp"
#include "conformance/iut/hs/reference_endpoint.hpp"
#include "model/iucv/hs_machines.hpp"

using namespace pathproof;
using namespace pathproof::iut;

namespace {

// What stands in the place of a guest, and what is wrong with it.
struct Conduct {
  bool looks_ahead = true;
  bool confirms_at_once = false; // a frame of data is confirmed before anybody has read it
  bool calls_anyway = false;     // the agent makes a call though a frame was sent
  bool dies_of_data = false;
  bool dies_of_recv = false;
  unsigned systems = 0;
  unsigned begun = 0;  // calls with a frame
  unsigned passed = 0; // the same, but not made
};

class InProcess final : public HsSystem {
public:
  InProcess(const Machine& machine, Conduct& conduct)
      : conduct_(conduct), endpoint_(machine, "BOXKIT", '\0', 1) {}

  Tag begin(std::string_view command) override {
    Tag tag = 0;
    make(lines_.ask(command, tag));
    return tag;
  }

  std::optional<AgentAnswer> collect(Tag tag, int) override {
    check_alive();
    return lines_.find(tag);
  }

  AgentAnswer call(std::string_view command) override { return collect(begin(command), 0).value(); }

  void send(std::span<const Bytes> frames) override {
    for (const Bytes& frame : frames) {
      check_alive();
      const bool data = frame.size() > header_octets;
      dead_ = conduct_.dies_of_data && data;
      say(endpoint_.frame(frame));
      if (conduct_.confirms_at_once && data) {
        frames_.push_back(confirmation_of(frame));
      }
    }
  }

  std::optional<Tag> send_and_begin(std::span<const Bytes> frames,
                                    std::string_view command) override {
    if (!conduct_.looks_ahead) {
      return std::nullopt;
    }
    send(frames);
    Tag tag = 0;
    const std::string line = lines_.ask(command, tag);
    if (frames_.empty() || conduct_.calls_anyway) {
      ++conduct_.begun;
      make(line);
    } else {
      ++conduct_.passed;
      answer(std::to_string(tag) + " passed\n");
    }
    return tag;
  }

  std::optional<Bytes> receive(int) override {
    check_alive();
    if (frames_.empty()) {
      return std::nullopt;
    }
    Bytes frame = std::move(frames_.front());
    frames_.pop_front();
    return frame;
  }

  std::vector<WireFrame> take_trace() override { return {}; }

  bool has_news() override { return false; }

  bool memory_used_up(std::string&) override { return false; }

  bool busy() override { return false; }

private:
  static constexpr std::size_t header_octets = 104;

  static Bytes confirmation_of(const Bytes& frame) {
    iucv::HsFrame head = iucv::decode(frame).header;
    std::swap(head.src_user_id, head.dest_user_id);
    std::swap(head.src_app_name, head.dest_app_name);
    head.flags = iucv::hs_flags_of(iucv::HsKind::win);
    head.window = 1;
    head.message_class = 0;
    head.tag = 0;
    return iucv::encode(head);
  }

  void check_alive() const {
    if (dead_) {
      throw SystemFailed({FaultKind::died, "it died"});
    }
  }

  void make(const std::string& line) {
    check_alive();
    dead_ = conduct_.dies_of_recv && line.find(" recv ") != std::string::npos;
    if (line.ends_with(" ping\n")) {
      answer(line.substr(0, line.find(' ')) + " ok\n");
    } else {
      say(endpoint_.command(line.substr(0, line.size() - 1)));
    }
  }

  void say(const ReferenceEndpoint::Said& said) {
    frames_.insert(frames_.end(), said.frames.begin(), said.frames.end());
    answer(said.lines);
  }

  void answer(const std::string& lines) {
    REQUIRE_FALSE(lines_.feed(lines));
    while (const auto line = lines_.next_line()) {
      REQUIRE_FALSE(lines_.take(*line));
    }
  }

  Conduct& conduct_;
  ReferenceEndpoint endpoint_;
  AgentLines lines_;
  std::deque<Bytes> frames_;
  bool dead_ = false;
};

class Source final : public HsSource {
public:
  Source(const Machine& machine, Conduct& conduct) : machine_(machine), conduct_(conduct) {}

  Declaration declaration() override { return {}; }

  std::unique_ptr<HsSystem> fresh() override {
    ++conduct_.systems;
    return std::make_unique<InProcess>(machine_, conduct_);
  }

  EndpointNames names(unsigned) const override { return {}; }

  unsigned tests_of_one() const override { return 5; }

  int answer_ms() const override { return 1000; }

private:
  const Machine& machine_;
  Conduct& conduct_;
};

struct Fixture {
  std::unique_ptr<Machine> machine = iucv::hs::make_whole();
  Conduct conduct{};

  Transcript run(const Machine& with, const std::vector<std::string>& moves) {
    const unsigned role = with.description().role("endpoint");
    Oracle oracle(with, 1U << role);
    ScriptDriver driver(moves);
    const auto endpoint = open_endpoint(std::make_unique<Source>(with, conduct));
    return run_test(oracle, *endpoint, {.case_id = "a case", .role = role}, driver);
  }

  std::string text(const Transcript& transcript) const {
    std::string all;
    for (const Observed& one : transcript.labels) {
      all += (one.by_iut ? "< " : "> ") + print(one.label, machine->description().kinds) + "\n";
    }
    for (const Break& one : transcript.breaks) {
      all += std::to_string(one.at) + ": " + one.text + "\n";
    }
    return all + transcript.unsupported + transcript.broken + transcript.inconclusive;
  }

  // The transcript with calls ahead, and without.
  std::pair<std::string, std::string> both(const Machine& with,
                                           const std::vector<std::string>& moves) {
    conduct.looks_ahead = false;
    const std::string step_by_step = text(run(with, moves));
    conduct.looks_ahead = true;
    return {text(run(with, moves)), step_by_step};
  }
};

std::vector<std::string> texts(const Moves& moves) {
  return {moves.begin(), moves.end()};
}

const Moves echo = iucv::hs::accepted({"frame.data peer=1 message=a window=0",
                                       "call.recv socket=2 wait=yes",
                                       "call.send socket=2 message=a wait=yes"});

} // namespace

TEST_CASE("directed cases have the same transcripts with calls ahead and step by step") {
  Fixture fixture;
  for (const Case& one : iucv::hs::cases().cases) {
    if (one.generated()) {
      continue;
    }
    Configuration configuration{.instances = one.instances, .variations = {}, .mutation = {}};
    for (const auto& [name, value] : one.variations) {
      for (const VariationPoint& point : fixture.machine->description().variation_points) {
        if (point.name == name) {
          configuration.variations[std::string(name)] = point.number_of(value).value();
        }
      }
    }
    const auto machine = fixture.machine->configured(configuration);
    const auto [ahead, step_by_step] = fixture.both(*machine, texts(one.moves));
    INFO(one.id);
    CHECK(ahead == step_by_step);
  }
  CHECK(fixture.conduct.begun > 20);
}

TEST_CASE("a call is begun with a frame that nothing comes of") {
  Fixture fixture;
  const auto [ahead, step_by_step] = fixture.both(*fixture.machine, texts(echo));
  CHECK(ahead == step_by_step);
  CHECK(ahead.ends_with("return.done\n"));
  CHECK(fixture.conduct.begun == 1);
}

TEST_CASE("a frame is of the step that led to it, and the call behind is made in its turn") {
  Fixture fixture;
  fixture.conduct.confirms_at_once = true;
  const auto [ahead, step_by_step] = fixture.both(*fixture.machine, texts(echo));
  CHECK(ahead == step_by_step);
  CHECK(ahead.find("> frame.data peer=1 message=a window=0\n< sent.win") != std::string::npos);
  CHECK(ahead.find(": sent.win") != std::string::npos); // and it is a deviation
  CHECK(fixture.conduct.begun == 0);
  CHECK(fixture.conduct.passed == 1);
}

TEST_CASE("an agent that makes a call though a frame was sent gives another transcript") {
  Fixture fixture;
  fixture.conduct.confirms_at_once = true;
  fixture.conduct.calls_anyway = true;
  const auto [ahead, step_by_step] = fixture.both(*fixture.machine, texts(echo));
  CHECK(ahead != step_by_step);
}

TEST_CASE("the step that was the end is found, whether it was a frame or the call behind") {
  for (const bool of_recv : {false, true}) {
    Fixture fixture;
    fixture.conduct.dies_of_data = !of_recv;
    fixture.conduct.dies_of_recv = of_recv;
    const auto [ahead, step_by_step] = fixture.both(*fixture.machine, texts(echo));
    CHECK(ahead == step_by_step);
    CHECK(ahead.find("it died") != std::string::npos);
    CHECK((ahead.find("call.recv") != std::string::npos) == of_recv);
  }
}

TEST_CASE(
    "a test that ends between a frame and the call that was begun leaves nothing to the next") {
  Fixture fixture;
  const ModelDescription& model = fixture.machine->description();
  const auto label = [&](const char* text) {
    std::string error;
    return parse(text, model.kinds, error).value();
  };
  const auto endpoint = open_endpoint(std::make_unique<Source>(*fixture.machine, fixture.conduct));
  const CaseStart start{.case_id = "a case", .role = model.role("endpoint")};
  const auto listen = [&] {
    REQUIRE(endpoint->start(*fixture.machine, start).kind == Reply::Kind::quiet);
    for (const char* const call : {"call.socket socket=1 type=seqpacket",
                                   "call.bind socket=1 user=own",
                                   "call.listen socket=1 backlog=1"}) {
      CHECK(endpoint->give(label(call)).label == label("return.done"));
    }
  };
  listen();
  const Label accept = label("call.accept socket=1 wait=yes");
  const Label stray = label("frame.fin peer=1");
  REQUIRE(endpoint->looks_ahead(stray));
  endpoint->ahead(accept);
  CHECK(endpoint->give(stray).kind == Reply::Kind::quiet);
  CHECK(fixture.conduct.begun == 1);
  CHECK_THROWS_AS(endpoint->give(label("frame.syn peer=1 to=server window=2")), std::logic_error);
  listen();
  CHECK(fixture.conduct.systems == 2);
  CHECK(endpoint->give(label("frame.syn peer=1 to=server window=2")).kind == Reply::Kind::label);
}
