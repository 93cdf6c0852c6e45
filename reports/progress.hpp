// SPDX-License-Identifier: Apache-2.0
// The line that shows how far a run is, for a person at a terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <mutex>
#include <string_view>

namespace pathproof::reports {

// Whether the file descriptor is a terminal that can redraw a line (not a pipe, not TERM=dumb).
bool on_terminal(int descriptor);

// Redraws one line on a terminal and writes nothing anywhere else, so that logs stay clean. Safe to
// call from several threads. The line is gone after `clear` and after destruction.
class Progress {
public:
  // `out` is where the line goes (std::cerr); `terminal` is the answer of `on_terminal`.
  Progress(std::ostream& out, bool terminal, std::size_t columns = 80);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Shows "[ 45/212] 2 failed  cinet/shared_memory/…". Draws at most every 100 ms, so that it may
  // be called for every case; the last case is always drawn.
  void show(std::uint64_t done, std::uint64_t total, std::uint64_t failed, std::string_view now);

  // Takes the line away, for other output; the next `show` draws it again at once.
  void clear();

private:
  void erase();

  std::mutex mutex_;
  std::ostream& out_;
  bool terminal_;
  std::size_t columns_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_{};
};

} // namespace pathproof::reports
