// SPDX-License-Identifier: Apache-2.0
// LFP between two Linux guests over AF_IUCV: instance and program in one, daemon and the program's
// partner in the other. The kit hands their frames over and says nothing.
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <thread>

#include "conformance/iut/temporary_folder.hpp"
#include "conformance/tests/guest_fixture.hpp"

using namespace pathproof;
using namespace pathproof::iut;

namespace {

constexpr int patience_ms = 30'000;
const std::string programs = PATHPROOF_S390X_PROGRAMS;

using Settings = std::map<std::string, std::string>;

std::string text_of(const Settings& settings) {
  std::string text;
  for (const auto& [keyword, value] : settings) {
    text.append(keyword).append(" = ").append(value) += "\n";
  }
  return text;
}

const Settings of_daemon{{"IUCV_SRC_APPNAME", "LINLFP"},
                         {"PEER_IUCV_VMID", "BOXTWO"},
                         {"PEER_IUCV_APPNAME", "TESTVSE"},
                         {"IUCV_MSGLIMIT", "8"},
                         {"MTU", "1382"},
                         {"MAX_VSE_TASKS", "8"},
                         {"MAX_SOCKETS", "8"},
                         {"WINDOW_SIZE", "8192"},
                         {"WINDOW_THRESHOLD", "25"},
                         {"VSE_CODEPAGE", "EBCDIC-US"},
                         {"KIT_SYSTEM_NAME", "BOXKIT"},
                         {"KIT_CARRIER", "iucv"},
                         {"KIT_HEARTBEAT_INTERVAL", "500"},
                         {"KIT_HEARTBEAT_MISSES", "4"}};
const Settings of_instance{{"ID", "02"},
                           {"MTU", "1382"},
                           {"IucvMsgLimit", "5"},
                           {"InitialBufferSpace", "64K"},
                           {"MaximumBufferSpace", "1M"},
                           {"IucvSrcAppName", "TESTVSE"},
                           {"IucvDestVMId", "BOXKIT"},
                           {"IucvDestAppName", "LINLFP"},
                           {"WindowSize", "4096"},
                           {"WindowThreshold", "50"},
                           {"KIT_SYSTEM_NAME", "BOXTWO"},
                           {"KIT_CARRIER", "iucv"},
                           {"KIT_HEARTBEAT_INTERVAL", "500"},
                           {"KIT_HEARTBEAT_MISSES", "4"},
                           {"KIT_ERRNO_ON_PATH_LOSS", "EIO"}};

Settings with(Settings settings, const std::string& keyword, const std::string& value) {
  settings[keyword] = value;
  return settings;
}

GuestImage image_with_programs(const std::string& folder) {
  if (!std::filesystem::exists(programs + "/lfp")) {
    skip_test("no C++ compiler for s390x when this was built (Debian: g++-s390x-linux-gnu)");
  }
  try {
    return with_program(
        with_program(prepare_guest_image(guest_cache()), "lfp", programs + "/lfp", folder),
        "lfp-program",
        programs + "/lfp-program",
        folder);
  } catch (const NoGuest& none) {
    skip_test(none.what());
  }
}

class System {
public:
  System(const GuestImage& image, const std::string& user)
      : guest_(image, {.devices = {GuestDevice{.user_id = user}}}) {
    done(guest_, "link lo up");
  }

  Guest& guest() { return guest_; }

  // A process, and the command that is answered when it ends.
  Guest::Tag start(const std::string& log, const std::string& words) {
    process_ = std::string(done(guest_, "start " + log + " " + words).word(0));
    return guest_.begin("wait " + process_);
  }

  Guest::Tag start_side(const std::string& side, const Settings& settings) {
    done(guest_, "write /" + side + ".conf " + hexadecimal(text_of(settings)));
    return start("/" + side + ".log", "/lfp " + side + " --config /" + side + ".conf");
  }

  std::string said(const std::string& log) {
    const Bytes octets = guest_.call("read " + log).bytes(0);
    return {octets.begin(), octets.end()};
  }

  // The process that was started last.
  void end() { done(guest_, "kill " + process_ + " " + std::to_string(SIGTERM)); }

private:
  Guest guest_;
  std::string process_;
};

// Hands frames over until something holds, which it has to in time.
void until(System& left, System& right, const std::function<bool()>& holds) {
  const auto moment = std::chrono::steady_clock::now() + std::chrono::milliseconds(patience_ms);
  while (std::chrono::steady_clock::now() < moment) {
    for (const auto& [from, to] : {std::pair(&left, &right), std::pair(&right, &left)}) {
      while (const auto frame = from->guest().receive_iucv(0, 0)) {
        to->guest().send_iucv(0, *frame);
      }
    }
    if (holds()) {
      return;
    }
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  FAIL("daemon: " << left.said("/lfpd.log") << "instance: " << right.said("/lfp.log")
                  << "program: " << right.said("/program.log"));
}

} // namespace

TEST_CASE("two guests: LFP over AF_IUCV, from a program to its partner and back") {
  const TemporaryFolder folder;
  const GuestImage image = image_with_programs(folder.path());
  System linux(image, "BOXKIT");
  System vse(image, "BOXTWO");

  // What cannot be is one line and status 2; an instance waits a little for its daemon [LFP-034].
  const Guest::Tag alone = vse.start_side("lfp", of_instance);
  const auto refuses = [&](const Settings& settings, const std::string& why) {
    linux.guest().call("write /lfpd.log -");
    const auto ended = linux.guest().collect(linux.start_side("lfpd", settings), patience_ms);
    REQUIRE(ended);
    CHECK(ended->number() == 2);
    CHECK(linux.said("/lfpd.log") == "lfpd: cannot listen by AF_IUCV: " + why + "\n");
  };
  refuses(with(of_daemon, "MTU", "1383"),
          "the MTU is 1383, and the device takes messages of at most 1382 octets");
  refuses(with(of_daemon, "KIT_SYSTEM_NAME", "BOXSIX"),
          "no HiperSockets device has the name 'BOXSIX', and there is no z/VM");

  std::optional<AgentAnswer> answer;
  until(linux, vse, [&] { return bool(answer = vse.guest().collect(alone, 0)); });
  CHECK(answer->number() == 2);
  CHECK(vse.said("/lfp.log") == "lfp: nobody is at iucv: Connection refused\n");

  // The partner, made of calls of the agent.
  const std::string listener(done(linux.guest(), "socket 2 1 0").word(0));
  done(linux.guest(), "bind " + listener + " 00021b587f0000010000000000000000"); // 127.0.0.1:7000
  done(linux.guest(), "listen " + listener + " 5");
  linux.start_side("lfpd", of_daemon);
  vse.start_side("lfp", of_instance);

  constexpr int octets = 60'000;
  const Guest::Tag program =
      vse.start("/program.log", "/lfp-program 7000 " + std::to_string(octets));
  const Guest::Tag accepting = linux.guest().begin("accept " + listener);
  until(linux, vse, [&] { return bool(answer = linux.guest().collect(accepting, 0)); });
  const std::string partner(answer->word(0));

  for (int left = octets; left > 0;) {
    const Guest::Tag reading = linux.guest().begin("recv " + partner + " 65536 0");
    until(linux, vse, [&] { return bool(answer = linux.guest().collect(reading, 0)); });
    REQUIRE(answer->number(0) > 0);
    left -= static_cast<int>(answer->number(0));
    const Guest::Tag writing =
        linux.guest().begin("send " + partner + " 0 - " + std::string(answer->word(3)));
    until(linux, vse, [&] { return bool(answer = linux.guest().collect(writing, 0)); });
  }
  const std::string all_back = "echoed " + std::to_string(octets) + "\n";
  until(linux, vse, [&] { return vse.said("/program.log") == all_back; });

  // The partner ends.
  done(linux.guest(), "close " + partner);
  until(linux, vse, [&] { return bool(answer = vse.guest().collect(program, 0)); });
  CHECK(answer->number() == 0);
  CHECK(vse.said("/program.log") == all_back + "read gives 0\nerrno 0\n");

  // The daemon ends, and its name is free for the next one, to which the instance connects anew.
  linux.end();
  until(linux, vse, [&] { return vse.said("/lfp.log").find("goodbye") != std::string::npos; });
  linux.start_side("lfpd", of_daemon);
  vse.guest().call("write /program.log -");
  const Guest::Tag again = vse.start("/program.log", "/lfp-program 7000 0");
  until(linux, vse, [&] { return vse.said("/program.log") == "echoed 0\n"; });
  CHECK(linux.guest().examine().complaints.empty());

  // The daemon's machine is gone without a word, which AF_IUCV does not notice [LFP-125].
  linux.guest().kill();
  answer = vse.guest().collect(again, patience_ms);
  REQUIRE(answer);
  CHECK(answer->number() == 0);
  CHECK(vse.said("/program.log").ends_with("errno " + std::to_string(EIO) + "\n"));
  CHECK(vse.said("/lfp.log").find("nothing was heard for 4 heartbeats") != std::string::npos);
  CHECK(vse.guest().examine().complaints.empty());
}
