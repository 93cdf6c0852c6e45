// SPDX-License-Identifier: Apache-2.0
// exec:CMD, an implementation that speaks on its stdin and stdout.
#include <unistd.h>

#include <cerrno>

#include "conformance/iut/child_channel.hpp"
#include "conformance/iut/transports.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

// Appends to `word` what a quotation starting at `at` means; gives back the place after it.
std::size_t read_quotation(std::string_view command, std::size_t at, std::string& word) {
  const char quote = command[at++];
  for (; at < command.size(); ++at) {
    char c = command[at];
    if (c == quote) {
      return at + 1;
    }
    // Inside double quotes a backslash keeps only these, as in a shell.
    if (quote == '"' && c == '\\' && at + 1 < command.size() &&
        std::string_view("\\\"$`").find(command[at + 1]) != std::string_view::npos) {
      c = command[++at];
    }
    word += c;
  }
  throw UsageError("a quotation is not closed in exec:" + std::string(command));
}

// Runs in the forked child; execvp allocates nothing.
void execute(const void* context, Board& board) {
  char* const* const words = static_cast<char* const*>(context);
  execvp(words[0], words);
  board.start_error = errno;
}

} // namespace

std::vector<std::string> split_command(std::string_view command) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < command.size()) {
    if (is_blank(command[at])) {
      ++at;
      continue;
    }
    std::string& word = words.emplace_back();
    while (at < command.size() && !is_blank(command[at])) {
      if (command[at] == '\'' || command[at] == '"') {
        at = read_quotation(command, at, word);
        continue;
      }
      if (command[at] == '\\' && ++at == command.size()) {
        throw UsageError("a backslash has nothing behind it in exec:" + std::string(command));
      }
      word += command[at++];
    }
  }
  if (words.empty() || words.front().empty()) {
    throw UsageError("exec:" + std::string(command) + " names no program");
  }
  return words;
}

std::unique_ptr<ChildChannel> start_program(const std::vector<std::string>& words,
                                            const Limits& limits) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));
  }
  pointers.push_back(nullptr);
  return std::make_unique<ChildChannel>(
      ChildChannel::Program{"'" + excerpt(words.front()) + "'", execute, pointers.data()}, limits);
}

std::unique_ptr<Channel> open_process(const std::string& command, const Limits& limits) {
  return start_program(split_command(command), limits);
}

} // namespace pathproof::iut
