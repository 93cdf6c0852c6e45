// SPDX-License-Identifier: Apache-2.0
#include "cmake/testing/catch.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conformance/drivers.hpp"
#include "conformance/iut/namespace_stack.hpp"
#include "conformance/iut/stack_providers.hpp"
#include "conformance/real_providers.hpp"
#include "conformance/tests/losing_stack.hpp"
#include "model/cinet/labels.hpp"
#include "model/cinet/machines.hpp"
#include "model/core/error.hpp"

using namespace pathproof;
using cinet::Kind;
using iut::StackProviders;

namespace {

Label label(Kind kind, std::uint32_t provider, std::uint32_t socket = 0) {
  return {.kind = static_cast<std::uint16_t>(kind), .arguments = {provider, socket}};
}

// Three stacks, the second without an interface unless it is said otherwise, and a socket in each.
struct Stacks {
  explicit Stacks(const std::string& specification,
                  StackProviders::MakeStack make = iut::make_stack)
      : providers(specification, std::move(make)) {
    const iut::Reply ready = providers.start(*machine, {.case_id = "test", .role = 2, .seed = 1});
    if (ready.kind != iut::Reply::Kind::quiet) {
      skip_test(ready.text);
    }
    for (std::uint32_t i = 0; i < 3; ++i) {
      CHECK(providers.give(label(Kind::upcall_create, i)).label == label(Kind::answer_done, i));
    }
  }

  void listen() {
    for (std::uint32_t i = 0; i < 3; ++i) {
      CHECK(providers.give(label(Kind::upcall_listen, i)).label == label(Kind::answer_done, i));
    }
  }

  // A connection arrives there for socket 0, and the layer says that it has accepted it as `made`.
  void accept(std::uint32_t arrives, std::uint32_t accepted, std::uint32_t made) {
    CHECK(providers.give(label(Kind::event_connection, arrives)).kind == iut::Reply::Kind::quiet);
    providers.overhear(label(Kind::call_accept, 0, made));
    providers.overhear(label(Kind::return_accepted, accepted));
  }

  // What is found at the end, after these labels.
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
  StackProviders providers;
};

std::unique_ptr<iut::RealStack> stack_or_skip(const std::string& kind) {
  try {
    return iut::make_stack(kind, 0, true);
  } catch (const iut::NoStacks& reason) {
    skip_test(reason.what());
  }
}

// A listener of the stack, and a connection to it from the host at the other end of its interface.
struct Connected {
  explicit Connected(iut::RealStack& stack) {
    constexpr int port = 20'000;
    constexpr int patience_ms = 2000;
    int error = 0;
    listener = stack.socket(error);
    REQUIRE(listener.listen(port) == 0);
    partner = stack.partner(error);
    REQUIRE(partner.connect(stack.address(), port, patience_ms) == 0);
    accepted = listener.accept(patience_ms, error);
    REQUIRE(accepted);
  }

  iut::StackSocket listener;
  iut::StackSocket partner;
  iut::StackSocket accepted;
};

} // namespace

TEST_CASE("the kernel of each stack answers for itself") {
  Stacks stacks("netns");
  CHECK(stacks.providers.give(label(Kind::upcall_ioctl, 0)).label == label(Kind::answer_done, 0));
  CHECK(stacks.providers.give(label(Kind::upcall_ioctl, 1)).label ==
        label(Kind::answer_failed, 1, iut::code_of_errno(ENODEV)));
  CHECK(stacks.providers.error_output() ==
        "stack 2: SIOCSIFMTU on pp0: No such device (ENODEV 19)\n");
  CHECK(stacks.providers.read_mtus() == std::vector<int>{stacks.providers.mtu_of(1), 0, 1500});
  CHECK(stacks.providers.give(label(Kind::upcall_ioctl, 0)).label == label(Kind::answer_done, 0));
  CHECK(stacks.providers.read_mtus()[0] == stacks.providers.mtu_of(2));
}

TEST_CASE("instances of lwIP answer each for itself") {
  Stacks stacks("lwip");
  CHECK(stacks.providers.give(label(Kind::upcall_ioctl, 0)).label == label(Kind::answer_done, 0));
  CHECK(stacks.providers.give(label(Kind::upcall_ioctl, 1)).label ==
        label(Kind::answer_failed, 1, iut::code_of_errno(ENODEV)));
  CHECK(stacks.providers.read_mtus() == std::vector<int>{stacks.providers.mtu_of(1), 0, 1500});
}

TEST_CASE("all stacks listen on one port, end and come back") {
  const std::string kind = GENERATE("netns", "lwip");
  Stacks stacks(kind);
  stacks.listen();
  CHECK(stacks.providers.give(label(Kind::event_stop, 0)).kind == iut::Reply::Kind::quiet);
  CHECK(stacks.providers.give(label(Kind::upcall_ioctl, 0)).kind == iut::Reply::Kind::quiet);
  CHECK(stacks.providers.give(label(Kind::event_start, 0)).kind == iut::Reply::Kind::quiet);
  CHECK(stacks.providers.give(label(Kind::upcall_create, 0)).label == label(Kind::answer_done, 0));
  CHECK(stacks.providers.give(label(Kind::upcall_listen, 0)).label == label(Kind::answer_done, 0));
  stacks.accept(0, 0, 1);
  CHECK(stacks.conclude({}).empty());
  CHECK(stacks.providers.give(label(Kind::upcall_close, 0)).label == label(Kind::answer_done, 0));
}

TEST_CASE("connections arrive at the stack that they are made to, and carry data") {
  const std::string kinds = GENERATE("netns", "lwip", "netns+netns+lwip");
  Stacks stacks(kinds + ":none");
  stacks.listen();
  stacks.accept(2, 2, 1);
  stacks.accept(0, 0, 2);
  stacks.accept(1, 1, 3);
  CHECK(stacks.conclude({}).empty());
  CHECK(stacks.providers.refuses(label(Kind::call_listen, 1)) ==
        "a stack does not listen on a connection");
  CHECK(stacks.providers.refuses(label(Kind::call_listen, 0)).empty());
}

TEST_CASE("a connection is not accepted at a stack where none arrived") {
  const std::string kinds = GENERATE("netns", "lwip");
  Stacks stacks(kinds + ":none");
  stacks.listen();
  stacks.accept(2, 1, 1);
  const std::vector<Break> found = stacks.conclude({});
  REQUIRE(found.size() == 1);
  CHECK(found[0].text.starts_with("stack 2: there is nothing to accept"));
  CHECK(found[0].explanation.broken.front()->id == "CINET-021");
}

TEST_CASE("a stack where nobody listens is found out") {
  const std::string kinds = GENERATE("netns", "lwip");
  Stacks stacks(kinds + ":none");
  CHECK(stacks.providers.give(label(Kind::event_connection, 2)).kind == iut::Reply::Kind::quiet);
  const std::vector<Break> found = stacks.conclude({});
  REQUIRE(found.size() == 1);
  CHECK(found[0].text.starts_with("stack 3: a connection does not arrive"));
  CHECK(found[0].explanation.broken.front()->id == "CINET-016");
}

TEST_CASE("a stack that loses what it accepts is found out") {
  const std::string kinds = GENERATE("netns", "lwip");
  Stacks stacks(kinds + ":none", losing_at(2));
  stacks.listen();
  stacks.accept(1, 1, 1);
  CHECK(stacks.conclude({}).empty());
  stacks.accept(2, 2, 2);
  const std::vector<Break> found = stacks.conclude({});
  REQUIRE(found.size() == 1);
  CHECK(found[0].text.starts_with("stack 3: there is nothing to accept"));
}

TEST_CASE("nobody connects through a provider without an interface") {
  Stacks stacks("lwip");
  CHECK(stacks.providers.refuses(label(Kind::event_connection, 0)).empty());
  CHECK(
      stacks.providers.refuses(label(Kind::event_connection, 1)).starts_with("provider 2 has no"));
}

// These are what docs/findings/real-stacks.md says of both kinds.
TEST_CASE("stacks do not listen on a connection") {
  const std::string kind = GENERATE("netns", "lwip");
  const auto stack = stack_or_skip(kind);
  CHECK(Connected(*stack).accepted.listen(20'000) == EINVAL);
}

TEST_CASE("stacks do not tell a connection that its interface is down") {
  const std::string kind = GENERATE("netns", "lwip");
  const auto stack = stack_or_skip(kind);
  const Connected both(*stack);
  REQUIRE(stack->set_up(false) == 0);
  CHECK_FALSE(both.accepted.ready(100));
  CHECK(both.partner.send("late") == 0);
  CHECK_FALSE(both.accepted.ready(100));
  REQUIRE(stack->set_up(true) == 0);
  CHECK(both.accepted.receive(4, 5000) == "late");
}

TEST_CASE("stacks choose ports without regard to each other") {
  const auto kernel = stack_or_skip("netns");
  const auto lwip = stack_or_skip("lwip");
  int error = 0;
  const iut::StackSocket one = kernel->socket(error);
  const iut::StackSocket other = lwip->socket(error);
  REQUIRE(one.listen(0) == 0);
  REQUIRE(other.listen(0) == 0);
  CHECK(other.port() >= 0xC000);
  CHECK(one.port() != other.port());
  // No stack knows of ports that Common INET keeps for itself.
  CHECK(kernel->socket(error).listen(other.port()) == 0);
  CHECK(lwip->socket(error).listen(one.port()) == 0);
}

TEST_CASE("the read-back knows what was done from what was said") {
  const std::string kind = GENERATE("netns", "lwip");
  Stacks stacks(kind);
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
    iut::NamespaceStack stack(0, true);
    if (stack.name().empty()) {
      skip_test("no permission to name network namespaces");
    }
    path = "/run/netns/" + stack.name();

    struct stat found {};

    CHECK(stat(path.c_str(), &found) == 0);
    CHECK(stack.read_mtu() == 1500);
  } catch (const iut::NoStacks& reason) {
    skip_test(reason.what());
  }

  struct stat found {};

  CHECK(stat(path.c_str(), &found) != 0);
}

TEST_CASE("a specification of real providers") {
  CHECK(StackProviders("netns").has_interface(0));
  CHECK_FALSE(StackProviders("netns").has_interface(1));
  CHECK(StackProviders("netns:none").has_interface(1));
  CHECK_FALSE(StackProviders("netns+lwip:1,3").has_interface(2));
  for (const char* wrong :
       {"", "netns:", "lwop", "netns+", "netns:0", "netns:33", "netns:1;2", "netns:,"}) {
    CHECK_THROWS_AS(StackProviders(wrong), UsageError);
  }
}

TEST_CASE("an errno without a code in the model has none") {
  CHECK(iut::code_of_errno(EINVAL) == 1);
  CHECK(iut::code_of_errno(ENODEV) == iut::code_of_errno(ENXIO));
  CHECK(iut::code_of_errno(ENOTTY) == unlisted);
}
