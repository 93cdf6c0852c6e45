// SPDX-License-Identifier: Apache-2.0
#include "runner/report_files.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <sys/stat.h>
#include <unistd.h>

#include "model/core/error.hpp"
#include "reports/html.hpp"
#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/markdown.hpp"
#include "reports/write.hpp"

namespace pathproof::runner {

void ReportFiles::add_to(Command& command) {
  command.option("--junit", junit, "Writes JUnit XML");
  command.option("--json", json, "Writes the JSON report");
  command.option("--html", html, "Writes a report to look at, in one file");
  command.option("--markdown", markdown, "Writes a summary for the page of a job");
  command.option(
      "--annotations", annotations, "Prints remarks that this service shows", {"github"});
}

namespace {

// Whether two names mean one regular file, or one that is not there yet.
bool is_one_file(const std::string& one, const std::string& other) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path a = fs::weakly_canonical(one, error);
  const fs::path b = fs::weakly_canonical(other, error);
  return !error && a == b && (fs::is_regular_file(a, error) || !fs::exists(a, error));
}

} // namespace

void ReportFiles::check(const std::vector<std::string>& read) const {
  std::vector<std::string> others = read;
  others.insert(others.end(), plots.begin(), plots.end());
  for (const std::string& file : {junit, json, html, markdown}) {
    if (file.empty()) {
      continue;
    }
    check_writable(file);
    for (const std::string& other : others) {
      if (!other.empty() && is_one_file(file, other)) {
        throw UsageError("cannot write " + file + ": it is another file of this command, too");
      }
    }
    others.push_back(file);
  }
}

void ReportFiles::write(const RunResult& result, const std::string& timestamp) const {
  if (!junit.empty()) {
    reports::write_file(junit, reports::junit_report(result, {.timestamp = timestamp}));
  }
  if (!json.empty()) {
    reports::write_file(json, reports::json_report(result));
  }
  if (!html.empty()) {
    reports::HtmlOptions options{.file = html, .measured = {}, .measured_names = plots};
    for (const std::string& file : plots) {
      options.measured.push_back(read_file(file));
    }
    reports::write_file(html, reports::html_report(result, options));
  }
  if (!markdown.empty()) {
    reports::write_file(markdown, reports::markdown_report(result));
  }
  if (!annotations.empty()) {
    std::cout << reports::github_annotations(result) << std::flush;
  }
}

void check_writable(const std::string& file) {
  const std::string directory =
      file.find('/') == std::string::npos ? "." : file.substr(0, file.rfind('/') + 1);
  if (access(directory.c_str(), W_OK) != 0) {
    throw UsageError("cannot write " + file + ": " + std::strerror(errno));
  }
}

std::string read_file(const std::string& file) {
  struct stat found {};

  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (::stat(file.c_str(), &found) != 0 || !in) {
    throw UsageError("cannot read " + file + ": " + std::strerror(errno));
  }
  if (S_ISDIR(found.st_mode)) {
    throw UsageError("cannot read " + file + ": " + std::strerror(EISDIR));
  }
  text << in.rdbuf();
  return text.str();
}

RunResult read_report(const std::string& file) {
  std::istringstream in(read_file(file));
  return reports::read_json(in, file);
}

} // namespace pathproof::runner
