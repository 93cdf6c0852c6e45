// SPDX-License-Identifier: Apache-2.0
// Defects of the Linux kernel that the guest showed, each seen by the means of the kit; they are
// described in docs/findings/linux-af-iucv.md. With a kernel that has one no more, its test is
// skipped and says so.
#include <chrono>
#include <sstream>

#include "conformance/tests/guest_fixture.hpp"

using namespace pathproof;
using namespace pathproof::iut;

namespace {

[[noreturn]] void not_in_this_kernel(const Guest& guest) {
  skip_test("not in kernel " + guest.release());
}

} // namespace

TEST_CASE("seen in Linux: a listener closed with a connection waiting is an oops") {
  const auto guest = guests().fresh();
  const std::string listener = listening(*guest);
  guest->send_iucv(0, make_frame(peer, server, flag_syn, 5));
  REQUIRE(flags_of(guest->receive_iucv(0, 2000)) == flag_syn_ack);
  const Guest::Tag closing = guest->begin("close " + listener);
  try {
    guest->collect(closing, 10'000);
  } catch (const GuestFailed& failed) {
    CHECK(failed.fault.kind == FaultKind::died);
    CHECK(failed.fault.sentence.find("Unable to handle kernel pointer") != std::string::npos);
    const KernelReport report = guest->examine();
    CHECK(report.dead);
    CHECK(report.text.find("iucv_sock_close") != std::string::npos);
    return;
  }
  not_in_this_kernel(*guest);
}

TEST_CASE("seen in Linux: each refused connection leaves a socket behind") {
  const auto guest = guests().fresh();
  const std::string fd(done(*guest, "socket 32 5 0").word(0));
  done(*guest, "bind " + fd + " " + iucv_address(server.user, server.application));
  const auto refuse = [&](int count) {
    for (int i = 0; i < count; ++i) {
      guest->send_iucv(0, make_frame(peer, server, flag_syn, 5));
      REQUIRE(flags_of(guest->receive_iucv(0, 2000)) == flag_syn_fin);
    }
    return guest->slabs().at("kmalloc-1k");
  };
  const std::uint64_t before = refuse(50);
  const std::uint64_t after = refuse(1000);
  if (after < before + 100) {
    not_in_this_kernel(*guest);
  }
  CHECK(after > before + 800);
  CHECK(guest->examine().complaints.empty()); // only the counts show it
}

TEST_CASE("seen in Linux: a sender that waits for the window keeps the processor busy") {
  const auto guest = guests().fresh();
  const std::string fd = accepted(*guest, listening(*guest), 1);
  done(*guest, "send " + fd + " 0x80 - 00");
  const Guest::Tag waiting = guest->begin("send " + fd + " 0x80 - 00");
  CHECK(!guest->collect(waiting, 200));
  guest->send_iucv(0, make_frame(peer, server, 0, 0, "data"));
  const long begun = guest->processor_ticks().system;
  CHECK(!guest->collect(waiting, 2000));
  const long busy = guest->processor_ticks().system - begun;
  guest->send_iucv(0, make_frame(peer, server, flag_win, 1));
  const std::optional<AgentAnswer> answer = guest->collect(waiting, 2000);
  REQUIRE(answer);
  CHECK(answer->ok());
  if (busy < 50) {
    not_in_this_kernel(*guest);
  }
  CHECK(busy > 80); // of about 200
}

TEST_CASE("seen in Linux: a window overrun is taken in, and a warning when it is read") {
  const auto guest = guests().fresh();
  const std::string fd = accepted(*guest, listening(*guest, server, 5));
  for (int i = 0; i < 2000; ++i) {
    guest->send_iucv(0, make_frame(peer, server, 0, 0, std::string(1300, 'x')));
  }
  guest->watch_log();
  guest->examine();
  for (int i = 0; i < 20; ++i) {
    CHECK(!guest->logged()); // so that the warning is blamed on the call that led to it
    const std::optional<AgentAnswer> answer =
        guest->collect(guest->begin("recv " + fd + " 2000 0"), 20'000);
    REQUIRE(answer);
    if (answer->failed_with("EFAULT")) {
      CHECK(guest->logged());
      const KernelReport report = guest->examine();
      REQUIRE(!report.complaints.empty());
      CHECK(report.complaints.front().find("iucv_sock_recvmsg") != std::string::npos);
      return;
    }
  }
  not_in_this_kernel(*guest);
}
