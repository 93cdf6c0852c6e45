// SPDX-License-Identifier: Apache-2.0
#include "conformance/oracle.hpp"

#include <algorithm>
#include <numeric>

#include "cmake/testing/catch.hpp"
#include "model/cinet/machines.hpp"

using namespace pathproof;

namespace {

struct Fixture {
  std::unique_ptr<Machine> machine = cinet::make_whole();
  Oracle oracle{*machine, 1U << 1U}; // the layer is under test

  Label label(const std::string& text) const {
    std::string error;
    const auto read = parse(text, machine->description().kinds, error);
    INFO(text << ": " << error);
    REQUIRE(read.has_value());
    return *read;
  }

  void follow(std::initializer_list<const char*> texts) {
    for (const char* text : texts) {
      INFO(text);
      REQUIRE(oracle.step(label(text)));
    }
  }

  static bool cites(const Explanation& explanation, std::string_view id) {
    for (const Requirement* one : explanation.broken) {
      if (one->id == id) {
        return true;
      }
    }
    return false;
  }

  // A generic socket with an attach that the first provider has refused.
  void refuse_attach() {
    follow({"call.socket socket=1 type=stream",
            "upcall.create tp=1 socket=1",
            "answer.done tp=1",
            "upcall.create tp=3 socket=1",
            "answer.done tp=3",
            "upcall.create tp=2 socket=1",
            "answer.done tp=2",
            "return.success",
            "call.attach socket=1 object=2",
            "upcall.attach tp=2 socket=1 object=2",
            "answer.failed tp=2 code=-1,118,74620302"});
  }
};

} // namespace

TEST_CASE("providers may be visited in any order") {
  Fixture fixture;
  fixture.refuse_attach();
  fixture.follow({"return.failure code=-1,118,74620302"});
}

TEST_CASE("asking the next provider after a failure breaks CINET-102") {
  Fixture fixture;
  fixture.refuse_attach();
  const Label next = fixture.label("upcall.attach tp=1 socket=1 object=2");
  REQUIRE_FALSE(fixture.oracle.step(next));
  const Explanation why = fixture.oracle.explain(next);
  REQUIRE(why.specific > 0);
  CHECK(why.broken.front()->id == "CINET-102");
  CHECK(why.level() == Level::must);
  REQUIRE(why.permitted.size() == 1);
  CHECK(print(why.permitted.front(), fixture.machine->description().kinds) ==
        "return.failure code=-1,118,74620302");
  CHECK_FALSE(why.silence_permitted);
}

TEST_CASE("returning another code than the provider's breaks CINET-103") {
  Fixture fixture;
  fixture.refuse_attach();
  const Label wrong = fixture.label("return.failure code=-1,121,74610301");
  REQUIRE_FALSE(fixture.oracle.step(wrong));
  CHECK(Fixture::cites(fixture.oracle.explain(wrong), "CINET-103"));
}

TEST_CASE("success before every provider was asked breaks CINET-101") {
  Fixture fixture;
  fixture.follow(
      {"call.socket socket=1 type=raw", "upcall.create tp=1 socket=1", "answer.done tp=1"});
  const Label early = fixture.label("return.success");
  REQUIRE_FALSE(fixture.oracle.step(early));
  CHECK(Fixture::cites(fixture.oracle.explain(early), "CINET-101"));
}

TEST_CASE("silence is a violation exactly while the layer owes something") {
  Fixture fixture;
  CHECK(fixture.oracle.silence_permitted());
  fixture.follow({"call.socket socket=1 type=stream"});
  CHECK_FALSE(fixture.oracle.silence_permitted());
  CHECK_FALSE(fixture.oracle.explain_silence().broken.empty());
  fixture.follow({"upcall.create tp=1 socket=1"});
  CHECK(fixture.oracle.silence_permitted());
}

TEST_CASE("rules fire with labels that were shown, not with those that would have been right") {
  Fixture fixture;
  fixture.follow({"call.socket socket=1 type=raw", "upcall.create tp=1 socket=1"});
  const auto fired = [](const Exercise& one) {
    return std::accumulate(one.fired.begin(), one.fired.end(), std::uint64_t{0});
  };
  CHECK(fired(fixture.oracle.take_exercise()) == 2);
  const Label wrong = fixture.label("upcall.attach tp=1 socket=1 object=2");
  REQUIRE_FALSE(fixture.oracle.step(wrong));
  fixture.oracle.recover(&wrong);
  CHECK(fired(fixture.oracle.take_exercise()) == 0);
}

TEST_CASE("a condition that alone forbids a label is noticed where it is looked for") {
  const auto said_of_success = [](bool looks) {
    Fixture fixture;
    fixture.oracle.look(looks);
    fixture.follow({"call.socket socket=1 type=stream"});
    const auto ids =
        requirements_of(fixture.oracle.take_exercise(), fixture.machine->description());
    return std::find(ids.begin(), ids.end(), "CINET-101") != ids.end();
  };
  // No success before every provider was asked: no rule fired that says so.
  CHECK(said_of_success(true));
  CHECK_FALSE(said_of_success(false));
}

TEST_CASE("after a deviation the oracle goes on from what was permitted") {
  Fixture fixture;
  fixture.refuse_attach();
  const Label wrong = fixture.label("return.failure code=-1,121,74610301");
  fixture.oracle.recover(&wrong);
  fixture.follow({"call.detach socket=1 object=2"});
}
