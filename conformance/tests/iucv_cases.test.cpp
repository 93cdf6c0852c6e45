// SPDX-License-Identifier: Apache-2.0
// CP is asked whether it treats both guests alike.
#include <string>

#include "cmake/testing/catch.hpp"
#include "conformance/cases/iucv/cases.hpp"
#include "conformance/suite.hpp"
#include "model/iucv/machines.hpp"

using namespace pathproof;

namespace {

unsigned directed_of_cp(const std::vector<Case>& cases) {
  unsigned count = 0;
  for (const Case& one : cases) {
    count += !one.generated() && one.roles == std::vector<std::string_view>{"cp"} ? 1 : 0;
  }
  return count;
}

} // namespace

TEST_CASE("guests that are exchanged twice are as they were") {
  const std::vector<Case> once = iucv::exchanged_cases(iucv::limit_cases());
  const std::vector<Case> twice = iucv::exchanged_cases(once);
  REQUIRE(once.size() == directed_of_cp(iucv::limit_cases()));
  REQUIRE(twice.size() == once.size());
  std::size_t at = 0;
  for (const Case& one : iucv::limit_cases()) {
    if (!one.generated() && one.roles == std::vector<std::string_view>{"cp"}) {
      CHECK(twice[at].moves == one.moves);
      CHECK(once[at].moves != one.moves);
      ++at;
    }
  }
}

TEST_CASE("what CP does wrong to guest b alone is found") {
  Protocol protocol{.name = "iucv", .machines = {}, .cases = iucv::cases().cases};
  protocol.machines.push_back(iucv::make_whole());
  const std::vector<Protocol> protocols{protocol};
  SuiteOptions options;
  options.iut = "reference:return.b.send.3/wrong_argument:code";
  options.roles = {"cp"};
  options.tests = 1;
  unsigned failed = 0;
  for (const CaseResult& one :
       run_suite(select_tasks(protocols, {"iucv/limit"}, options.roles), options).cases) {
    if (one.verdict == Verdict::fail) {
      INFO(one.id);
      CHECK(one.id.find("_exchanged@cp") != std::string::npos);
      ++failed;
    }
  }
  CHECK(failed >= 1);
}
