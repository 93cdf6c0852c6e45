// SPDX-License-Identifier: Apache-2.0
#include "reports/journal.hpp"

#include <cerrno>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "model/core/digest.hpp"
#include "model/core/error.hpp"
#include "reports/json.hpp"
#include "reports/json_values.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

constexpr std::string_view begin_of_journal = R"({"schema":"pathproof-journal")";
constexpr int journal_version = 1;
constexpr std::size_t digits_size = 16;

std::string system_message() {
  return std::generic_category().message(errno);
}

// `{…} 0123456789abcdef`: the JSON, when the digest is that of all up to it.
std::optional<std::string_view> checked(std::string_view line, std::uint64_t& value) {
  if (line.size() <= digits_size + 1 || line[line.size() - digits_size - 1] != ' ') {
    return std::nullopt;
  }
  const std::string_view json = line.substr(0, line.size() - digits_size - 1);
  const std::uint64_t now = digest(json, value);
  if (line.substr(json.size() + 1) != to_digits(now)) {
    return std::nullopt;
  }
  value = now;
  return json;
}

} // namespace

Journal::Journal(const std::string& file) : file_(file), digest_(digest_of_nothing) {
  struct stat found {};

  if (::stat(file_.c_str(), &found) != 0) {
    if (errno != ENOENT) {
      fail(system_message());
    }
    return;
  }
  if (!S_ISREG(found.st_mode)) {
    fail("it is no regular file");
  }
  open(0);
  read();
}

Journal::~Journal() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

void Journal::fail(const std::string& what) const {
  throw UsageError(fmt::format("journal {}: {}", one_line(file_, 300), what));
}

void Journal::fail(std::size_t line, const std::string& what) const {
  throw UsageError(fmt::format("journal {}:{}: {}", one_line(file_, 300), line, what));
}

void Journal::open(int flags) {
  descriptor_ = ::open(file_.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | O_NOCTTY | flags, 0666);
  if (descriptor_ < 0) {
    fail(system_message());
  }
  lock();
}

// A lock of the process: what it starts does not inherit it, and need not have ended before the
// journal is opened again.
void Journal::lock() const {
  struct flock whole {};

  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  if (::fcntl(descriptor_, F_SETLK, &whole) != 0) {
    fail(errno == EACCES || errno == EAGAIN ? "another run is writing it" : system_message());
  }
}

void Journal::read() {
  std::string text;
  char bytes[64 * 1024];
  ssize_t count = 0;
  while ((count = ::read(descriptor_, bytes, sizeof bytes)) != 0) {
    if (count < 0) {
      fail(system_message());
    }
    text.append(bytes, static_cast<std::size_t>(count));
  }
  const std::string_view begin = std::string_view(text).substr(0, begin_of_journal.size());
  if (!begin_of_journal.starts_with(begin)) {
    fail("this is no journal of a run");
  }
  std::string_view rest = text;
  for (std::size_t line = 1; !rest.empty(); ++line) {
    const std::size_t end = rest.find('\n');
    const std::string_view whole = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    const auto json = end == std::string_view::npos ? std::nullopt : checked(whole, digest_);
    if (!json) {
      if (!rest.empty()) {
        fail(line, "this record is damaged");
      }
      return; // torn when its run was killed
    }
    size_ += whole.size() + 1;
    if (line > 1) {
      cases_.push_back(read_json_line(*json, fmt::format("journal {}:{}", file_, line)));
      continue;
    }
    try {
      const Json header = Json::parse(*json);
      if (header.at("schema_version").get<int>() != journal_version) {
        fail(line, "it was written by a version whose journals are not known here");
      }
      began_ = header.at("began").get<std::string>();
      for (const auto& one : header.at("settings").items()) {
        settings_.emplace_back(one.key(), one.value().get<std::string>());
      }
    } catch (const Json::exception&) {
      fail(line, "this is no journal of a run");
    }
  }
}

void Journal::start(const Settings& settings, const std::string& began) {
  if (!began_.empty()) {
    const std::string differs = difference(settings_, settings);
    if (!differs.empty()) {
      fail("it is that of another run: " + differs);
    }
  } else if (descriptor_ < 0) {
    open(O_CREAT | O_EXCL);
  }
  if (::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) {
    fail(system_message());
  }
  if (began_.empty()) {
    Json named = Json::object();
    for (const auto& [name, value] : settings) {
      named[name] = value;
    }
    append(Json{{"schema", "pathproof-journal"},
                {"schema_version", journal_version},
                {"began", began},
                {"settings", std::move(named)}}
               .dump(-1, ' ', false, Json::error_handler_t::replace));
    began_ = began;
  }
}

void Journal::add(const CaseResult& result) {
  append(json_line(result));
}

void Journal::append(std::string line) {
  digest_ = digest(line, digest_);
  line += " " + to_digits(digest_) + "\n";
  std::string_view left = line;
  while (!left.empty()) {
    const ssize_t count = ::write(descriptor_, left.data(), left.size());
    if (count < 0 && errno != EINTR) {
      fail(system_message());
    }
    left.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
  }
}

} // namespace pathproof::reports
