// SPDX-License-Identifier: Apache-2.0
// plugin:FILE.so, an implementation that is loaded into a forked worker. Whatever it does there
// (leave, loop, print, leak, overwrite) happens to the worker.
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio_ext.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "conformance/iut/child_channel.hpp"
#include "conformance/iut/pathproof_plugin.h"
#include "conformance/iut/transports.hpp"

namespace pathproof::iut {
namespace {

constexpr std::size_t answer_bytes = line_bytes_max + 1; // with the zero byte

struct PluginFile {
  std::string path; // absolute, so that dlopen does not search for it
  std::string why_not;
};

using VersionFunction = decltype(&pathproof_plugin_version);
using AnswerFunction = decltype(&pathproof_plugin_answer);

void refuse(Board& board, const char* why) {
  std::snprintf(board.refusal, sizeof board.refusal, "%s", why);
}

// Registered before the plugin is loaded, hence called last when it calls exit(): after its own
// handlers, and instead of those that the worker inherited from the kit.
void leave(int status, void* /*unused*/) {
  _exit(status);
}

// The worker's lines move out of reach of a plugin that reads stdin or prints.
bool set_lines_aside(int& requests, int& answers) {
  constexpr int out_of_the_way = 100;
  requests = fcntl(0, F_DUPFD_CLOEXEC, out_of_the_way);
  answers = fcntl(1, F_DUPFD_CLOEXEC, out_of_the_way);
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  // What the kit had not printed yet when it forked must not be printed a second time.
  __fpurge(stdout);
  __fpurge(stderr);
  return requests >= 0 && answers >= 0 && nothing >= 0 && dup2(nothing, 0) == 0 && dup2(2, 1) == 1;
}

// A buffer that ends where a protected page begins: writing behind it is noticed at once.
char* make_answer_buffer() {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t room = (answer_bytes + page - 1) / page * page;
  void* const memory =
      mmap(nullptr, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    return nullptr;
  }
  char* const start = static_cast<char*>(memory);
  if (mprotect(start + room, page, PROT_NONE) != 0) {
    return nullptr;
  }
  return start + room - answer_bytes;
}

AnswerFunction load(const PluginFile& file, Board& board) {
  if (!file.why_not.empty()) {
    refuse(board, file.why_not.c_str());
    return nullptr;
  }
  void* const object = dlopen(file.path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (object == nullptr) {
    refuse(board, dlerror());
    return nullptr;
  }
  const auto version = reinterpret_cast<VersionFunction>(dlsym(object, "pathproof_plugin_version"));
  const auto answer = reinterpret_cast<AnswerFunction>(dlsym(object, "pathproof_plugin_answer"));
  if (version == nullptr || answer == nullptr) {
    refuse(board,
           version == nullptr ? "it does not define pathproof_plugin_version"
                              : "it does not define pathproof_plugin_answer");
    return nullptr;
  }
  if (const int number = version(); number != PATHPROOF_PLUGIN_VERSION) {
    std::snprintf(board.refusal,
                  sizeof board.refusal,
                  "it was made for version %d of the plugin interface, the kit has version %d",
                  number,
                  PATHPROOF_PLUGIN_VERSION);
    return nullptr;
  }
  return answer;
}

// Answers one request, ended by a zero byte in place; does not come back when the plugin gave up.
void answer_line(AnswerFunction answer, const char* request, char* buffer, int answers) {
  std::memset(buffer, 0, answer_bytes);
  const int code = answer(request, buffer, answer_bytes);
  if (code != PATHPROOF_PLUGIN_OK) {
    dprintf(2, "pathproof_plugin_answer gave back %d\n", code);
    _exit(code > 0 && code < 256 ? code : 1); // other codes do not fit into a status
  }
  // Without a zero byte the line is one byte too long, and the kit says so.
  const std::size_t size = strnlen(buffer, answer_bytes);
  char line[answer_bytes + 1];
  std::memcpy(line, buffer, size);
  line[size] = '\n';
  write_fully(answers, line, size + 1);
}

void serve(AnswerFunction answer, char* buffer, int requests, int answers) {
  char request[2 * line_bytes_max];
  std::size_t received = 0;
  for (;;) {
    const ssize_t count = read(requests, request + received, sizeof request - received);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      _exit(0);
    }
    received += static_cast<std::size_t>(count);
    // The kit sends one line and waits, so there is never more than one.
    if (request[received - 1] == '\n') {
      request[received - 1] = '\0';
      received = 0;
      answer_line(answer, request, buffer, answers);
    }
  }
}

void run_plugin(const void* context, Board& board) {
  on_exit(leave, nullptr);
  int requests = -1;
  int answers = -1;
  char* const buffer = make_answer_buffer();
  if (!set_lines_aside(requests, answers) || buffer == nullptr) {
    board.start_error = errno;
    _exit(1);
  }
  const AnswerFunction answer = load(*static_cast<const PluginFile*>(context), board);
  if (answer == nullptr) {
    _exit(1);
  }
  serve(answer, buffer, requests, answers);
}

} // namespace

std::unique_ptr<Channel> open_plugin(const std::string& file, const Limits& limits) {
  PluginFile plugin;
  std::array<char, PATH_MAX> absolute{};
  if (realpath(file.c_str(), absolute.data()) == nullptr) {
    plugin.why_not = std::generic_category().message(errno);
  } else {
    plugin.path = absolute.data();
  }
  return std::make_unique<ChildChannel>(
      ChildChannel::Program{"the plugin '" + excerpt(file) + "'", run_plugin, &plugin}, limits);
}

} // namespace pathproof::iut
