// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <fstream>

#include "cmake/testing/catch.hpp"
#include "conformance/expectation.hpp"
#include "conformance/profile.hpp"
#include "model/core/error.hpp"

using namespace pathproof;

namespace {

struct File {
  explicit File(const std::string& text) { std::ofstream(name) << text; }

  ~File() { std::remove(name.c_str()); }

  std::string name = std::tmpnam(nullptr);
};

std::string complaint(const std::string& text) {
  const File file(text);
  try {
    static_cast<void>(read_profile(file.name));
  } catch (const UsageError& error) {
    return std::string(error.what()).substr(file.name.size());
  }
  return "";
}

} // namespace

TEST_CASE("a profile is read whole") {
  const File file("name = 'mystack'\nlacks = ['listeners']\n[choose]\norder = 'fixed'\n"
                  "[[expected_failure]]\ncase = 'cinet/ioctl/*'\nreason = 'TICKET-1'\n"
                  "shows = ['CINET-101', 'reason=0']\nsometimes = true\n");
  const Profile profile = read_profile(file.name);
  CHECK(profile.name == "mystack");
  CHECK(profile.lacks_capability("listeners"));
  CHECK_FALSE(profile.lacks_capability(""));
  CHECK(profile.choose.at("order") == "fixed");
  REQUIRE(profile.expects_failure("cinet/ioctl/stops@layer") != nullptr);
  CHECK(profile.expects_failure("cinet/ioctl/stops@layer")->reason == "TICKET-1");
  CHECK(profile.expects_failure("cinet/ioctl/stops@layer")->shows ==
        std::vector<std::string>{"CINET-101", "reason=0"});
  CHECK(profile.expects_failure("cinet/ioctl/stops@layer")->sometimes);
  CHECK(profile.expects_failure("cinet/sockets/x@layer") == nullptr);
}

TEST_CASE("a malformed profile is refused with its line") {
  CHECK(complaint("name = \n").starts_with(":1:"));
  CHECK(complaint("name = 'a'\ncolour = 'red'\n").starts_with(":2: 'colour' is not known"));
  CHECK(complaint("lacks = 'x'\n").find("takes a list") != std::string::npos);
  CHECK(complaint("[[expected_failure]]\ncase = 'x'\n").find("reason") != std::string::npos);
  const std::string expected = "[[expected_failure]]\ncase = 'x'\nreason = 'y'\n";
  CHECK(complaint(expected + "shows = []\n").find("list of words") != std::string::npos);
  CHECK(complaint(expected + "shows = 'CINET-101'\n").starts_with(":4:"));
  CHECK(complaint(expected + "sometimes = 'no'\n").find("true or false") != std::string::npos);
  CHECK_FALSE(complaint("[choose]\norder = 3\n").empty());
}

TEST_CASE("an expected failure is excused up to its last day") {
  const File file("[[expected_failure]]\ncase = 'cinet/ioctl/a'\nreason = 'TICKET-1'\n"
                  "expires = 2027-01-31\n[[expected_failure]]\ncase = 'cinet/ioctl/b'\n"
                  "reason = 'TICKET-2'\n");
  Profile profile = read_profile(file.name);
  const auto judged = [&](const std::string& id, Verdict verdict) {
    CaseResult result;
    result.id = id;
    result.verdict = verdict;
    expect(result, profile);
    return std::string(to_string(result.verdict)) + ": " + result.reason;
  };
  profile.today = "2027-01-31";
  CHECK(judged("cinet/ioctl/a", Verdict::fail) == "expected-fail: TICKET-1");
  CHECK(judged("cinet/ioctl/a", Verdict::pass) ==
        "unexpected-pass: the profile expects it to fail: TICKET-1");
  profile.today = "2027-02-01";
  CHECK(judged("cinet/ioctl/a", Verdict::fail) ==
        "fail:  (the profile expected it until 2027-01-31: TICKET-1)");
  CHECK(judged("cinet/ioctl/a", Verdict::pass) == "pass: ");
  CHECK(judged("cinet/ioctl/b", Verdict::fail) == "expected-fail: TICKET-2");
  profile.today.clear();
  CHECK(judged("cinet/ioctl/a", Verdict::fail) == "expected-fail: TICKET-1");
}

TEST_CASE("a day on which an expectation expires is a date") {
  for (const char* const wrong : {"'2027-01-31'", "20270131", "2027-01-31T10:00:00"}) {
    INFO(wrong);
    CHECK(complaint(
              "[[expected_failure]]\ncase = 'a'\nreason = 'b'\nexpires = " + std::string(wrong) +
              "\n") == ":4: 'expires' takes a date without quotes: 2027-01-31");
  }
}
