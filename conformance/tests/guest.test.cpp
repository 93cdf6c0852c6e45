// SPDX-License-Identifier: Apache-2.0
// The Linux guest as the kit uses it: both ends of its AF_IUCV, its log, its snapshot.
#include <filesystem>
#include <fstream>
#include <future>

#include "conformance/iut/temporary_folder.hpp"
#include "conformance/tests/guest_fixture.hpp"

using namespace pathproof::iut;

TEST_CASE("a guest boots, and its agent answers") {
  const GuestSource source = guests();
  Guest guest(source.image(), {});
  CHECK(guest.call("ping").ok());
  CHECK(guest.interface(0) == "eth0");
  const KernelReport report = guest.examine();
  CHECK(report.text.find("Linux version") != std::string::npos);
  CHECK(report.complaints.empty());
  CHECK(!report.dead);
  CHECK(guest.examine().text.empty());
  CHECK(guest.slabs().at("kmalloc-1k") > 0);
}

TEST_CASE("a guest goes on from a snapshot where it was saved") {
  const GuestSource source = guests();
  Guest guest(source.image(), {});
  const std::string fd(done(guest, "socket 32 5 0").word(0));
  done(guest, "bind " + fd + " " + iucv_address("BOXKIT", "KEPT"));
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/snapshot";
  guest.save(file);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);

  Guest first(source.image(), {}, {}, file);
  Guest second(source.image(), {}, {}, file);
  for (Guest* const one : {&guest, &first, &second}) {
    CHECK(std::string(done(*one, "getsockname " + fd).word(0)).ends_with(hexadecimal("KEPT    ")));
    done(*one, "listen " + fd + " 1");
    one->send_iucv(0, make_frame(peer, {"BOXKIT", "KEPT"}, flag_syn, 1));
    CHECK(flags_of(one->receive_iucv(0, 2000)) == flag_syn_ack);
  }
}

namespace {

// A cache with what guests boot from, and without snapshots.
std::string cache_in(const TemporaryFolder& folder) {
  const std::filesystem::path cache = std::filesystem::path(folder.path()) / "cache";
  std::filesystem::create_directory(cache);
  for (const auto& entry : std::filesystem::directory_iterator(guests().image().cache)) {
    const std::string name = entry.path().filename();
    if (name == "kernel" || name.starts_with("initramfs-")) {
      std::filesystem::copy(entry.path(), cache / name, std::filesystem::copy_options::recursive);
    }
  }
  return cache;
}

} // namespace

TEST_CASE("a damaged snapshot is made again") {
  TemporaryFolder folder;
  GuestSource other(cache_in(folder), {}, {.restore_ms = 5000});
  std::ofstream(other.snapshot()) << "this is no snapshot";
  CHECK(other.fresh()->call("ping").ok());
  CHECK(std::filesystem::file_size(other.snapshot()) > 1'000'000);
  CHECK(other.fresh()->call("ping").ok());
}

TEST_CASE("workers that make the first snapshot at once all get a guest") {
  TemporaryFolder folder;
  const std::string cache = cache_in(folder);
  std::vector<std::future<bool>> workers;
  for (int i = 0; i < 2; ++i) {
    workers.push_back(std::async(std::launch::async, [&] {
      GuestSource source(cache, {});
      return source.fresh()->call("ping").ok() && source.fresh()->call("ping").ok();
    }));
  }
  for (std::future<bool>& worker : workers) {
    CHECK(worker.get()); // or what went wrong is thrown
  }
}

TEST_CASE("what is sent on the wire arrives at the sockets, and the other way round") {
  const auto guest = guests().fresh();
  const std::string listener = listening(*guest, server, 4);
  const std::string fd = accepted(*guest, listener);

  Bytes message = make_frame(peer, server, 0, 0, "from the wire");
  message[81] = 7; // the class
  guest->send_iucv(0, message);
  const AgentAnswer received = done(*guest, "recv " + fd + " 100 0");
  CHECK(received.number() == 13);
  CHECK(received.word(2) == "00000007");
  CHECK(received.bytes(3) == Bytes(message.begin() + 104, message.end()));

  const std::string text = hexadecimal("from the socket");
  CHECK(done(*guest, "send " + fd + " 0x80 " + target_class(0x01020304) + " " + text).number() ==
        15);
  const std::optional<Bytes> answer = guest->receive_iucv(0, 2000);
  CHECK(data_of(answer) == "from the socket");
  // What was read is confirmed by the data that goes the other way (IUCV-234).
  CHECK(flags_of(answer) == flag_win);
  CHECK(window_of(answer) == 1);
  REQUIRE(answer);
  CHECK(Bytes(answer->begin() + 78, answer->begin() + 82) == Bytes{1, 2, 3, 4});

  // Half of a limit of four read: a confirmation of its own (IUCV-233).
  guest->send_iucv(0, make_frame(peer, server, 0, 0, "a"));
  guest->send_iucv(0, make_frame(peer, server, 0, 0, "b"));
  done(*guest, "recv " + fd + " 100 0");
  CHECK(!guest->receive_iucv(0, 50));
  done(*guest, "recv " + fd + " 100 0");
  const std::optional<Bytes> credit = guest->receive_iucv(0, 2000);
  CHECK(flags_of(credit) == flag_win);
  CHECK(window_of(credit) == 2);
  CHECK(credit->size() == 104);
  CHECK(guest->examine().complaints.empty());
}

TEST_CASE("an answer tells of the frames before it, and one that is missing is noticed") {
  const auto guest = guests().fresh();
  const std::string fd = accepted(*guest, listening(*guest));
  guest->count_frames(0);
  AgentAnswer answer;
  for (std::uint64_t i = 1; i <= 10; ++i) {
    answer = done(*guest, "send " + fd + " 0x80 - 00");
    CHECK(answer.sent == i);
    CHECK(guest->all_came(answer, 1000));
    CHECK(guest->receive_iucv(0, 0)); // has come already
  }
  // What the kernel sends by itself is counted too.
  guest->send_iucv(0, make_frame(peer, {"BOXKIT", "NOBODY"}, flag_syn, 5));
  CHECK(flags_of(guest->receive_iucv(0, 2000)) == flag_syn_fin);
  answer = guest->call("listen 99 1");
  CHECK(answer.failed_with("EBADF"));
  CHECK(answer.sent == 11);

  answer.sent = 12;
  CHECK(!guest->all_came(answer, 50));
  CHECK(!guest->all_came(guest->call("ping"), 50)); // no socket call
}

namespace {

// Of a SYN that is refused, and a call behind it.
AgentAnswer call_behind_refusal(Guest& guest) {
  const Bytes syn = make_frame(peer, {"BOXKIT", "NOBODY"}, flag_syn, 5);
  const auto answer = guest.collect(guest.send_and_begin({&syn, 1}, "listen 99 1"), 5000);
  CHECK(flags_of(guest.receive_iucv(0, 2000)) == flag_syn_fin);
  return answer.value();
}

} // namespace

TEST_CASE("a call behind frames is made when nothing comes of them") {
  const auto guest = guests().fresh();
  const std::string fd = accepted(*guest, listening(*guest));
  guest->count_frames(0);
  guest->examine();
  const Bytes data = make_frame(peer, server, 0, 0, "a");
  const auto received = [&] {
    return guest->collect(guest->send_and_begin({&data, 1}, "recv " + fd + " 100 0"), 5000).value();
  };
  for (int i = 0; i < 3; ++i) {
    CHECK(received().number() == 1);
  }
  CHECK(call_behind_refusal(*guest).kind == AgentAnswer::Kind::passed);
  CHECK(received().number() == 1); // that frame is known now

  done(*guest, "write /dev/kmsg " + hexadecimal("news\n"));
  CHECK(received().kind == AgentAnswer::Kind::passed);
  CHECK(guest->examine().text.find("news") != std::string::npos);
  CHECK(done(*guest, "recv " + fd + " 100 0x40").number() ==
        1); // the frame was taken none the less
  CHECK(received().number() == 1);

  // A call that waits keeps nobody from being answered, nor from being asked behind a frame.
  const Guest::Tag waits = guest->begin("recv " + fd + " 100 0");
  CHECK(call_behind_refusal(*guest).kind == AgentAnswer::Kind::passed);
  guest->send_iucv(0, data);
  CHECK(guest->collect(waits, 5000).value().number() == 1);
}

TEST_CASE("an agent that does not look at what was sent makes the call all the same") {
  const TemporaryFolder folder;
  AgentSources sources = agent_sources();
  std::string& text = sources.at("tap.c");
  const std::string condition = " && (long)counts->sent == sent";
  REQUIRE(text.find(condition) != std::string::npos);
  text.erase(text.find(condition), condition.size());
  Guest guest(prepare_guest_image(cache_in(folder), sources), {});
  guest.count_frames(0);
  guest.examine();
  CHECK(call_behind_refusal(guest).failed_with("EBADF"));
}

TEST_CASE("a guest's trace has every frame with its direction and time, as far as there is room") {
  const auto exchange = [](Guest& guest) {
    guest.take_trace();
    for (int i = 0; i < 2; ++i) {
      guest.send_iucv(0, make_frame(peer, server, flag_syn, 5)); // nobody listens
      CHECK(flags_of(guest.receive_iucv(0, 2000)) == flag_syn_fin);
    }
    return guest.take_trace();
  };
  const auto guest = guests().fresh();
  std::vector<WireFrame> trace = exchange(*guest);
  // The guest's IPv6 may speak in between.
  std::erase_if(trace, [](const WireFrame& one) {
    return one.bytes.size() < ethernet_header_bytes + 2 || one.bytes[14] != 0xFB ||
           one.bytes[15] != 0xFB;
  });
  REQUIRE(trace.size() == 4);
  CHECK(guest->trace_lost() == 0);
  for (std::size_t i = 0; i < trace.size(); ++i) {
    CHECK(trace[i].direction == (i % 2 == 0 ? WireDirection::to_guest : WireDirection::from_guest));
    CHECK(trace[i].bytes.size() == ethernet_header_bytes + 104);
    CHECK((i == 0 || trace[i - 1].time_ns <= trace[i].time_ns));
  }

  constexpr std::size_t room = 300;
  const auto narrow = guests({}, {.trace_cap = room}).fresh();
  std::size_t bytes = 0;
  const std::vector<WireFrame> kept = exchange(*narrow);
  for (const WireFrame& one : kept) {
    bytes += one.bytes.size();
  }
  CHECK(bytes <= room);
  CHECK(narrow->trace_lost() >= 2);
  CHECK(kept.size() + narrow->trace_lost() >= 4);
}

TEST_CASE("a command that waits keeps no other from being done") {
  const auto guest = guests().fresh();
  const std::string listener = listening(*guest);
  const Guest::Tag waiting = guest->begin("accept " + listener);
  CHECK(!guest->collect(waiting, 50));
  CHECK(guest->call("ping").ok());
  const std::string pending = guest->pending();
  CHECK(pending.find("accept") != std::string::npos);
  CHECK(pending.find("iucv_sock_accept") != std::string::npos);
  done(*guest, "interrupt " + std::to_string(waiting));
  const std::optional<AgentAnswer> answer = guest->collect(waiting, 2000);
  REQUIRE(answer);
  CHECK(answer->failed_with("EINTR"));

  // As many as there may be, and one more.
  std::vector<Guest::Tag> tags;
  for (int i = 0; i < 64; ++i) {
    tags.push_back(guest->begin("accept " + listener));
  }
  const std::optional<AgentAnswer> last = guest->collect(tags.back(), 2000);
  REQUIRE(last);
  CHECK(last->kind == AgentAnswer::Kind::bad);
  CHECK(guest->call("ping").ok());
}

TEST_CASE("the agent says what is wrong with a command and goes on") {
  const auto guest = guests().fresh();
  for (const std::string& command : {std::string("bogus"),
                                     std::string(),
                                     std::string("socket"),
                                     std::string("socket 32 5 0 0 0 0 0 0 0 0 0"),
                                     std::string("socket x 5 0"),
                                     std::string("recv 99 9999999 0"),
                                     std::string("send 5 0 nonsense 00"),
                                     std::string("send 5 0 - 0"),
                                     std::string("send 5 0 - 0G"),
                                     std::string("close 0"),
                                     std::string("bind 5 ") + std::string(258, '0'),
                                     std::string("\x01\xff\x80"),
                                     std::string(500'000, 'x')}) {
    INFO(command.substr(0, 40));
    CHECK(guest->call(command).kind == AgentAnswer::Kind::bad);
  }
  CHECK(guest->call("close 99").failed_with("EBADF"));
  CHECK(guest->call("ping").ok());
}

TEST_CASE("two guests talk to each other through the kit, which only forwards") {
  const auto one = guests().fresh();
  const auto other = guests({.devices = {{.user_id = "OTHERS"}}}).fresh();
  const Names client{"OTHERS", "CALLER"};
  const auto forward = [&] {
    bool any = false;
    for (auto& [from, to] :
         {std::pair{one.get(), other.get()}, std::pair{other.get(), one.get()}}) {
      while (const std::optional<Bytes> frame = from->receive_iucv(0, 1)) {
        to->send_iucv(0, *frame);
        any = true;
      }
    }
    return any;
  };
  const auto settle = [&](Guest& guest, Guest::Tag tag) {
    for (int i = 0; i < 2000; ++i) {
      forward();
      if (std::optional<AgentAnswer> answer = guest.collect(tag, 0)) {
        return *answer;
      }
    }
    return AgentAnswer{AgentAnswer::Kind::error, "no answer"};
  };

  const std::string listener = listening(*one);
  const Guest::Tag accepting = one->begin("accept " + listener);
  const std::string calling(done(*other, "socket 32 5 0").word(0));
  done(*other, "bind " + calling + " " + iucv_address(client.user, client.application));
  const Guest::Tag connecting =
      other->begin("connect " + calling + " " + iucv_address(server.user, server.application));
  CHECK(settle(*other, connecting).ok());
  const AgentAnswer accepted = settle(*one, accepting);
  REQUIRE(accepted.ok());
  CHECK(names_in(accepted.word(1)) == names_in(iucv_address(client.user, client.application)));

  // More than the limit of 128 in each direction, so that confirmations are needed.
  const std::string fd(accepted.word(0));
  for (int i = 0; i < 150; ++i) {
    const std::string data = hexadecimal("message " + std::to_string(i));
    const Guest::Tag reading = one->begin("recv " + fd + " 100 0");
    REQUIRE(settle(*other, other->begin("send " + calling + " 0x80 - " + data)).ok());
    REQUIRE(settle(*one, reading).word(3) == data);
  }
  other->begin("close " + calling); // takes seconds, see docs/findings/linux-af-iucv.md
  CHECK(settle(*one, one->begin("recv " + fd + " 100 0")).number() == 0);
  CHECK(one->examine().complaints.empty());
  CHECK(other->examine().complaints.empty());
}

TEST_CASE("a guest may have several identities") {
  const auto guest = guests({.devices = {{"BOXKIT"}, {.user_id = "SECOND", .mtu = 9000}}}).fresh();
  const std::string listener = listening(*guest, {"SECOND", "SERVER"});
  guest->send_iucv(1, make_frame(peer, {"SECOND", "SERVER"}, flag_syn, 5));
  CHECK(flags_of(guest->receive_iucv(1, 2000)) == flag_syn_ack);
  CHECK(!guest->receive_iucv(0, 0));
  // The MTU less the headers (IUCV-193).
  CHECK(done(*guest, "getsockopt " + listener + " 277 0x0800 4").bytes(0) ==
        Bytes{0, 0, 0x22, 0xb2});
  CHECK(guest->interface(0) != guest->interface(1));
  CHECK(guest->interface(1).starts_with("eth"));
}
