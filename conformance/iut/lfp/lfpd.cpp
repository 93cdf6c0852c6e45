// SPDX-License-Identifier: Apache-2.0
// The reference daemon as a program of its own, for a Linux that the kit is not built for: it is
// what `pathproof lfpd` is, but for layouts of messages.
#include <cstring>
#include <iostream>
#include <string>

#include "conformance/iut/lfp/serving.hpp"
#include "model/core/error.hpp"

int main(int count, char** words) {
  constexpr int bad_usage = 2;
  std::string configuration;
  bool quiet = false;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(words[i], "--quiet") == 0) {
      quiet = true;
    } else if (std::strcmp(words[i], "--config") == 0 && i + 1 < count) {
      configuration = words[++i];
    } else {
      std::cerr << "usage: lfpd --config FILE [--quiet]\n";
      return bad_usage;
    }
  }
  try {
    return pathproof::iut::lfp::run_daemon(configuration, {}, quiet);
  } catch (const pathproof::UsageError& error) {
    std::cerr << "lfpd: " << error.what() << "\n";
    return bad_usage;
  }
}
