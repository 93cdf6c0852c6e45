// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>

#include "conformance/iut/descriptor.hpp"

namespace pathproof::iut {

namespace {

constexpr std::size_t output_bytes_max = 65'536;
constexpr int not_started = 127;

// Runs in the forked child: nothing here allocates.
[[noreturn]] void execute(char* const* words, int network, int output) {
  const int nothing = open("/dev/null", O_RDONLY);
  if ((network >= 0 && setns(network, CLONE_NEWNET) != 0) || nothing < 0 ||
      dup2(nothing, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
      dup2(output, STDERR_FILENO) < 0) {
    _exit(not_started);
  }
  execvp(words[0], words);
  _exit(not_started);
}

// Reads until the other end is closed. False when the deadline comes first.
bool read_all(int from, int deadline_ms, std::string& text) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::milliseconds(deadline_ms);
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd ready{.fd = from, .events = POLLIN, .revents = 0};
    const int found = poll(&ready, 1, static_cast<int>(std::max<long>(0, left)));
    if (found < 0 && errno == EINTR) {
      continue;
    }
    if (found <= 0) {
      return false;
    }
    char bytes[4096];
    const ssize_t count = read(from, bytes, sizeof bytes);
    if (count == 0) {
      return true;
    }
    if (count > 0 && text.size() < output_bytes_max) {
      text.append(bytes, static_cast<std::size_t>(count));
    }
    if (count < 0 && errno != EINTR) {
      return false;
    }
  }
}

} // namespace

ProgramResult run_program(const std::vector<std::string>& words, int network, int deadline_ms) {
  ProgramResult result;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return result;
  }
  const Descriptor ours(ends[0]);
  Descriptor theirs(ends[1]);
  std::vector<std::string> copies = words;
  std::vector<char*> arguments;
  for (std::string& word : copies) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    execute(arguments.data(), network, theirs.get());
  }
  theirs.reset();
  if (child < 0) {
    return result;
  }
  const bool ended = read_all(ours.get(), deadline_ms, result.output);
  if (!ended) {
    kill(child, SIGKILL);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.status = ended && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

} // namespace pathproof::iut
