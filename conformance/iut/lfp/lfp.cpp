// SPDX-License-Identifier: Apache-2.0
// Both reference sides as one program, for a Linux that the kit is not built for: what
// `pathproof lfpd` and `pathproof lfp` are, but for layouts of messages.
#include <iostream>
#include <string>
#include <vector>

#include "conformance/iut/lfp/serving.hpp"
#include "model/core/error.hpp"

int main(int count, char** arguments) {
  constexpr int bad_usage = 2;
  const std::vector<std::string> words(arguments + 1, arguments + count);
  std::string configuration;
  bool quiet = false;
  const bool daemon = !words.empty() && words.front() == "lfpd";
  bool understood = daemon || (!words.empty() && words.front() == "lfp");
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "--quiet") {
      quiet = true;
    } else if (words[i] == "--config" && i + 1 < words.size()) {
      configuration = words[++i];
    } else {
      understood = false;
    }
  }
  if (!understood || configuration.empty()) {
    std::cerr << "usage: lfp lfpd|lfp [--quiet] --config FILE\n";
    return bad_usage;
  }
  try {
    return daemon ? pathproof::iut::lfp::run_daemon(configuration, {}, quiet)
                  : pathproof::iut::lfp::run_instance(configuration, {}, {}, quiet);
  } catch (const pathproof::UsageError& error) {
    std::cerr << words.front() << ": " << error.what() << "\n";
    return bad_usage;
  }
}
