// SPDX-License-Identifier: Apache-2.0
#include "runner/cross_check.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <sstream>
#include <system_error>
#include <thread>

#include "conformance/iut/program.hpp"
#include "model/core/error.hpp"

namespace pathproof::runner {

namespace {

// Counts the answers; gives what is wrong with them.
std::string judge(const iut::ProgramResult& result, unsigned questions) {
  std::istringstream lines(result.output);
  unsigned agreed = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line == "unsat") {
      ++agreed;
    } else if (!line.empty()) {
      return "question " + std::to_string(agreed + 1) + ": " + line;
    }
  }
  if (agreed != questions) {
    return "answered " + std::to_string(agreed) + " of " + std::to_string(questions) + " questions";
  }
  return result.status == 0 ? "" : "exit status " + std::to_string(result.status);
}

} // namespace

void require_cvc5() {
  if (iut::run_program({"cvc5", "--version"}).status != 0) {
    throw UsageError("--cross-check needs cvc5, which is not installed (Debian: cvc5)");
  }
}

double cross_check(std::vector<CrossChecked>& scripts, unsigned timeout_ms) {
  const auto begin = std::chrono::steady_clock::now();
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < scripts.size(); i = next++) {
      CrossChecked& one = scripts[i];
      const auto deadline = static_cast<int>(
          std::min<std::uint64_t>(std::uint64_t{timeout_ms} * one.questions + 1000, 3'600'000));
      one.disagreement = judge(iut::run_program({"cvc5",
                                                 "--incremental",
                                                 "--lang=smt2",
                                                 "--tlimit-per=" + std::to_string(timeout_ms),
                                                 one.file},
                                                -1,
                                                deadline),
                               one.questions);
    }
  };
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    workers.emplace_back(work);
  }
  for (std::thread& worker : workers) {
    worker.join();
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

ScriptDirectory::ScriptDirectory(const std::string& wanted, bool needed) : path_(wanted) {
  if (!needed) {
    return;
  }
  if (!wanted.empty()) {
    std::error_code failure;
    std::filesystem::create_directories(wanted, failure);
    if (failure) {
      throw UsageError("cannot make the directory " + wanted + ": " + failure.message());
    }
    return;
  }
  try {
    path_ = temporary_.emplace().path();
  } catch (const std::system_error& failure) {
    throw UsageError(failure.what());
  }
}

} // namespace pathproof::runner
