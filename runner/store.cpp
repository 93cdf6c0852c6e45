// SPDX-License-Identifier: Apache-2.0
#include "runner/store.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/core/digest.hpp"
#include "model/core/error.hpp"
#include "reports/write.hpp"
#include "runner/report_files.hpp"

namespace pathproof::runner {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view schema = "pathproof-store";

// The files whose code this process runs, the program itself for one: rules, solver and all that
// they call.
std::set<std::string> files_with_code() {
  std::set<std::string> files;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const std::size_t path = line.find('/');
    if (path != std::string::npos && line.find(" r-xp ") != std::string::npos) {
      files.insert(line.substr(path));
    }
  }
  return files;
}

// One that was replaced while it runs cannot be read any more, and is no other one.
std::string digest_of_code() {
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  std::uint64_t value = digest(read_file("/proc/self/exe"));
  for (const std::string& file : files_with_code()) {
    if (file != program) {
      value = digest(read_file(file), value);
    }
  }
  return to_digits(value);
}

// What a file of the store has, without its own digest.
Json content_of(const std::string& depends_on, const Json& result) {
  return {{"schema", schema}, {"depends_on", Json::parse(depends_on)}, {"result", result}};
}

std::string digest_of(const Json& content) {
  return to_digits(digest(content.dump()));
}

} // namespace

StoredResult::StoredResult(const std::string& folder,
                           std::string_view what,
                           const Dependencies& depends_on) {
  static const std::string code = digest_of_code();
  Json all{{"program and libraries", code}};
  for (const auto& [name, value] : depends_on) {
    all[name] = value;
  }
  depends_on_ = all.dump();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  file_ = fmt::format("{}/{}-{}", folder, what, to_digits(digest(depends_on_)));
  const std::string lock = file_ + ".lock";
  file_ += ".json";
  lock_ = iut::Descriptor(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (!lock_) {
    throw UsageError("cannot write " + lock + ": " + std::strerror(errno));
  }
  // Where locks are not known, two jobs may work on the same, and one of them is kept.
  if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    std::cerr << file_ << ": another job works on it; waiting\n";
    while (::flock(lock_.get(), LOCK_EX) != 0 && errno == EINTR) {
    }
  }
}

std::optional<std::string> StoredResult::read() const {
  if (!std::filesystem::exists(file_)) {
    return {};
  }
  const Json kept = Json::parse(read_file(file_), nullptr, false);
  const auto result = kept.is_object() ? kept.find("result") : kept.end();
  if (kept.is_object() && result != kept.end()) {
    Json whole = content_of(depends_on_, *result);
    whole["digest"] = digest_of(whole);
    if (whole == kept) {
      return result->dump();
    }
  }
  std::cerr << file_ << ": not as it was written; it is computed again\n";
  return {};
}

void StoredResult::keep(const std::string& result) const {
  Json whole = content_of(depends_on_, Json::parse(result));
  whole["digest"] = digest_of(whole);
  reports::write_file(file_, whole.dump(1) + "\n");
}

} // namespace pathproof::runner
