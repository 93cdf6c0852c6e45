// SPDX-License-Identifier: Apache-2.0
// Files for the tests of reports: a folder to write in, and approved output to compare with.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "cmake/testing/catch.hpp"

// Where tests may write: given by the build, or the system's folder for temporary files.
#ifndef PATHPROOF_REPORTS_WORK
#define PATHPROOF_REPORTS_WORK std::filesystem::temp_directory_path() / "pathproof-test-reports"
#endif

namespace pathproof::reports::support {

// The matcher for a part of a text, which has another name in each version of Catch2.
inline auto contains(const std::string& part) {
#if CATCH_VERSION_MAJOR >= 3
  return Catch::Matchers::ContainsSubstring(part);
#else
  return Catch::Matchers::Contains(part);
#endif
}

inline std::string tests_folder() {
  return PATHPROOF_SOURCE_DIR "/reports/tests";
}

// An empty folder of its own for a test: tests run at the same time.
inline std::string fresh_folder(std::string_view name) {
  const std::filesystem::path folder = std::filesystem::path(PATHPROOF_REPORTS_WORK) / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder.string();
}

inline std::string read_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void put_file(const std::string& file, std::string_view content) {
  std::ofstream(file, std::ios::binary) << content;
}

// Compares with tests/baselines/NAME. After a wanted change run the tests once with
// PATHPROOF_ACCEPT_BASELINES=1 and review the difference like code.
inline void check_baseline(const std::string& name, const std::string& text) {
  const std::string file = tests_folder() + "/baselines/" + name;
  const char* const accept = std::getenv("PATHPROOF_ACCEPT_BASELINES");
  if (accept != nullptr && std::string_view(accept) == "1") {
    put_file(file, text);
  }
  const std::string approved = read_file(file);
  const auto length = static_cast<std::ptrdiff_t>(std::min(approved.size(), text.size()));
  const auto differs = std::mismatch(text.begin(), text.begin() + length, approved.begin()).first;
  const auto begin = text.rfind('\n', static_cast<std::size_t>(differs - text.begin()));
  INFO("approved: " << file);
  INFO(
      "from the first difference on: " << text.substr(begin == std::string::npos ? 0 : begin, 300));
  CHECK(text == approved);
}

} // namespace pathproof::reports::support
