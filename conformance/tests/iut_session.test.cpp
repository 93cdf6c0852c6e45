// SPDX-License-Identifier: Apache-2.0
// The rules of the line protocol that are above the channels: what answers mean.
#include "conformance/tests/liar_fixture.hpp"

using namespace pathproof::iut;
using namespace pathproof::iut::tests;

TEST_CASE("a hello is understood, and a bad one is a fault", "[iut]") {
  LineSession good(exec_liar(), limits(long_deadline_ms));
  const Hello hello = good.hello();
  CHECK(hello.ok());
  CHECK(hello.name == "liar");
  CHECK(hello.roles == std::vector<std::string>{"layer", "provider"});
  CHECK(hello.lacks == std::vector<std::string>{"truth"});
  CHECK(hello.choose.count("pid") == 1);
  CHECK(good.conversations() == 1);
  CHECK(good.reset(true_case()).kind == ResetKind::ready);
  CHECK(good.conversations() == 1);

  LineSession roleless(exec_liar("hello-roleless"), limits(long_deadline_ms));
  REQUIRE_FALSE(roleless.hello().ok());
  CHECK(roleless.hello().fault->kind == FaultKind::garbage);

  LineSession absent(exec_liar("hello-89"), limits(long_deadline_ms));
  CHECK(absent.reset(true_case()).kind == ResetKind::unsupported);

  LineSession chatty(exec_liar("hello-banner"), limits(long_deadline_ms));
  REQUIRE_FALSE(chatty.hello().ok());
  const FaultKind banner = chatty.hello().fault->kind;
  CHECK((banner == FaultKind::unsolicited || banner == FaultKind::garbage));
}

TEST_CASE("a case can be declined with a reason", "[iut]") {
  LineSession session(exec_liar(), limits(long_deadline_ms));
  const ResetReply reply = session.reset(case_with("unready"));
  CHECK(reply.kind == ResetKind::unsupported);
  CHECK(reply.reason == "tired");
  CHECK_FALSE(reply.fault);
  check_next_case(session);
}

TEST_CASE("a label that the protocol cannot carry is the kit's own error", "[iut]") {
  LineSession session(exec_liar(), limits(long_deadline_ms));
  REQUIRE(session.reset(true_case()).kind == ResetKind::ready);
  CHECK_THROWS_AS(session.give("call.a text=a|b"), std::logic_error);
  CHECK_THROWS_AS(session.give("call.a  b=1"), std::logic_error);
  CHECK_THROWS_AS(session.give(""), std::logic_error);
  CHECK_THROWS_AS(session.give("call.a b=" + std::string(line_bytes_max, 'x')), std::logic_error);
  CHECK(session.give("call.a b=1").text == "call.a b=1");
}

TEST_CASE("the longest permitted line is an answer", "[iut]") {
  LineSession session(exec_liar(), limits(long_deadline_ms));
  REQUIRE(session.reset(case_with("longest-permitted")).kind == ResetKind::ready);
  const TextReply reply = session.go();
  CHECK(reply.kind == ReplyKind::label);
  CHECK(reply.text.size() == line_bytes_max - 2); // without "3 "
}
