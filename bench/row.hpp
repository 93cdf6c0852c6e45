// SPDX-License-Identifier: Apache-2.0
// One line of the table: what was measured, and what it is compared with in the same run.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "conformance/verdict.hpp"

namespace pathproof::bench {

struct Row {
  std::string name;
  std::string measured;  // with its unit
  std::string against;   // the same of what it is compared with; or the limit that is wanted
  double ratio = 0;      // measured to compared
  double wanted = 0;     // of the ratio; 0: shown only
  bool at_most = false;  // less is better
  std::string skipped{}; // why there is no measurement

  bool met() const { return at_most ? ratio <= wanted : ratio >= wanted; }
};

struct Options {
  bool quick = false;  // sizes at which numbers mean little, to see that all of it works
  unsigned rounds = 5; // of which medians are taken
  std::string program; // of this process
  std::string kit;     // pathproof, beside it
  std::string promela; // the directory with count.sh
  std::string plot{};  // a file for the plot of the part; empty: none
};

// The results of all cases of Common INET in these roles (in all: none), repeated under other names
// until there are so many.
RunResult many_cases(std::size_t wanted, const std::vector<std::string>& roles);

double median(std::vector<double> values);

// Seconds that the call took.
template <class Call>
double timed(Call call) {
  const auto begin = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::vector<Row> exploration(const Options& options);
std::vector<Row> oracle(const Options& options);
std::vector<Row> frames(const Options& options);
std::vector<Row> captures(const Options& options);
std::vector<Row> guest(const Options& options);
std::vector<Row> transports(const Options& options);
std::vector<Row> fast_path(const Options& options);
std::vector<Row> saved_systems(const Options& options);
std::vector<Row> generated_tests(const Options& options);
std::vector<Row> html_reports(const Options& options);
std::vector<Row> campaigns(const Options& options);
std::vector<Row> proof(const Options& options);

// Answers each line on a descriptor with itself until there are no more.
int echo(int in, int out);

// The same for one connection to a Unix socket at this path.
int echo_unix(const std::string& path);

} // namespace pathproof::bench
