// SPDX-License-Identifier: Apache-2.0
// What users of a saved system cost in memory, as the kernel counts it, and whether a CP that
// shares too much or too little is noticed.
#include <algorithm>
#include <string>
#include <vector>

#include "cmake/testing/catch.hpp"
#include "conformance/cases/nss/cases.hpp"
#include "conformance/iut/nss/control_program.hpp"
#include "conformance/iut/nss/memory_cost.hpp"
#include "conformance/iut/nss/saved_system.hpp"
#include "conformance/suite.hpp"
#include "model/core/error.hpp"
#include "model/nss/machines.hpp"

using namespace pathproof;
using namespace pathproof::iut::nss;

namespace {

constexpr std::uint32_t k_of_page = 4;
constexpr std::uint32_t shared_first = 0x100;
constexpr std::uint32_t shared_last = 0x2FF;
constexpr std::uint64_t shared_k = (shared_last - shared_first + 1) * k_of_page;

// The system of SAVELX, of a saver who has something in each page.
std::unique_ptr<SavedSystem> saved() {
  const auto line =
      pathproof::nss::read_definition("DEFSYS LXSHR 0-FF EW 100-2FF SR 300-4FF EW MINSIZE=64M");
  constexpr std::uint32_t pages = 0x500;
  PageFile storage(pages);
  for (std::uint32_t page = 0; page < pages; ++page) {
    storage.fill(page, static_cast<std::uint8_t>(1 + page % 200));
  }
  return std::make_unique<SavedSystem>(line, storage);
}

void read_shared_pages(UserMachine& machine) {
  for (std::uint32_t page = shared_first; page <= shared_last; ++page) {
    REQUIRE(machine.fetch(page) == static_cast<std::uint8_t>(1 + page % 200));
  }
}

Verdict verdict_of(const std::string& specification, const std::string& selector) {
  Protocol protocol{.name = "nss", .machines = {}, .cases = nss::cases().cases};
  protocol.machines.push_back(nss::make_whole());
  const std::vector<Protocol> protocols{std::move(protocol)};
  SuiteOptions options;
  options.iut = specification;
  options.tests = 20;
  options.strict = true;
  options.shrink = false;
  const RunResult result = run_suite(select_tasks(protocols, {selector}, {"cp"}), options);
  REQUIRE(result.cases.size() == 1);
  return result.cases.front().verdict;
}

} // namespace

TEST_CASE("ten users cost one copy of the shared pages, and own what they have written") {
  const auto system = saved();
  constexpr unsigned users = 10;
  constexpr unsigned written = 7;
  std::vector<UserMachine*> machines;
  for (unsigned user = 0; user < users; ++user) {
    machines.push_back(&system->load(user));
    read_shared_pages(*machines.back());
    for (std::uint32_t page = 0; page < written; ++page) {
      REQUIRE(machines.back()->store(page, static_cast<std::uint8_t>(user)));
    }
  }
  std::uint64_t proportional = 0;
  for (unsigned user = 0; user < users; ++user) {
    const MemoryCost shared = cost_of(*system, *machines[user], shared_first, shared_last);
    CHECK(shared.resident == shared_k);
    CHECK(shared.shared == shared_k);
    CHECK(shared.exclusive == 0);
    proportional += shared.proportional;
    CHECK(cost_of(*system, *machines[user], 0, 0xFF).exclusive == written * k_of_page);
    CHECK(machines[user]->fetch(0) == static_cast<std::uint8_t>(user));
  }
  // Each share is rounded down to K.
  CHECK(proportional <= shared_k);
  CHECK(proportional + users >= shared_k);
}

TEST_CASE("what is counted is what is there: users with copies of their own cost as many") {
  const auto line =
      pathproof::nss::read_definition("DEFSYS LXSHR 0-FF EW 100-2FF EW 300-4FF EW MINSIZE=64M");
  PageFile storage(0x500);
  SavedSystem system(line, storage);
  std::uint64_t exclusive = 0;
  for (unsigned user = 0; user < 3; ++user) {
    UserMachine& machine = system.load(user);
    for (std::uint32_t page = shared_first; page <= shared_last; ++page) {
      REQUIRE(machine.store(page, 9));
    }
  }
  for (unsigned user = 0; user < 3; ++user) {
    exclusive += cost_of(system, *system.user(user), 0, 0x4FF).exclusive;
  }
  CHECK(exclusive == 3 * shared_k);
}

TEST_CASE("the hardware refuses a store into a shared read-only page, again and again") {
  const auto system = saved();
  UserMachine& first = system->load(1);
  UserMachine& second = system->load(2);
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(first.store(shared_first, 77));
    CHECK(first.store(0, 5));
  }
  CHECK(first.fetch(shared_first) == second.fetch(shared_first));
  CHECK(second.fetch(0) == 1);
}

TEST_CASE("a Linux that defines itself is saved, and its users have what it had") {
  // _stext, _eshared and _end are at the ends of ranges; MINSIZE is the last page times 4
  // [NSS-091].
  const auto line = pathproof::nss::read_definition(
      "DEFSYS LINUX31 00000-000FF EW 00100-003FF SR 00400-005A7 EW MINSIZE=0005792K PARMREGS=0-13");
  ControlProgram cp(MemoryFault::none);
  using Outcome = ControlProgram::Outcome;
  using Answers = ControlProgram::Answers;
  for (const std::uint32_t page : {0x000U, 0x010U, 0x100U, 0x3FFU, 0x400U, 0x5A7U}) {
    cp.fill(0, page, static_cast<std::uint8_t>(1 + page % 200));
  }
  CHECK(cp.define(0, line) == Answers{{0, Outcome::defined}});
  CHECK(cp.save(0, line.name).empty());
  CHECK(cp.written(0) == Answers{{0, Outcome::saved}});
  cp.set_storage(1, 5788); // one page less
  cp.set_storage(2, 5792);
  CHECK_FALSE(cp.load(1, line.name));
  REQUIRE(cp.load(2, line.name));
  REQUIRE(cp.load(3, line.name));
  for (const std::uint32_t page : {0x000U, 0x010U, 0x100U, 0x3FFU, 0x400U, 0x5A7U}) {
    CHECK(cp.fetch(2, page) == 1 + page % 200);
    const bool shared = page >= 0x100 && page <= 0x3FF;
    CHECK(cp.store(2, page, 9) == !shared);
    CHECK(cp.fetch(3, page) == 1 + page % 200);
  }
  CHECK(cp.fetch(2, 0x5FF) == 0); // the rest of segment 5
}

TEST_CASE("the CP that shares memory conforms, and each of its faults is noticed") {
  CHECK(verdict_of("nss:memory", "nss/pages/exclusive_writable") == Verdict::pass);
  CHECK(verdict_of("nss:memory", "nss/savelx/the_whole") == Verdict::pass);
  CHECK(verdict_of("nss:memory:exclusive_pages_shared", "nss/pages/exclusive_writable") ==
        Verdict::fail);
  CHECK(verdict_of("nss:memory:shared_pages_private", "nss/pages/shared_writable") ==
        Verdict::fail);
  CHECK(verdict_of("nss:memory:read_only_pages_writable", "nss/pages/shared_read_only") ==
        Verdict::fail);
  CHECK(verdict_of("nss:memory:pages_without_data_saved", "nss/pages/exclusive_without_data") ==
        Verdict::fail);
  CHECK_THROWS_AS(iut::open_iut("nss:memory:unheard_of", {}), UsageError);
}
