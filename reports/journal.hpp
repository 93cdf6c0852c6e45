// SPDX-License-Identifier: Apache-2.0
// The results of a run as they come in, in a file that only grows: what a run that was killed goes
// on from. Each line is JSON and a digest of all lines up to it; a last line that is torn is as
// good as none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/verdict.hpp"
#include "reports/settings.hpp"

namespace pathproof::reports {

class Journal {
public:
  // Reads what is in the file, if there is one. Throws UsageError "FILE: …" for what is no journal,
  // with the line for one that is damaged, and where another run is writing it.
  explicit Journal(const std::string& file);
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

  // When its run began; empty: it is a new one.
  const std::string& began() const { return began_; }

  // What was done before.
  const std::vector<CaseResult>& cases() const { return cases_; }

  // Begins, or goes on with, the run with these settings. Throws UsageError where the journal is
  // that of another run, which stays as it is.
  void start(const Settings& settings, const std::string& began);

  // Keeps a result for good. Throws UsageError when that is not possible.
  void add(const CaseResult& result);

private:
  void open(int flags);
  void lock() const;
  void read();
  void append(std::string line);
  [[noreturn]] void fail(const std::string& what) const;
  [[noreturn]] void fail(std::size_t line, const std::string& what) const;

  std::string file_;
  int descriptor_ = -1;
  std::string began_;
  Settings settings_;
  std::vector<CaseResult> cases_;
  std::uint64_t size_ = 0;   // of the lines that are whole
  std::uint64_t digest_ = 0; // of them
};

} // namespace pathproof::reports
