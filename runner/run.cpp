// SPDX-License-Identifier: Apache-2.0
// pathproof run: judges an implementation and writes the reports.
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <iostream>
#include <thread>

#include <unistd.h>

#include "conformance/iut/netns.hpp"
#include "model/core/error.hpp"
#include "reports/console.hpp"
#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/write.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"
#include "runner/wire_run.hpp"
#include "vectors/pcap.hpp"
#include <pathproof_version.hpp>

namespace pathproof::runner {

namespace {

struct Options {
  SuiteOptions suite;
  std::vector<std::string> selectors;
  std::string profile;
  std::string junit;
  std::string json;
  std::string pcap;
  std::uint32_t deadline = 2000;
  bool no_pin = false;
  bool iut_given = false;
  bool quiet = false;
};

std::atomic<int> interrupted = 0;

// The first signal ends the run with its reports written; the second ends it at once.
void interrupt(int signal) {
  if (interrupted.exchange(signal) != 0) {
    std::_Exit(128 + signal);
  }
}

// Fails before the run, not after it, when a report could not be written.
void check_writable(const std::string& file) {
  const std::string directory =
      file.find('/') == std::string::npos ? "." : file.substr(0, file.rfind('/') + 1);
  if (access(directory.c_str(), W_OK) != 0) {
    throw UsageError("cannot write " + file + ": " + std::strerror(errno));
  }
}

// The protocol that judged a case: of "iucv" and "iucv/hs" the more particular one.
const Protocol* protocol_of(const CaseResult& result, const Context& context) {
  const Protocol* found = nullptr;
  for (const Protocol& one : context.protocols) {
    if (result.id.starts_with(one.name + "/") &&
        (found == nullptr || one.name.size() > found->name.size())) {
      found = &one;
    }
  }
  return found;
}

// Those of the protocols that have a case in the result.
void add_requirements(RunResult& result, const Context& context) {
  for (const Protocol& protocol : context.protocols) {
    const bool ran =
        std::any_of(result.cases.begin(), result.cases.end(), [&](const CaseResult& one) {
          return protocol_of(one, context) == &protocol;
        });
    if (!ran) {
      continue;
    }
    for (RequirementRow row : requirement_rows(protocol)) {
      const CaseResult* worst = nullptr;
      for (const CaseResult& one : result.cases) {
        const auto& cites = one.requirements;
        if (std::find(cites.begin(), cites.end(), row.requirement.id) != cites.end() &&
            (worst == nullptr || one.verdict > worst->verdict)) {
          worst = &one;
        }
      }
      row.verdict = worst == nullptr ? "" : std::string(to_string(worst->verdict));
      result.requirements.push_back(row);
    }
  }
}

std::string now() {
  const std::time_t time = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  return text;
}

// With real providers alone, they are what is judged. With an implementation too, it is, by default
// as the layer over them.
void set_providers(Options& options) {
  SuiteOptions& suite = options.suite;
  if (suite.providers.empty()) {
    return;
  }
  const iut::NetnsProviders checked(suite.providers);
  const std::string provider = "provider";
  if (!options.iut_given && (suite.roles.empty() || suite.roles == std::vector{provider})) {
    suite.iut.clear();
    suite.roles = {provider};
  } else if (suite.roles.empty()) {
    suite.roles = {"layer"};
  } else if (std::find(suite.roles.begin(), suite.roles.end(), provider) != suite.roles.end()) {
    throw UsageError("role provider is played by --providers; leave out --iut and other roles to "
                     "judge it");
  }
  // What it forbids is reported with the cases.
  static_cast<void>(iut::enter_user_namespace());
}

// Real stacks are providers of Common INET and of nothing else.
void check_providers(const Options& options, const std::vector<Task>& tasks) {
  for (const Task& task : tasks) {
    if (!options.suite.providers.empty() && task.protocol->name != "cinet") {
      throw UsageError("--providers is for the cases of cinet, not for " + task.id());
    }
  }
}

// A role has to be one of some protocol; which of them is meant the selectors say.
void check_roles(const std::vector<std::string>& roles, const Context& context) {
  for (const std::string& role : roles) {
    const auto has_it = [&](const Protocol& protocol) {
      const auto& known = protocol.machines.front()->description().roles;
      return std::find(known.begin(), known.end(), role) != known.end();
    };
    if (std::any_of(context.protocols.begin(), context.protocols.end(), has_it)) {
      continue;
    }
    std::string known;
    for (const Protocol& protocol : context.protocols) {
      for (const std::string_view one : protocol.machines.front()->description().roles) {
        known += (known.empty() ? "" : ", ") + protocol.name + " " + std::string(one);
      }
    }
    throw UsageError("there is no role '" + role + "'; there are " + known);
  }
}

// FOLDER/iucv-hs-handshake-accepts@endpoint.pcap
void write_capture(const std::string& folder,
                   std::string id,
                   const std::vector<iut::CapturedOctets>& frames) {
  std::replace(id.begin(), id.end(), '/', '-');
  vectors::PcapWriter writer(folder + "/" + id + ".pcap");
  for (const iut::CapturedOctets& one : frames) {
    writer.write(static_cast<std::int64_t>(one.time_ns), one.octets);
  }
  writer.flush();
}

// There is no guest here, so that nothing of what was asked for could be run.
bool no_guest(const std::string& iut, const RunResult& result) {
  return iut.starts_with("hs:linux-") &&
         std::all_of(result.cases.begin(), result.cases.end(), [](const CaseResult& one) {
           return one.verdict == Verdict::unsupported;
         });
}

// What a suite of cases gives.
RunResult run_cases(Options& options, const Context& context) {
  set_providers(options);
  check_roles(options.suite.roles, context);
  const std::vector<Task> tasks =
      select_tasks(context.protocols, options.selectors, options.suite.roles);
  if (tasks.empty()) {
    throw UsageError("nothing selected");
  }
  check_providers(options, tasks);
  return run_suite(tasks, options.suite);
}

int run(Options options, const Context& context) {
  if (!options.profile.empty()) {
    options.suite.profile = read_profile(options.profile);
  }
  options.suite.limits.deadline_ms = options.deadline;
  options.suite.limits.pin = !options.no_pin;
  if (options.suite.jobs == 0) {
    options.suite.jobs = std::max(1U, std::thread::hardware_concurrency());
  }
  if (options.suite.jobs > 1 &&
      (options.suite.iut.starts_with("hs:dgram:") || options.suite.iut.starts_with("hs:raw:"))) {
    throw UsageError("the kit has one end of the wire: --jobs 1 with " + options.suite.iut);
  }
  if (options.suite.jobs > 1 && options.suite.iut.starts_with("lfp-daemon:") &&
      !options.suite.iut.starts_with("lfp-daemon:exec")) {
    throw UsageError("a daemon has one path: --jobs 1 with " + options.suite.iut);
  }
  if (!options.suite.layout.empty() && !options.suite.iut.starts_with("lfp-daemon:")) {
    throw UsageError("--layout is for lfp-daemon:..., not for " + options.suite.iut);
  }
  if (!options.pcap.empty()) {
    check_writable(options.pcap + "/.");
  }
  for (const std::string& file : {options.junit, options.json}) {
    if (!file.empty()) {
      check_writable(file);
    }
  }
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
  options.suite.stop = &interrupted;
  const std::string timestamp = now();
  if (!options.pcap.empty()) {
    options.suite.capture = [&](const std::string& id, const auto& frames) {
      write_capture(options.pcap, id, frames);
    };
  }
  std::uint64_t failed = 0;
  reports::Progress progress(std::cerr, reports::on_terminal(STDERR_FILENO));
  options.suite.progress = [&](const CaseResult& one, std::size_t done, std::size_t all) {
    failed += one.verdict == Verdict::fail ? 1 : 0;
    progress.show(done, all, failed, one.id);
  };
  RunResult result = is_wire_run(options.suite.iut)
                         ? wire_run(options.suite, options.selectors, context)
                         : run_cases(options, context);
  progress.clear();
  if (no_guest(options.suite.iut, result)) {
    for (CaseResult& one : judge_recordings(options.suite, context)) {
      result.cases.push_back(std::move(one));
    }
  }
  result.version = version;
  if (interrupted != 0) {
    result.interrupted = interrupted == SIGINT ? "SIGINT" : "SIGTERM";
  }
  add_requirements(result, context);
  if (!options.junit.empty()) {
    reports::write_file(options.junit, reports::junit_report(result, {.timestamp = timestamp}));
  }
  if (!options.json.empty()) {
    reports::write_file(options.json, reports::json_report(result));
  }
  const reports::ConsoleOptions console{.colour = reports::on_terminal(STDOUT_FILENO)};
  std::cout << (options.quiet ? reports::console_summary(result, console.colour)
                              : reports::console_report(result, console))
            << std::flush;
  if (!std::cout) {
    throw UsageError("cannot write the results to standard output");
  }
  return exit_status(result);
}

} // namespace

Action add_run(CLI::App& app, const Context& context) {
  auto options = std::make_shared<Options>();
  SuiteOptions& suite = options->suite;
  suite.program = name_of(app);
  Command command(app, "run", "Judges an implementation");
  command.option(
      "selector", options->selectors, "Families, cases or requirements; everything when left out");
  command.option("--iut",
                 suite.iut,
                 "reference[:MUTANT], exec:CMD, unix:PATH, tcp:HOST:PORT, plugin:FILE.so, "
                 "hs:linux-guest, hs:linux-pair, hs:dgram:LOCAL,PEER, hs:raw:INTERFACE, "
                 "hs:pcap:FILE, lfp-daemon:exec[-tcp]:CMD, "
                 "lfp-daemon:INSTANCE_FILE or nss:memory");
  command.option("--layout",
                 suite.layout,
                 "Of the messages of an lfp-daemon, where it is not the profile's own (TOML)");
  command.option("--providers",
                 suite.providers,
                 "netns[:none|:K,...]: a network namespace for each provider, K without "
                 "interface; they are judged, or, with --iut, the layer over them");
  command.option("--role", suite.roles, "The role under test; all when left out");
  command.option("--profile", options->profile, "What is known of the implementation (TOML)");
  command.option("--seed", suite.seed, "Of generated tests and of the reference");
  command.option("--steps", suite.steps, "Moves of a generated test", {1, 10'000});
  command.option("--tests", suite.tests, "Generated tests of a case", {1, 100'000'000});
  command.option("--instances", suite.instances, "Providers, where a case leaves it open", {1, 32});
  command.option("--jobs", suite.jobs, "Cases at a time; 0: one for each processor");
  command.option("--replays", suite.replays, "Of a failure before it is reported", {1, 1000});
  command.option(
      "--deadline", options->deadline, "Milliseconds for one answer; 0: none, for debugging");
  command.flag(
      "--no-pin", options->no_pin, "Does not keep the implementation on the kit's processor");
  command.flag("--strict", suite.strict, "Requirements of level note fail a case too");
  command.flag("--no-shrink{false}", suite.shrink, "Reports failures as they were found");
  command.option("--junit", options->junit, "Writes JUnit XML");
  command.option("--json", options->json, "Writes the JSON report");
  command.option("--pcap", options->pcap, "A folder for a capture of each case that has frames");
  command.flag("--quiet", options->quiet, "Prints the summary only");
  return [options, context, command] {
    options->iut_given = command.was_given("--iut");
    return run(*options, context);
  };
}

} // namespace pathproof::runner
