// SPDX-License-Identifier: Apache-2.0
#include "cmake/testing/catch.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <string>
#include <vector>

#include "conformance/drivers.hpp"
#include "conformance/iut/netns.hpp"
#include "conformance/real_providers.hpp"
#include "model/cinet/labels.hpp"
#include "model/cinet/machines.hpp"
#include "model/core/error.hpp"

using namespace pathproof;
using cinet::Kind;
using iut::NetnsProviders;

namespace {

Label label(Kind kind, std::uint32_t provider, std::uint32_t socket = 0) {
  return {.kind = static_cast<std::uint16_t>(kind), .arguments = {provider, socket}};
}

// Three stacks, the second without an interface, and a socket in each.
struct Stacks {
  Stacks() {
    const iut::Reply ready = providers.start(*machine, {.case_id = "test", .role = 2, .seed = 1});
    if (ready.kind != iut::Reply::Kind::quiet) {
      WARN("skipped: " << ready.text);
      return;
    }
    there = true;
    for (std::uint32_t i = 0; i < 3; ++i) {
      CHECK(providers.give(label(Kind::upcall_create, i)).label == label(Kind::answer_done, i));
    }
  }

  // What the read-back finds after these labels.
  std::vector<Break> conclude(const std::vector<Observed>& labels) {
    const Oracle oracle(*machine, 1U << static_cast<unsigned>(cinet::Role::provider));
    ScriptDriver script({});
    RealProvidersDriver driver(script, providers, oracle);
    Transcript transcript;
    transcript.labels = labels;
    driver.conclude(transcript);
    CHECK(transcript.broken.empty());
    return transcript.breaks;
  }

  std::unique_ptr<Machine> machine = cinet::machines().front()->configured({});
  NetnsProviders providers{"netns"};
  bool there = false; // where there can be no stacks, a test only says why
};

} // namespace

TEST_CASE("the kernel of each stack answers for itself") {
  Stacks stacks;
  if (!stacks.there) {
    return;
  }
  CHECK(stacks.providers.give(label(Kind::upcall_ioctl, 0)).label == label(Kind::answer_done, 0));
  CHECK(stacks.providers.give(label(Kind::upcall_ioctl, 1)).label ==
        label(Kind::answer_failed, 1, iut::code_of_errno(ENODEV)));
  CHECK(stacks.providers.error_output() ==
        "stack 2: SIOCSIFMTU on pp0: No such device (ENODEV 19)\n");
  CHECK(stacks.providers.read_mtus() == std::vector<int>{stacks.providers.mtu_of(1), 0, 1500});
  CHECK(stacks.providers.give(label(Kind::upcall_ioctl, 0)).label == label(Kind::answer_done, 0));
  CHECK(stacks.providers.read_mtus()[0] == stacks.providers.mtu_of(2));
}

TEST_CASE("all stacks listen on one port, end and come back") {
  Stacks stacks;
  if (!stacks.there) {
    return;
  }
  for (std::uint32_t i = 0; i < 3; ++i) {
    CHECK(stacks.providers.give(label(Kind::upcall_listen, i)).label ==
          label(Kind::answer_done, i));
  }
  CHECK(stacks.providers.give(label(Kind::event_stop, 0)).kind == iut::Reply::Kind::quiet);
  CHECK(stacks.providers.give(label(Kind::upcall_ioctl, 0)).kind == iut::Reply::Kind::quiet);
  CHECK(stacks.providers.give(label(Kind::event_start, 0)).kind == iut::Reply::Kind::quiet);
  CHECK(stacks.providers.give(label(Kind::upcall_create, 0)).label == label(Kind::answer_done, 0));
  CHECK(stacks.providers.give(label(Kind::upcall_listen, 0)).label == label(Kind::answer_done, 0));
  CHECK(stacks.providers.give(label(Kind::upcall_close, 0)).label == label(Kind::answer_done, 0));
}

TEST_CASE("the read-back knows what was done from what was said") {
  Stacks stacks;
  if (!stacks.there) {
    return;
  }
  static_cast<void>(stacks.providers.give(label(Kind::upcall_ioctl, 0)));
  const Observed asked{.label = label(Kind::upcall_ioctl, 0), .by_iut = false};
  const Observed done{.label = label(Kind::answer_done, 0), .by_iut = true};
  CHECK(stacks.conclude({asked, done}).empty());

  const std::vector<Break> silent = stacks.conclude({});
  REQUIRE(silent.size() == 1);
  CHECK(silent[0].explanation.broken.front()->id == "CINET-102");

  const Observed other{.label = label(Kind::upcall_ioctl, 2), .by_iut = false};
  const Observed lie{.label = label(Kind::answer_done, 2), .by_iut = true};
  const std::vector<Break> lost = stacks.conclude({asked, done, other, lie});
  REQUIRE(lost.size() == 1);
  CHECK(lost[0].explanation.broken.front()->id == "CINET-104");
}

TEST_CASE("the name of a stack goes with it") {
  std::string path;
  try {
    const iut::NetworkStack stack(true);
    if (stack.name().empty()) {
      WARN("skipped: no permission to name network namespaces");
      return;
    }
    path = "/run/netns/" + stack.name();

    struct stat found {};

    CHECK(stat(path.c_str(), &found) == 0);
    CHECK(stack.read_mtu() == 1500);
  } catch (const iut::NoStacks& reason) {
    WARN("skipped: " << reason.what());
    return;
  }

  struct stat found {};

  CHECK(stat(path.c_str(), &found) != 0);
}

TEST_CASE("a specification of real providers") {
  CHECK(NetnsProviders("netns").has_interface(0));
  CHECK_FALSE(NetnsProviders("netns").has_interface(1));
  CHECK(NetnsProviders("netns:none").has_interface(1));
  CHECK_FALSE(NetnsProviders("netns:1,3").has_interface(2));
  for (const char* wrong : {"", "netns:", "lwip", "netns:0", "netns:33", "netns:1;2", "netns:,"}) {
    CHECK_THROWS_AS(NetnsProviders(wrong), UsageError);
  }
}

TEST_CASE("an errno without a code in the model has none") {
  CHECK(iut::code_of_errno(EINVAL) == 1);
  CHECK(iut::code_of_errno(ENODEV) == iut::code_of_errno(ENXIO));
  CHECK(iut::code_of_errno(ENOTTY) == unlisted);
}
