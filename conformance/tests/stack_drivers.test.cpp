// SPDX-License-Identifier: Apache-2.0
#include "cmake/testing/catch.hpp"

#include <sys/socket.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "conformance/drivers.hpp"
#include "conformance/iut/stack_drivers.hpp"
#include "conformance/iut/stack_routes.hpp"
#include "conformance/real_providers.hpp"
#include "model/cinet/prerouter_labels.hpp"
#include "model/cinet/prerouter_machines.hpp"
#include "model/core/error.hpp"

using namespace pathproof;
using iut::Reply;
using iut::StackDrivers;

namespace {

// Two kernels, of which the first one knows the mark.
struct Kernels {
  Kernels() {
    const Reply ready = drivers.start(*machine, {.case_id = "test", .role = 2, .seed = 1});
    if (ready.kind != Reply::Kind::quiet) {
      skip_test(ready.text);
    }
  }

  Label label(const std::string& text) const {
    std::string error;
    const auto parsed = parse(text, machine->description().kinds, error);
    INFO(text << ": " << error);
    REQUIRE(parsed);
    return *parsed;
  }

  // What is said to the label, up to silence.
  std::vector<std::string> say(const std::string& text) {
    std::vector<std::string> said;
    for (Reply reply = drivers.give(label(text)); reply.kind != Reply::Kind::quiet;
         reply = drivers.go()) {
      INFO(reply.text);
      REQUIRE(reply.kind == Reply::Kind::label);
      said.push_back(print(reply.label, machine->description().kinds));
    }
    return said;
  }

  void overhear(const std::string& text) { drivers.overhear(label(text)); }

  // Everything is asked of the driver, and nothing changes meanwhile.
  void initialize(const std::string& driver) {
    say("event.start tp=" + driver + " six=no");
    say("ask.open tp=" + driver + " family=AF_INET");
    say("ask.ifconf tp=" + driver + " mark=USS4");
    say("ask.table tp=" + driver);
    say("ask.close tp=" + driver);
  }

  std::unique_ptr<Machine> machine =
      cinet::prerouter::machines().front()->configured({.instances = 2});
  StackDrivers drivers{"netns"};
};

using Said = std::vector<std::string>;

} // namespace

TEST_CASE("kernels answer the prerouter with what they have") {
  Kernels kernels;
  for (const std::string driver : {"1", "2"}) {
    kernels.say("event.route tp=" + driver + " route=home1 present=yes");
    kernels.say("event.route tp=" + driver + " route=host present=yes");
    kernels.say("event.start tp=" + driver + " six=no");
    CHECK(kernels.say("ask.open tp=" + driver + " family=AF_INET") ==
          Said{"answer.done tp=" + driver});
  }
  CHECK(kernels.say("ask.ifconf tp=1 mark=USS4") == Said{"answer.knows tp=1"});
  CHECK(kernels.say("ask.table tp=1") ==
        Said{"answer.route tp=1 route=home1 home=home1 attributes=local+host+up metric=-",
             "answer.route tp=1 route=host home=home1 attributes=host metric=10",
             "answer.table tp=1 unit=hops"});
  CHECK(kernels.say("ask.ifconf tp=2 mark=USS4") ==
        Said{"answer.home tp=2 home=home1", "answer.homes tp=2"});
  CHECK(kernels.say("ask.table tp=2") ==
        Said{"answer.route tp=2 route=host home=home1 attributes=host metric=50",
             "answer.table tp=2 unit=hops"});
}

TEST_CASE("drivers tell of what has changed in their kernels") {
  Kernels kernels;
  kernels.initialize("1");
  CHECK(kernels.say("event.route tp=1 route=home2 present=yes") ==
        Said{"send.add tp=1 route=home2 attributes=local+host+up metric=- command=SIOCMSADDRT "
             "socket=master"});
  CHECK(kernels.say("event.interface tp=1 home=home2 up=no") ==
        Said{"send.interface tp=1 home=home2 up=no command=SIOCMSMODHOMEIF socket=master"});
  CHECK(kernels.say("event.interface tp=1 home=home2 up=yes") ==
        Said{"send.interface tp=1 home=home2 up=yes command=SIOCMSMODHOMEIF socket=master"});
  CHECK(kernels.say("event.route tp=1 route=net present=yes") ==
        Said{"send.add tp=1 route=net attributes=none metric=10 command=SIOCMSADDRT "
             "socket=master"});
  CHECK(kernels.say("daemon.delete tp=1 route=net") ==
        Said{"send.delete tp=1 route=net attributes=none command=SIOCMSDELRT socket=master"});
  CHECK(kernels.say("event.stop tp=1").empty());
}

TEST_CASE("kernels take IPv6 by the commands that their answer has decided") {
  Kernels kernels;
  if (!kernels.drivers.kernel(0).takes_six()) {
    skip_test("this kernel has no IPv6");
  }
  const auto begin = [&](const std::string& driver) {
    kernels.say("event.route tp=" + driver + " route=home6 present=yes");
    kernels.say("event.route tp=" + driver + " route=net6 present=yes");
    kernels.say("event.start tp=" + driver + " six=yes");
    kernels.say("ask.open tp=" + driver + " family=AF_INET6");
  };
  begin("1"); // which does not know the mark of IPv6
  CHECK(kernels.say("ask.homeif6 tp=1 mark=USS6 room=0") == Said{"answer.small tp=1 count=1"});
  CHECK(kernels.say("ask.homeif6 tp=1 mark=USS6 room=1") ==
        Said{"answer.home tp=1 home=home6", "answer.homes tp=1"});
  CHECK(kernels.say("ask.table6 tp=1 room=1") == Said{"answer.small tp=1 count=2"});
  CHECK(kernels.say("ask.table6 tp=1 room=2") ==
        Said{"answer.route tp=1 route=net6 home=home6 attributes=none metric=10",
             "answer.table tp=1 unit=hops"});
  kernels.say("ask.close tp=1");
  CHECK(kernels.say("event.route tp=1 route=net6 present=no") ==
        Said{"send.delete tp=1 route=net6 attributes=none command=SIOCMSDELRT6 socket=master"});
  begin("2"); // which does
  CHECK(kernels.say("ask.homeif6 tp=2 mark=USS6 room=2") == Said{"answer.knows tp=2"});
  CHECK(kernels.say("ask.table6 tp=2 room=2") ==
        Said{"answer.route tp=2 route=home6 home=home6 attributes=local+host+up metric=-",
             "answer.route tp=2 route=net6 home=home6 attributes=none metric=50",
             "answer.table tp=2 unit=hops"});
  kernels.say("ask.close tp=2");
  kernels.overhear("call.connect address=host6");
  kernels.overhear("select.provider tp=2");
  CHECK(kernels.drivers.findings().empty());
  kernels.overhear("call.connect address=host6");
  kernels.overhear("select.provider tp=1");
  CHECK(kernels.drivers.findings().size() == 1);
  CHECK(kernels.say("event.route tp=2 route=net6 present=no") ==
        Said{"send.delete tp=2 route=net6 attributes=none command=SIOCMSDELRT6V2 socket=master"});
  CHECK(kernels.say("event.interface tp=2 home=home6 up=no") ==
        Said{"send.interface tp=2 home=home6 up=no command=SIOCMSMODHOMEIF6 socket=master"});
  CHECK(kernels.drivers.kernel(1).home_list().at(2) == iut::kernel_address(2));
  CHECK(kernels.drivers.kernel(1).reset() == 0);
  CHECK(kernels.drivers.kernel(1).home_list().at(2) == iut::RoutedNamespace::Address{});
  CHECK(kernels.drivers.kernel(1).is_up(2));
}

// The kernel is done with a new address only a while after the ioctl.
TEST_CASE("an address of IPv6 is used as soon as it is set") {
  Kernels kernels;
  const iut::RoutedNamespace& kernel = kernels.drivers.kernel(0);
  if (!kernel.takes_six()) {
    skip_test("this kernel has no IPv6");
  }
  constexpr unsigned home = 2;
  constexpr auto net = static_cast<std::uint32_t>(cinet::prerouter::Route::net6);
  constexpr auto host = static_cast<std::uint32_t>(cinet::prerouter::Address::host6);
  constexpr int rounds = 200;
  for (int round = 0; round < rounds; ++round) {
    INFO("round " << round);
    // Routes go with the interface, and its address stays.
    if (round % 2 == 0) {
      REQUIRE(kernel.set_up(home, false) == 0);
      REQUIRE(kernel.set_home(home, iut::kernel_address(home)) == 0);
      REQUIRE(kernel.set_up(home, true) == 0);
      REQUIRE(kernel.add(iut::kernel_route(net, 1)) == 0);
    } else {
      REQUIRE(kernel.add(iut::kernel_route(net, 1)) == 0);
      REQUIRE(kernel.set_home(home, iut::kernel_address(home)) == 0);
    }
    REQUIRE(kernel.reach(AF_INET6, iut::kernel_address(host)) == 0);
    REQUIRE(kernel.reset() == 0);
    REQUIRE(kernel.reach(AF_INET6, iut::kernel_address(host)) != 0);
  }
}

TEST_CASE("the prerouter hears daemons itself where its mark is not known") {
  Kernels kernels;
  kernels.say("event.route tp=2 route=home1 present=yes");
  kernels.initialize("2");
  CHECK(kernels.say("daemon.add tp=2 route=host metric=10").empty());
  CHECK(kernels.say("daemon.metric tp=2 route=host metric=50").empty());
  CHECK(kernels.drivers.kernel(1).routes().size() == 1);
  CHECK(kernels.say("daemon.delete tp=2 route=host").empty());
  CHECK(kernels.drivers.kernel(1).routes().empty());
}

TEST_CASE("a call to a kernel that knows no way is found out") {
  Kernels kernels;
  kernels.say("event.route tp=1 route=home1 present=yes");
  kernels.say("event.route tp=1 route=default present=yes");
  kernels.initialize("1");
  kernels.initialize("2");
  kernels.overhear("call.connect address=far");
  kernels.overhear("select.provider tp=1");
  CHECK(kernels.drivers.findings().empty());

  kernels.overhear("call.connect address=far");
  kernels.overhear("select.provider tp=2");
  kernels.overhear("call.sendto address=far");
  kernels.overhear("select.none");
  REQUIRE(kernels.drivers.findings().size() == 2);
  CHECK(kernels.drivers.findings()[0].text ==
        "a call to far goes to provider 2, whose kernel knows no way, as those of {1} do");
  CHECK(kernels.drivers.findings()[1].text ==
        "a call to far goes to nobody, but the kernels of {1} know a way");
  CHECK(kernels.drivers.findings()[0].requirement->id == "CINET-017");
}

TEST_CASE("a route that goes behind the back of its driver is found out") {
  Kernels kernels;
  for (const std::string driver : {"1", "2"}) {
    kernels.say("event.route tp=" + driver + " route=home2 present=yes");
    kernels.say("event.route tp=" + driver + " route=net present=yes");
    kernels.initialize(driver);
  }
  iut::RoutedNamespace& kernel = kernels.drivers.kernel(0);
  CHECK(kernel.remove(kernel.routes().at(0)) == 0);
  kernels.overhear("call.connect address=near");
  kernels.overhear("select.provider tp=1");
  CHECK(kernels.drivers.findings().size() == 1);
}

TEST_CASE("kernels keep ports as long as sockets are bound to them") {
  Kernels kernels;
  kernels.initialize("1");
  CHECK(kernels.say("ask.bind tp=1 port=first") == Said{"answer.done tp=1"});
  kernels.overhear("return.in_use reason=any");
  CHECK(kernels.say("ask.bind tp=1 port=first") == Said{"answer.done tp=1"});
  kernels.overhear("return.bound port=first");
  CHECK(kernels.say("ask.bind tp=1 port=first") == Said{"answer.in_use tp=1"});
  CHECK(kernels.say("ask.bind tp=1 port=last") == Said{"answer.done tp=1"});
}

TEST_CASE("drivers refuse what Linux does otherwise") {
  Kernels kernels;
  const auto refused = [&](const std::string& text) {
    return kernels.drivers.refuses(kernels.label(text));
  };
  CHECK(refused("event.interface tp=1 home=home1 up=no").empty());
  kernels.say("event.route tp=1 route=home1 present=yes");
  kernels.say("event.route tp=1 route=host present=yes");
  CHECK(refused("event.interface tp=1 home=home1 up=no") ==
        "Linux drops the routes of an interface that goes down");
  CHECK(kernels.drivers.kernel(0).set_up(0, false) == 0);
  CHECK(kernels.drivers.kernel(0).routes().empty());
  CHECK(refused("event.route tp=1 route=host present=yes") ==
        "Linux takes no routes through an interface that is down");
  CHECK(kernels.drivers.kernel(0).set_up(0, true) == 0);
  CHECK(kernels.drivers.kernel(0).routes().empty());
  CHECK(kernels.drivers.kernel(0).reach(AF_INET, iut::kernel_address(0)) == 0);
}

TEST_CASE("real transport drivers are kernels") {
  CHECK_THROWS_AS(StackDrivers("lwip"), UsageError);
  CHECK_THROWS_AS(StackDrivers("netns:1"), UsageError);
  CHECK(real_role("cinet") == "provider");
  CHECK(real_role("cinet/prerouter") == "driver");
  CHECK(real_role("lfp").empty());
}
