// SPDX-License-Identifier: Apache-2.0
#include "reports/progress.hpp"

#include <cstdlib>
#include <ostream>
#include <string>

#include <unistd.h>

#include <fmt/format.h>

#include "reports/text.hpp"

namespace pathproof::reports {

bool on_terminal(int descriptor) {
  const char* const type = std::getenv("TERM");
  return ::isatty(descriptor) == 1 && type != nullptr && std::string_view(type) != "dumb";
}

Progress::Progress(std::ostream& out, bool terminal, std::size_t columns)
    : out_(out), terminal_(terminal), columns_(columns) {}

Progress::~Progress() {
  clear();
}

void Progress::show(std::uint64_t done,
                    std::uint64_t total,
                    std::uint64_t failed,
                    std::string_view now) {
  if (!terminal_) {
    return;
  }
  const std::lock_guard lock(mutex_);
  const auto time = std::chrono::steady_clock::now();
  if (drawn_ && done < total && time - last_ < std::chrono::milliseconds(100)) {
    return;
  }
  const std::string digits = std::to_string(total);
  const std::string line = fmt::format("[{:>{}}/{}] {}{}",
                                       done,
                                       digits.size(),
                                       digits,
                                       failed == 0 ? "" : fmt::format("{} failed  ", failed),
                                       now);
  erase();
  // One column stays free: writing into the last one makes some terminals begin a new line.
  out_ << one_line(line, columns_ > 0 ? columns_ - 1 : 0) << std::flush;
  drawn_ = true;
  last_ = time;
}

void Progress::clear() {
  const std::lock_guard lock(mutex_);
  if (drawn_) {
    erase();
    out_ << std::flush;
    drawn_ = false;
  }
}

void Progress::erase() {
  out_ << "\r\x1b[K";
}

} // namespace pathproof::reports
