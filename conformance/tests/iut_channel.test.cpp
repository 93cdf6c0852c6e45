// SPDX-License-Identifier: Apache-2.0
// Channels are tested with planted lies: an adapter that misbehaves in one case must be caught as
// what it is, soon, and must be gone and replaced in the next case. See liar.cpp for the lies.
#include <dirent.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>

#include "conformance/iut/transports.hpp"
#include "conformance/tests/liar_fixture.hpp"
#include "model/core/error.hpp"

using namespace pathproof::iut;
using namespace pathproof::iut::tests;

namespace {

constexpr double margin_s = 8; // a loaded machine is slow, a hang is for ever

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

int open_descriptors() {
  int count = 0;
  DIR* const all = opendir("/proc/self/fd");
  while (readdir(all) != nullptr) {
    ++count;
  }
  closedir(all);
  return count;
}

long peak_memory_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

std::vector<pid_t> grandchildren(const std::string& error_output) {
  std::vector<pid_t> found;
  const std::string mark = "grandchild=";
  for (std::size_t at = 0; (at = error_output.find(mark, at)) != std::string::npos;) {
    at += mark.size();
    found.push_back(atoi(error_output.c_str() + at));
  }
  return found;
}

struct Lie {
  std::string name;
  std::vector<FaultKind> caught_as;
  std::string kinds; // e(xec) u(nix) t(cp) p(lugin)
  bool by_deadline = false;
};

const std::vector<Lie>& lies() {
  using enum FaultKind;
  static const std::vector<Lie> all = {
      {"twice", {unsolicited}, "eutp"},
      // Depending on who is faster the second line is seen before, with or after the next request.
      {"twice-later", {unsolicited, misnumbered}, "eut"},
      {"early", {unsolicited, misnumbered}, "eut"},
      {"stale", {misnumbered}, "eutp"},
      {"future", {misnumbered}, "eutp"},
      {"unnumbered", {garbage}, "eutp"},
      {"bare", {garbage}, "eut"},
      {"nul", {garbage}, "eut"},
      {"control", {garbage}, "eutp"},
      {"utf8", {garbage}, "eutp"},
      {"binary", {garbage}, "eut"},
      {"empty", {garbage}, "eutp"},
      {"blanks", {garbage}, "eut"},
      {"wordy", {garbage}, "eut"},
      {"long", {oversized}, "eutp"},
      {"huge", {oversized}, "eut"},
      {"overrun", {died}, "p"},
      {"signal", {died}, "eutp"},
      {"abort", {died}, "eutp"},
      {"exit0", {died}, "eutp"},
      {"exit3", {died}, "eutp"},
      {"return-7", {died}, "p"},
      {"exit89", {not_implemented}, "ep"},
      {"return-89", {not_implemented}, "p"},
      {"exit89", {died}, "ut"}, // nobody sees the status of a server
      {"mute", {died}, "eut"},
      {"close-all", {died}, "p"},
      {"grandchildren", {died}, "ep"},
      {"late", {hung}, "eutp", true},
      {"drip", {hung}, "eut", true},
      {"half", {hung}, "eut", true},
      {"never", {hung}, "eutp", true},
      {"deaf", {hung}, "eut", true},
      {"loop", {hung}, "p", true},
      {"resist", {hung}, "eut", true},
      {"flood-and-hang", {hung}, "ep", true},
      {"grandchildren-and-hang", {hung}, "eutp", true},
  };
  return all;
}

// Goes on until the lie shows: some are told a moment after a good answer.
TextReply provoke(LineSession& session) {
  TextReply reply = session.give("call.socket socket=1 type=stream");
  for (int i = 0; i < 20 && !reply.fault; ++i) {
    pause_ms(40);
    reply = session.give("answer.done tp=1");
  }
  return reply;
}

void check_lie(const std::string& spec, const Lie& lie) {
  // The deadline holds for the first conversation only: starting a process takes long on a loaded
  // machine, hence also more than one attempt to get as far as the lie.
  bool first = true;
  const auto open = [&] {
    const bool soon = lie.by_deadline && std::exchange(first, false);
    return open_channel(spec, limits(soon ? short_deadline_ms : long_deadline_ms));
  };
  LineSession session(open);
  for (int i = 0; session.reset(case_with(lie.name)).kind != ResetKind::ready; ++i) {
    REQUIRE(i < 10);
    first = true;
  }
  const std::string process = session.hello().choose.at("pid");
  const auto start = std::chrono::steady_clock::now();
  const TextReply reply = provoke(session);
  const double seconds = seconds_since(start);
  REQUIRE(reply.fault);
  CAPTURE(reply.fault->sentence, to_string(reply.fault->kind));
  CHECK(std::count(lie.caught_as.begin(), lie.caught_as.end(), reply.fault->kind) == 1);
  CHECK((reply.kind == ReplyKind::unsupported) ==
        (reply.fault->kind == FaultKind::not_implemented));
  CHECK(reply.fault->sentence.find_first_not_of(' ') == 0);
  CHECK(seconds < margin_s);
  if (lie.by_deadline) {
    CHECK(seconds * 1000 >= short_deadline_ms);
  }
  const TextReply again = session.go();
  REQUIRE(again.fault);
  CHECK(again.fault->sentence == reply.fault->sentence);
  const auto descendants = grandchildren(session.error_output());
  CHECK((lie.name.starts_with("grandchildren") && spec.starts_with("exec:")) ==
        (descendants.size() == 3));
  CHECK(std::all_of(descendants.begin(), descendants.end(), is_gone_now));

  check_next_case(session);
  CHECK(session.hello().choose.at("pid") != process);
}

void check_all_lies(const std::string& kind) {
  const int descriptors = open_descriptors();
  {
    const Adapter adapter(kind);
    for (const Lie& lie : lies()) {
      if (lie.kinds.find(kind.front()) != std::string::npos) {
        CAPTURE(kind, lie.name);
        check_lie(adapter.spec(), lie);
      }
    }
  }
  CHECK(open_descriptors() == descriptors);
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
  CHECK(errno == ECHILD);
}

// The C library itself: it is loaded already, so its path is in the memory map.
std::string a_library_without_the_interface() {
  std::ifstream map("/proc/self/maps");
  for (std::string line; std::getline(map, line);) {
    if (line.find("/libc.so") != std::string::npos || line.find("/libc-") != std::string::npos) {
      return line.substr(line.find('/'));
    }
  }
  return "no C library found";
}

} // namespace

TEST_CASE("every lie of a process is caught and the next case works", "[iut]") {
  check_all_lies("exec");
}

TEST_CASE("every lie over a Unix socket is caught and the next case works", "[iut]") {
  check_all_lies("unix");
}

TEST_CASE("every lie over TCP is caught and the next case works", "[iut]") {
  check_all_lies("tcp");
}

TEST_CASE("every lie of a plugin is caught and the next case works", "[iut]") {
  check_all_lies("plugin");
}

TEST_CASE("an answer of one gigabyte does not fill the kit's memory", "[iut]") {
  const std::string kind = GENERATE("exec", "unix");
  const Adapter adapter(kind);
  const long before = peak_memory_kib();
  check_lie(adapter.spec(), {"huge", {FaultKind::oversized}, "eu"});
  CHECK(peak_memory_kib() - before < 65536);
}

TEST_CASE("a flood on stderr is kept at both ends and does not disturb the lines", "[iut]") {
  const std::string kind = GENERATE("exec", "plugin");
  const Adapter adapter(kind);
  Limits few = limits(long_deadline_ms);
  few.output_cap = 1000;
  LineSession session(adapter.spec(), few);
  REQUIRE(session.reset(case_with("flood")).kind == ResetKind::ready);
  CHECK(session.give("call.flood a=1").text == "call.flood a=1");
  const std::string kept = session.error_output();
  CHECK(kept.size() < 1100);
  CHECK(kept.starts_with("first words\n"));
  CHECK(kept.ends_with("last words\n"));
  CHECK(kept.find(" bytes left out]") != std::string::npos);
}

TEST_CASE("what was written to stderr before it was forgotten is not shown any more", "[iut]") {
  const std::string kind = GENERATE("exec", "plugin");
  const Adapter adapter(kind);
  Limits few = limits(long_deadline_ms);
  few.output_cap = 1000;
  LineSession session(adapter.spec(), few);
  session.forget_output(); // of what is not there yet
  const auto flood = [&] {
    REQUIRE(session.reset(case_with("flood")).kind == ResetKind::ready);
    CHECK(session.give("call.flood a=1").text == "call.flood a=1");
    return session.error_output();
  };
  const std::string first = flood();
  CHECK(first.starts_with("first words\n"));
  session.forget_output();
  CHECK(session.error_output().empty());
  CHECK(flood() == first);
  REQUIRE(session.reset(case_with("exit3")).kind == ResetKind::ready);
  CHECK(session.give("call.a b=1").fault);
  session.forget_output();
  CHECK(session.error_output().empty());
}

TEST_CASE("a plugin that prints, leaks or writes too far harms only itself", "[iut]") {
  LineSession session("plugin:" PATHPROOF_LIAR_PLUGIN, limits(long_deadline_ms));
  REQUIRE(session.reset(case_with("print")).kind == ResetKind::ready);
  CHECK(session.give("call.a b=1").text == "call.a b=1");
  CHECK(session.error_output().find("this must not reach the kit") != std::string::npos);
  REQUIRE(session.reset(case_with("leak")).kind == ResetKind::ready);
  CHECK(session.give("call.a b=1").text == "call.a b=1");
  REQUIRE(session.reset(case_with("overrun")).kind == ResetKind::ready);
  const TextReply reply = session.give("call.a b=1");
  REQUIRE(reply.fault);
  CHECK(reply.fault->kind == FaultKind::died);
}

TEST_CASE("a fault says how the implementation ended", "[iut]") {
  LineSession session(exec_liar(), limits(long_deadline_ms));
  const auto fault_of = [&](const std::string& lie) {
    REQUIRE(session.reset(case_with(lie)).kind == ResetKind::ready);
    const TextReply reply = session.go();
    REQUIRE(reply.fault);
    return *reply.fault;
  };
  CHECK(fault_of("signal").signal == SIGUSR1);
  CHECK(fault_of("exit0").exit_status == 0);
  CHECK(fault_of("exit3").exit_status == 3);
  CHECK(fault_of("exit3").sentence.find("5 bytes of a line") != std::string::npos);
  CHECK(fault_of("exit89").exit_status == 89);
  CHECK(fault_of("stale").sentence.find("answers an earlier request") != std::string::npos);
  CHECK(fault_of("future").sentence.find("never asked") != std::string::npos);
  CHECK(fault_of("nul").sentence.find("<00>") != std::string::npos);
}

TEST_CASE("what cannot be started or reached is refused with the reason", "[iut]") {
  const auto refusal = [](const std::string& spec) {
    const Fault fault = first_fault(spec, short_deadline_ms);
    CHECK(fault.kind == FaultKind::refused);
    return fault.sentence;
  };
  const std::string here = PATHPROOF_SOURCE_DIR;
  CHECK(refusal("exec:/nowhere/iut -x").find("'/nowhere/iut'") != std::string::npos);
  CHECK(refusal("exec:" + here + "/runner/PORTING.md").find("denied") != std::string::npos);
  CHECK(refusal("plugin:/nowhere/iut.so").find("No such file") != std::string::npos);
  CHECK(refusal("plugin:" + here + "/runner/PORTING.md").find("cannot start") != std::string::npos);
  CHECK(refusal("plugin:" PATHPROOF_LIAR_OLD_PLUGIN).find("version 0") != std::string::npos);
  CHECK(refusal("plugin:" + a_library_without_the_interface()).find("does not define") !=
        std::string::npos);
  CHECK(refusal("unix:/nowhere/iut.socket").find("No such file") != std::string::npos);
  CHECK(refusal("tcp:127.0.0.1:1").find("refused") != std::string::npos);
}

TEST_CASE("a malformed specification is a usage error", "[iut]") {
  const std::string spec = GENERATE("",
                                    "exec",
                                    "exec:",
                                    "exec: ",
                                    "exec:'a",
                                    "exec:a \"b",
                                    "exec:a\\",
                                    "exec:''",
                                    "unix:",
                                    "tcp:",
                                    "tcp:host",
                                    "tcp:host:",
                                    "tcp:host:0",
                                    "tcp:host:65536",
                                    "tcp:host:8x",
                                    "tcp::80",
                                    "plugin:",
                                    "reference",
                                    "EXEC:cat",
                                    "/bin/cat");
  CAPTURE(spec);
  CHECK_THROWS_AS(open_channel(spec, limits(short_deadline_ms)), pathproof::UsageError);
  CHECK_THROWS_AS(open_channel("unix:" + std::string(200, 'x'), limits(short_deadline_ms)),
                  pathproof::UsageError);
}

TEST_CASE("a command is split as a shell would", "[iut]") {
  using Words = std::vector<std::string>;
  CHECK(split_command(" a  b\tc ") == Words{"a", "b", "c"});
  CHECK(split_command("'a b' \"c 'd'\" e\\ f") == Words{"a b", "c 'd'", "e f"});
  CHECK(split_command("a'b'\"c\" '' \"\"") == Words{"abc", "", ""});
  CHECK(split_command("a '\\n' \"\\n\\\"\\\\\\$\"") == Words{"a", "\\n", "\\n\"\\$"});
  CHECK(split_command("a $HOME *") == Words{"a", "$HOME", "*"});
}

TEST_CASE("a server that is just starting is waited for", "[iut]") {
  std::unique_ptr<Server> server;
  const std::string spec = Server("unix").spec(); // the path of the next one as well
  std::thread late([&] {
    pause_ms(150);
    server = std::make_unique<Server>("unix");
  });
  LineSession session(spec, limits(long_deadline_ms));
  check_next_case(session);
  late.join();
}

TEST_CASE("no deadline is needed for an implementation that answers", "[iut]") {
  const std::string kind = GENERATE("exec", "unix", "tcp", "plugin");
  const Adapter adapter(kind);
  LineSession session(adapter.spec(), limits(0));
  check_next_case(session);
}
