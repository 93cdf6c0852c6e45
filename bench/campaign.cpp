// SPDX-License-Identifier: Apache-2.0
// Campaigns: shards beside each other, their reports merged, and what a journal costs.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "bench/row.hpp"
#include "bench/svg.hpp"
#include "conformance/cases/cinet/cases.hpp"
#include "conformance/iut/cpu.hpp"
#include "conformance/suite.hpp"
#include "model/cinet/machines.hpp"
#include "reports/journal.hpp"
#include "reports/json.hpp"
#include "reports/write.hpp"

namespace pathproof::bench {

namespace {

namespace fs = std::filesystem;

// A folder of this measurement, which goes with it.
class Folder {
public:
  Folder() : path_(fs::temp_directory_path() / fmt::format("pathproof-bench-{}", ::getpid())) {
    fs::create_directories(path_);
  }

  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  std::string file(const std::string& name) const { return path_ / name; }

private:
  fs::path path_;
};

using Words = std::vector<std::string>;

pid_t start(const Words& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
    execv(arguments.front(), arguments.data());
    _exit(127);
  }
  return child;
}

// Programs beside each other.
struct Took {
  double wall = 0;              // seconds until the last has ended
  double processor_longest = 0; // seconds of processor that one of them took at most
  bool passed = true;
};

Took run_all(const std::vector<Words>& programs) {
  Took took;
  iut::release_cpu(); // which a run in this process may have shared with an implementation
  took.wall = timed([&] {
    std::vector<pid_t> children;
    for (const Words& words : programs) {
      children.push_back(start(words));
    }
    for (const pid_t child : children) {
      int status = -1;
      rusage used{};
      took.passed = wait4(child, &status, 0, &used) == child && status == 0 && took.passed;
      const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
      };
      took.processor_longest =
          std::max(took.processor_longest, seconds(used.ru_utime) + seconds(used.ru_stime));
    }
  });
  return took;
}

std::vector<Row> merging(const Options& options, const Folder& folder) {
  constexpr double seconds_max = 5;
  const std::size_t shards = options.quick ? 5 : 100;
  const RunResult whole = many_cases(options.quick ? 200 : 10'000, {"layer"});
  Words words{options.kit, "merge", "--quiet", "--json", folder.file("merged.json")};
  std::uintmax_t bytes = 0;
  for (std::size_t index = 0; index < shards; ++index) {
    RunResult shard = whole;
    shard.cases.clear();
    shard.shard = {
        .index = index, .count = shards, .cases = whole.cases.size(), .places = {}, .settings = {}};
    for (std::size_t i = index; i < whole.cases.size(); i += shards) {
      shard.cases.push_back(whole.cases[i]);
      shard.shard.places.push_back(i);
    }
    words.push_back(folder.file(fmt::format("{}.json", index)));
    reports::write_file(words.back(), reports::json_report(shard));
    bytes += fs::file_size(words.back());
  }
  std::vector<double> seconds;
  bool passed = true;
  for (unsigned round = 0; round < options.rounds; ++round) {
    const Took took = run_all({words});
    seconds.push_back(took.wall);
    passed = passed && took.passed;
  }
  const double took = median(seconds);
  return {
      {.name = fmt::format("merge of {} shards, {} cases of a layer", shards, whole.cases.size()),
       .measured = fmt::format("{:.2f} s, {:.1f} MB", took, static_cast<double>(bytes) / 1e6),
       .against = fmt::format("{:.0f} s", seconds_max),
       .ratio = took / seconds_max,
       .wanted = 1,
       .at_most = true,
       .skipped = passed ? "" : "merge failed"}};
}

// The time that the results of a run take to get into a journal, and the time of the run.
Row journal_cost(const std::string& name,
                 const std::string& iut,
                 double wanted,
                 const Options& options,
                 const Folder& folder) {
  Protocol protocol{.name = "cinet", .machines = {}, .cases = cinet::cases().cases, .symbolic = {}};
  protocol.machines.push_back(cinet::make_whole());
  const std::vector<Protocol> protocols{std::move(protocol)};
  const auto tasks = select_tasks(protocols, {}, {"layer"});
  SuiteOptions suite;
  suite.iut = iut;
  suite.tests = options.quick ? 1 : suite.tests;
  std::vector<double> runs;
  std::vector<double> journals;
  bool passed = true;
  for (unsigned round = 0; round < options.rounds; ++round) {
    RunResult result;
    runs.push_back(timed([&] { result = run_suite(tasks, suite); }));
    passed = passed && exit_status(result) == 0;
    const std::string file = folder.file(name + std::to_string(round));
    journals.push_back(timed([&] {
      reports::Journal journal(file);
      journal.start({{"seed", "1"}}, "2026-11-20T09:30:00");
      for (const CaseResult& one : result.cases) {
        journal.add(one);
      }
    }));
  }
  const double run = median(runs);
  const double journal = median(journals);
  return {.name = fmt::format("journal, {} cases, {}", tasks.size(), name),
          .measured = fmt::format("{:.2f} ms", journal * 1000),
          .against = fmt::format("run {:.0f} ms", run * 1000),
          .ratio = journal / run,
          .wanted = options.quick ? 0 : wanted,
          .at_most = true,
          .skipped = passed ? "" : "the run did not pass"};
}

// A layer in a process of its own, and the reference in this one, which takes no time to answer.
std::vector<Row> journal_costs(const Options& options, const Folder& folder) {
  return {journal_cost("layer a process",
                       "exec:" + options.kit + " serve cinet --role layer",
                       0.02,
                       options,
                       folder),
          journal_cost("layer in process", "reference", 0, options, folder)};
}

struct Point {
  unsigned workers = 0;
  double wall = 0;      // times as fast as one worker
  double processor = 0; // the same, if each had a processor to itself
};

std::string plot_of(const std::vector<Point>& points) {
  const double most = points.back().workers;
  const auto x = [&](double workers) { return 70 + 500 * workers / most; };
  const auto y = [&](double ratio) { return 330 - 300 * ratio / most; };
  std::string svg;
  std::string wall;
  std::string processor;
  for (const Point& one : points) {
    svg += line_between(x(one.workers), 30, x(one.workers), 330);
    svg += line_between(70, y(one.workers), 570, y(one.workers));
    svg += text_at(x(one.workers), 350, "middle", std::to_string(one.workers));
    svg += text_at(62, y(one.workers) + 4, "end", std::to_string(one.workers));
    wall += fmt::format("{:.1f},{:.1f} ", x(one.workers), y(one.wall));
    processor += fmt::format("{:.1f},{:.1f} ", x(one.workers), y(one.processor));
  }
  const Point& last = points.back();
  svg += text_at(320, 375, "middle", "workers: shards at the same time");
  svg += text_at(10,
                 20,
                 "start",
                 fmt::format("throughput, one worker is 1; a machine with {} processors",
                             std::thread::hardware_concurrency()));
  svg += curve_through(processor, "#36c") + curve_through(wall, "#b33");
  svg += text_at(x(last.workers) - 6, y(last.processor) - 8, "end", "a processor for each");
  svg += text_at(x(last.workers) - 6, y(last.wall) + 18, "end", "as measured");
  return svg_of(svg);
}

// The same cases as one run and as shards beside each other, split by the times of an earlier run.
std::vector<Row> workers(const Options& options, const Folder& folder) {
  const std::string times = folder.file("times.xml");
  const Words whole{options.kit,
                    "run",
                    "cinet",
                    "iucv/path",
                    "nss",
                    "--quiet",
                    "--tests",
                    options.quick ? "1" : "200"};
  Words measured = whole;
  measured.insert(measured.end(), {"--junit", times});
  bool passed = run_all({measured}).passed;
  std::vector<Point> points;
  std::vector<Row> rows;
  for (const unsigned count : {1U, 2U, 3U, 4U}) {
    std::vector<Words> shards;
    for (unsigned index = 0; index < count; ++index) {
      Words words = whole;
      words.insert(words.end(),
                   {"--shard-index",
                    std::to_string(index),
                    "--shard-count",
                    std::to_string(count),
                    "--shard-costs",
                    times,
                    "--json",
                    folder.file(fmt::format("worker-{}.json", index))});
      shards.push_back(std::move(words));
    }
    std::vector<double> wall;
    std::vector<double> processor;
    // One worker beside them each time: a machine is busier at one moment than at another.
    for (unsigned round = 0; round < options.rounds; ++round) {
      const Took alone = run_all({whole});
      const Took together = run_all(shards);
      wall.push_back(alone.wall / together.wall);
      processor.push_back(alone.processor_longest / together.processor_longest);
      passed = passed && alone.passed && together.passed;
    }
    points.push_back({count, median(wall), median(processor)});
    const auto add = [&](const char* where, double throughput) {
      rows.push_back({.name = fmt::format("{} workers{}", count, where),
                      .measured = fmt::format("{:.2f} times one", throughput),
                      .against = "one run",
                      .ratio = throughput,
                      .wanted = count == 2 && !options.quick ? 1.8 : 0,
                      .skipped = passed ? "" : "a run failed"});
    };
    add(", a processor for each", points.back().processor);
    add(" on this machine", points.back().wall);
  }
  if (!options.plot.empty()) {
    reports::write_file(options.plot, plot_of(points));
  }
  return rows;
}

} // namespace

std::vector<Row> campaigns(const Options& options) {
  const Folder folder;
  std::vector<Row> rows = merging(options, folder);
  for (const auto& part : {journal_costs, workers}) {
    const std::vector<Row> more = part(options, folder);
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

} // namespace pathproof::bench
