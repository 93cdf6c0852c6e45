// SPDX-License-Identifier: Apache-2.0
// pathproof report: other forms of a run's JSON report; pathproof compare: two of them.
#include <iostream>

#include "model/core/error.hpp"
#include "reports/compare.hpp"
#include "reports/console.hpp"
#include "reports/progress.hpp"
#include "reports/write.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"
#include "runner/report_files.hpp"

#include <unistd.h>

namespace pathproof::runner {

namespace {

struct ReportOptions {
  std::string file;
  ReportFiles files;
  bool quiet = false;
};

int report(const ReportOptions& options) {
  options.files.check({options.file});
  if (!options.files.plots.empty() && options.files.html.empty()) {
    throw UsageError("--plot is for the report that --html writes");
  }
  const RunResult result = read_report(options.file);
  options.files.write(result, "");
  const reports::ConsoleOptions console{.colour = reports::on_terminal(STDOUT_FILENO)};
  std::cout << (options.quiet ? reports::console_summary(result, console.colour)
                              : reports::console_report(result, console))
            << std::flush;
  return 0;
}

struct CompareOptions {
  std::string before;
  std::string now;
  std::string markdown;
};

int compare(const CompareOptions& options) {
  if (!options.markdown.empty()) {
    const ReportFiles files{.junit = {},
                            .json = {},
                            .html = {},
                            .markdown = options.markdown,
                            .annotations = {},
                            .plots = {}};
    files.check({options.before, options.now});
  }
  const reports::Comparison comparison =
      reports::compare(read_report(options.before), read_report(options.now));
  if (!options.markdown.empty()) {
    reports::write_file(options.markdown, reports::to_markdown(comparison));
  }
  std::cout << reports::to_text(comparison) << std::flush;
  return reports::exit_status(comparison);
}

} // namespace

Action add_report(CLI::App& app, const Context&) {
  auto options = std::make_shared<ReportOptions>();
  Command command(app, "report", "Makes other reports of the JSON report of a run");
  command.required("report", options->file, "What run wrote with --json");
  options->files.add_to(command);
  command.option("--plot",
                 options->files.plots,
                 "What explore, prove or mutants wrote with --json, to be plotted by --html");
  command.flag("--quiet", options->quiet, "Prints the summary only");
  return [options] { return report(*options); };
}

Action add_compare(CLI::App& app, const Context&) {
  auto options = std::make_shared<CompareOptions>();
  Command command(app, "compare", "Says what is fixed and what is worse since an earlier run");
  command.required("old", options->before, "The JSON report of the earlier run");
  command.required("new", options->now, "The JSON report of the later run");
  command.option("--markdown", options->markdown, "Writes it for the page of a job");
  return [options] { return compare(*options); };
}

} // namespace pathproof::runner
