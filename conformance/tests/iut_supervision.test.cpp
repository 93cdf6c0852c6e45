// SPDX-License-Identifier: Apache-2.0
// Processes and CPUs: who is ended when, who runs where, and many of them at the same time.
#include <sched.h>

#include <atomic>
#include <set>
#include <sstream>

#include "conformance/iut/cpu.hpp"
#include "conformance/tests/liar_fixture.hpp"

using namespace pathproof::iut;
using namespace pathproof::iut::tests;

namespace {

pid_t process_of(LineSession& session) {
  return atoi(session.hello().choose.at("pid").c_str());
}

cpu_set_t cpus_of(pid_t process) {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(process, sizeof set, &set);
  return set;
}

// A kit that begins a conversation, says who the implementation is, and is killed.
[[noreturn]] void be_a_kit_that_is_killed(const std::string& spec, int report) {
  LineSession session(spec, limits(long_deadline_ms));
  const pid_t process = process_of(session);
  if (write(report, &process, sizeof process) == sizeof process) {
    raise(SIGKILL);
  }
  _exit(1);
}

} // namespace

TEST_CASE("an implementation does not outlive a kit that is killed", "[iut]") {
  const std::string kind = GENERATE("exec", "plugin");
  const Adapter adapter(kind);
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
  const pid_t kit = fork();
  if (kit == 0) {
    be_a_kit_that_is_killed(adapter.spec(), ends[1]);
  }
  close(ends[1]);
  pid_t process = 0;
  CHECK(read(ends[0], &process, sizeof process) == sizeof process);
  close(ends[0]);
  int status = 0;
  CHECK(waitpid(kit, &status, 0) == kit);
  REQUIRE(process > 1);
  CHECK(is_gone(process));
}

TEST_CASE("an implementation that is not asked any more is ended", "[iut]") {
  pid_t process = 0;
  {
    LineSession session(exec_liar(), limits(long_deadline_ms));
    process = process_of(session);
    CHECK(session.reset(true_case()).kind == ResetKind::ready);
    CHECK_FALSE(is_gone_now(process));
  }
  CHECK(is_gone_now(process));
}

TEST_CASE("an idle implementation is not held to the deadline", "[iut]") {
  LineSession session(exec_liar(), limits(long_deadline_ms));
  REQUIRE(session.reset(true_case()).kind == ResetKind::ready);
  LineSession hasty(exec_liar(), limits(2 * short_deadline_ms));
  while (hasty.reset(true_case()).kind != ResetKind::ready) {
  }
  const std::uint64_t conversations = hasty.conversations();
  pause_ms(3 * static_cast<int>(short_deadline_ms));
  CHECK(hasty.go().kind == ReplyKind::quiet);
  CHECK(hasty.conversations() == conversations);
}

TEST_CASE("the kit and a process share one CPU unless told otherwise", "[iut]") {
  std::thread([] {
    Limits few = limits(long_deadline_ms);
    LineSession together(exec_liar(), few);
    const cpu_set_t there = cpus_of(process_of(together));
    const cpu_set_t here = cpus_of(0);
    few.pin = false;
    LineSession apart(exec_liar(), few);
    const cpu_set_t free = cpus_of(process_of(apart));
    release_cpu();
    const cpu_set_t before = cpus_of(0);
    CHECK(CPU_COUNT(&here) == 1);
    CHECK(CPU_EQUAL(&here, &there));
    CHECK(CPU_EQUAL(&before, &free));
  }).join();
}

TEST_CASE("worker threads spread over the CPUs that the process may use", "[iut]") {
  std::set<int> used;
  std::size_t allowed = 0;
  std::thread([&] { // its pin must not become that of the workers it starts
    const cpu_set_t before = cpus_of(0);
    allowed = static_cast<std::size_t>(CPU_COUNT(&before));
    std::vector<std::thread> workers;
    std::atomic<std::size_t> started = 0;
    std::vector<int> places(allowed, -1);
    for (std::size_t i = 0; i < allowed; ++i) {
      workers.emplace_back([&, i] {
        share_cpu();
        ++started;
        while (started < allowed) { // nobody leaves, and frees a CPU, before all have one
          std::this_thread::yield();
        }
        places[i] = sched_getcpu();
      });
    }
    for (std::thread& worker : workers) {
      worker.join();
    }
    used.insert(places.begin(), places.end());
  })
      .join();
  CHECK(used.size() == allowed);
}

TEST_CASE("many channels in several threads do not disturb each other", "[iut]") {
  constexpr int threads_max = 4;
  std::atomic<int> right = 0;
  std::atomic<int> shared = 0;
  const auto work = [&](int thread) {
    std::vector<std::unique_ptr<LineSession>> sessions;
    for (int i = 0; i < 3; ++i) {
      const std::string spec = i == 2 ? "plugin:" PATHPROOF_LIAR_PLUGIN : exec_liar();
      sessions.push_back(std::make_unique<LineSession>(spec, limits(long_deadline_ms)));
    }
    for (int round = 0; round < 100; ++round) {
      for (std::size_t i = 0; i < sessions.size(); ++i) {
        const bool lying = round % 20 == thread;
        sessions[i]->reset(lying ? case_with("exit3") : true_case());
        std::ostringstream label;
        label << "call.mine thread=" << thread << " channel=" << i << " round=" << round;
        const TextReply reply = sessions[i]->give(label.str());
        right += lying ? reply.kind == ReplyKind::fault : reply.text == label.str();
        cpu_set_t mine;
        cpu_set_t childs;
        sched_getaffinity(0, sizeof mine, &mine);
        sched_getaffinity(
            atoi(sessions[i]->hello().choose.at("pid").c_str()), sizeof childs, &childs);
        shared += lying || (CPU_COUNT(&mine) == 1 && CPU_EQUAL(&mine, &childs));
      }
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < threads_max; ++i) {
    threads.emplace_back(work, i);
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(right == threads_max * 300);
  CHECK(shared == threads_max * 300);
}
