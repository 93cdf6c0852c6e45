// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/guest/kernel_log.hpp"

#include <algorithm>
#include <array>

namespace pathproof::iut {
namespace {

// How such lines begin or what they have in them, in kernels of all ages.
constexpr std::array<std::string_view, 20> signs = {
    "WARNING: ",
    "BUG: ",
    "kernel BUG at",
    "Oops: ",
    "Kernel panic",
    "Unable to handle kernel",
    "illegal operation: ",
    "addressing exception: ",
    "specification exception: ",
    "protection exception: ",
    "refcount_t: ",
    "general protection",
    "rcu: INFO: ",
    "rcu_sched self-detected",
    "INFO: task ",
    "soft lockup",
    "hard LOCKUP",
    "possible circular locking",
    "list_add corruption",
    "list_del corruption",
};

template <typename Use>
void each_line(std::string_view text, Use use) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    use(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

} // namespace

std::string kernel_log_text(std::string_view records) {
  std::string text;
  each_line(records, [&text](std::string_view line) {
    // "PRIORITY,NUMBER,TIME,FLAGS;TEXT", then lines of further facts that begin with a blank.
    const std::size_t head = line.find(';');
    if (head != std::string_view::npos && !line.starts_with(' ')) {
      text.append(line.substr(head + 1)) += '\n';
    }
  });
  return text;
}

std::vector<std::string> kernel_complaints(std::string_view text) {
  std::vector<std::string> found;
  each_line(text, [&found](std::string_view line) {
    const bool bad = std::any_of(signs.begin(), signs.end(), [line](std::string_view sign) {
      return line.find(sign) != std::string_view::npos;
    });
    if (bad) {
      found.emplace_back(line);
    }
  });
  return found;
}

} // namespace pathproof::iut
