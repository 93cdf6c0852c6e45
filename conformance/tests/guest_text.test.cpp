// SPDX-License-Identifier: Apache-2.0
// What the kit knows of a guest without one.
#include "cmake/testing/catch.hpp"
#include "conformance/iut/guest/kernel_log.hpp"
#include "conformance/iut/guest/plan.hpp"
#include "conformance/iut/hs/answer.hpp"
#include "model/core/error.hpp"

using namespace pathproof;
using namespace pathproof::iut;

TEST_CASE("an answer of the agent has a tag, a kind and words") {
  const std::optional<TaggedAnswer> parsed = parse_answer("17 ok 5 -3 0a0b -");
  REQUIRE(parsed);
  CHECK(parsed->tag == 17);
  CHECK(parsed->answer.number() == 5);
  CHECK(parsed->answer.number(1) == -3);
  CHECK(parsed->answer.bytes(2) == Bytes{10, 11});
  CHECK(parsed->answer.bytes(3).empty());
  CHECK(parsed->answer.word(4).empty());
  CHECK(parse_answer("1 error EBADFD")->answer.failed_with("EBADFD"));
  CHECK(parse_answer("1 ok")->answer.ok());
  CHECK(!parsed->answer.sent);
  const std::optional<TaggedAnswer> counted = parse_answer("17:42 error EPIPE");
  REQUIRE(counted);
  CHECK(counted->tag == 17);
  CHECK(counted->answer.sent == 42);
  CHECK(counted->answer.failed_with("EPIPE"));
  for (const char* const line : {"",
                                 "ok",
                                 "x ok",
                                 "1",
                                 "1 yes",
                                 "-1 ok",
                                 "1ok",
                                 "1: ok",
                                 ":1 ok",
                                 "1:x ok",
                                 "1:-1 ok",
                                 "1:2:3 ok"}) {
    INFO(line);
    CHECK(!parse_answer(line));
  }
}

TEST_CASE("addresses and classes are in the guest's byte order") {
  CHECK(iucv_address("BOXKIT", "SERVER") == "0020000000000000202020202020202"
                                            "0424f584b49540000534552564552"
                                            "2020");
  CHECK(target_class(0x01020304) == "1:01020304");
  CHECK_THROWS_AS(iucv_address("TOO LONG A NAME", ""), std::logic_error);
}

TEST_CASE("a user id is an address when it is no multicast address") {
  CHECK(mac_address("BOXKIT") == MacAddress{0xc2, 0xd6, 0xe7, 0xd2, 0xc9, 0xe3});
  CHECK(mac_address("0ABJSZ") == MacAddress{0xf0, 0xc1, 0xc2, 0xd1, 0xe2, 0xe9});
  for (const char* const name : {"AOXKIT", "BOX", "BOXKITS", "boxkit", "BOX IT", ""}) {
    INFO(name);
    CHECK_THROWS_AS(mac_address(name), UsageError);
  }
}

TEST_CASE("the kernel's complaints are found in its log") {
  const std::string text =
      kernel_log_text("6,1,5,-;Linux version 6.1\n SUBSYSTEM=net\n"
                      "4,2,9,-;------------[ cut here ]------------\n"
                      "4,3,9,-;WARNING: CPU: 0 PID: 44 at net/x.c:1 f+0x1/0x2\n");
  CHECK(text == "Linux version 6.1\n------------[ cut here ]------------\n"
                "WARNING: CPU: 0 PID: 44 at net/x.c:1 f+0x1/0x2\n");
  CHECK(kernel_complaints(text) ==
        std::vector<std::string>{"WARNING: CPU: 0 PID: 44 at net/x.c:1 f+0x1/0x2"});
  CHECK(kernel_complaints("illegal operation: 0001 ilc:1 [#1] SMP\nBUG: sleeping function\nfine\n")
            .size() == 2);
  CHECK(kernel_complaints("").empty());
}
