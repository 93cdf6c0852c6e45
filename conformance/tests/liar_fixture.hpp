// SPDX-License-Identifier: Apache-2.0
// What the tests of this folder share to talk to liar.cpp and liar_plugin.c.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "cmake/testing/catch.hpp"
#include "conformance/iut/line_session.hpp"

namespace pathproof::iut::tests {

inline constexpr std::uint32_t short_deadline_ms = 200;
inline constexpr std::uint32_t long_deadline_ms = 30000; // for what must not end by the deadline

inline void pause_ms(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

// The liar as a server; ended with its connections when it goes out of scope.
class Server {
public:
  explicit Server(const std::string& kind) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
      throw std::runtime_error("no pipe for the liar");
    }
    process_ = fork();
    if (process_ == 0) {
      setpgid(0, 0);
      dup2(ends[1], STDOUT_FILENO);
      dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
      const std::string path = kind == "unix" ? path_.string() : "";
      execl(PATHPROOF_LIAR, PATHPROOF_LIAR, "none", kind.c_str(), path.c_str(), nullptr);
      _exit(127);
    }
    setpgid(process_, process_);
    close(ends[1]);
    char line[32] = {};
    const ssize_t count = read(ends[0], line, sizeof line - 1);
    close(ends[0]);
    if (count <= 0) {
      throw std::runtime_error("the liar does not listen");
    }
    spec_ =
        kind == "unix" ? "unix:" + path_.string() : "tcp:localhost:" + std::to_string(atoi(line));
  }

  ~Server() {
    kill(-process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    std::filesystem::remove(path_);
  }

  const std::string& spec() const { return spec_; }

private:
  pid_t process_ = -1;
  std::filesystem::path path_ = std::filesystem::temp_directory_path() /
                                ("pathproof-liar-" + std::to_string(getpid()) + ".socket");
  std::string spec_;
};

inline std::string exec_liar(const std::string& lie = "none") {
  return "exec:'" PATHPROOF_LIAR "' " + lie;
}

// An adapter of one kind and whatever has to run for it.
class Adapter {
public:
  explicit Adapter(const std::string& kind) {
    if (kind == "unix" || kind == "tcp") {
      server_ = std::make_unique<Server>(kind);
    }
    spec_ = server_          ? server_->spec()
            : kind == "exec" ? exec_liar()
                             : "plugin:" PATHPROOF_LIAR_PLUGIN;
  }

  const std::string& spec() const { return spec_; }

private:
  std::unique_ptr<Server> server_;
  std::string spec_;
};

inline Limits limits(std::uint32_t deadline_ms) {
  Limits made;
  made.deadline_ms = deadline_ms;
  return made;
}

inline ResetLine true_case() {
  return {"test/truth", "cinet", "layer", 3, 7, {}};
}

inline ResetLine case_with(const std::string& lie) {
  return {"test/lie", "cinet", "layer", 3, 7, {{"lie", lie}}};
}

inline bool is_gone_now(pid_t process) {
  return kill(process, 0) != 0 && errno == ESRCH;
}

// Waits for it, but not for ever.
inline bool is_gone(pid_t process) {
  for (int i = 0; i < 500 && !is_gone_now(process); ++i) {
    pause_ms(10);
  }
  return is_gone_now(process);
}

inline void check_next_case(LineSession& session) {
  CHECK(session.reset(true_case()).kind == ResetKind::ready);
  const TextReply label = session.give("call.bind socket=1 address=127.0.0.1:80");
  CHECK(label.kind == ReplyKind::label);
  CHECK(label.text == "call.bind socket=1 address=127.0.0.1:80");
  CHECK(session.go().kind == ReplyKind::quiet);
  CHECK_FALSE(session.bye());
}

inline Fault first_fault(const std::string& spec, std::uint32_t deadline_ms = long_deadline_ms) {
  CAPTURE(spec);
  const Exchange answer = open_channel(spec, limits(deadline_ms))->exchange("1 hello pathproof=1");
  REQUIRE(answer.fault);
  return *answer.fault;
}

} // namespace pathproof::iut::tests
