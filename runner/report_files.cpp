// SPDX-License-Identifier: Apache-2.0
#include "runner/report_files.hpp"

#include <cerrno>
#include <cstring>
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

void ReportFiles::check() const {
  for (const std::string& file : {junit, json, html, markdown}) {
    if (!file.empty()) {
      check_writable(file);
    }
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
