// SPDX-License-Identifier: Apache-2.0
// pathproof report: other forms of a run's JSON report; pathproof compare: two of them;
// pathproof merge: shards of one.
#include <iostream>

#include "model/core/error.hpp"
#include "reports/compare.hpp"
#include "reports/console.hpp"
#include "reports/merge.hpp"
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

void show(const RunResult& result, bool quiet) {
  const reports::ConsoleOptions console{.colour = reports::on_terminal(STDOUT_FILENO)};
  std::cout << (quiet ? reports::console_summary(result, console.colour)
                      : reports::console_report(result, console))
            << std::flush;
}

int report(const ReportOptions& options) {
  options.files.check({options.file});
  if (!options.files.plots.empty() && options.files.html.empty()) {
    throw UsageError("--plot is for the report that --html writes");
  }
  const RunResult result = read_report(options.file);
  options.files.write(result, "");
  show(result, options.quiet);
  return 0;
}

struct MergeOptions {
  std::vector<std::string> shards;
  ReportFiles files;
  bool quiet = false;
};

int merge(const MergeOptions& options) {
  options.files.check(options.shards);
  std::vector<reports::NamedReport> shards;
  for (const std::string& file : options.shards) {
    shards.push_back({file, read_report(file)});
  }
  const RunResult result = reports::merge(std::move(shards));
  options.files.write(result, "");
  show(result, options.quiet);
  return exit_status(result);
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

Action add_merge(CLI::App& app, const Context&) {
  auto options = std::make_shared<MergeOptions>();
  Command command(app, "merge", "Makes one report of the JSON reports of all shards of a run");
  command.required("report", options->shards, "What run --shard-count wrote with --json");
  options->files.add_to(command);
  command.flag("--quiet", options->quiet, "Prints the summary only");
  return [options] { return merge(*options); };
}

} // namespace pathproof::runner
