// SPDX-License-Identifier: Apache-2.0
// pathproof run: judges an implementation and writes the reports.
#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <optional>
#include <set>
#include <system_error>
#include <thread>

#include <unistd.h>

#include "conformance/iut/namespace_stack.hpp"
#include "conformance/real_providers.hpp"
#include "conformance/spelling.hpp"
#include "model/core/error.hpp"
#include "model/lfp/frame.hpp"
#include "reports/console.hpp"
#include "reports/progress.hpp"
#include "runner/campaign.hpp"
#include "runner/case_frames.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"
#include "runner/report_files.hpp"
#include "runner/wire_run.hpp"
#include "vectors/pcap.hpp"
#include <pathproof_version.hpp>

namespace pathproof::runner {

namespace {

struct Options {
  SuiteOptions suite;
  std::vector<std::string> selectors;
  std::string profile;
  std::string rerun_failed;
  CampaignOptions campaign;
  ReportFiles reports;
  std::string pcap;
  std::uint32_t deadline = 2000;
  bool no_pin = false;
  bool iut_given = false;
  bool seed_given = false;
  bool quiet = false;
};

std::atomic<int> interrupted = 0;

// The first signal ends the run with its reports written; the second ends it at once.
void interrupt(int signal) {
  if (interrupted.exchange(signal) != 0) {
    std::_Exit(128 + signal);
  }
}

// When the run began: the time, or that which SOURCE_DATE_EPOCH puts in its place.
std::time_t moment() {
  const char* const fixed = std::getenv("SOURCE_DATE_EPOCH");
  char* end = nullptr;
  const long long seconds = fixed == nullptr ? 0 : std::strtoll(fixed, &end, 10);
  return fixed == nullptr || *fixed == '\0' || *end != '\0' ? std::time(nullptr)
                                                            : static_cast<std::time_t>(seconds);
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

// Those of the protocols that have a case in the result; in a shard, in the whole run.
void add_requirements(RunResult& result,
                      const std::set<const Protocol*>& of_the_run,
                      const Context& context) {
  for (const Protocol& protocol : context.protocols) {
    const bool ran =
        of_the_run.contains(&protocol) ||
        std::any_of(result.cases.begin(), result.cases.end(), [&](const CaseResult& one) {
          return protocol_of(one, context) == &protocol;
        });
    if (ran) {
      const std::vector<RequirementRow> rows = requirement_rows(protocol);
      result.requirements.insert(result.requirements.end(), rows.begin(), rows.end());
    }
  }
  judge_requirements(result);
}

std::string now() {
  const std::time_t time = moment();
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  return text;
}

// With real stacks alone, they are what is judged. With an implementation too, it is, by default as
// the layer over them, or the prerouter.
void set_providers(Options& options) {
  SuiteOptions& suite = options.suite;
  if (suite.providers.empty()) {
    return;
  }
  const auto is_of = [](const std::string& selector) {
    return selector.starts_with("cinet/prerouter");
  };
  const bool prerouter = !options.selectors.empty() &&
                         std::all_of(options.selectors.begin(), options.selectors.end(), is_of);
  suite.real_role = real_role(prerouter ? "cinet/prerouter" : "cinet");
  static_cast<void>(open_real(suite.real_role, suite.providers));
  if (!options.iut_given && (suite.roles.empty() || suite.roles == std::vector{suite.real_role})) {
    suite.iut.clear();
    suite.roles = {suite.real_role};
  } else if (suite.roles.empty()) {
    suite.roles = {prerouter ? "prerouter" : "layer"};
  } else if (std::find(suite.roles.begin(), suite.roles.end(), suite.real_role) !=
             suite.roles.end()) {
    throw UsageError("role " + suite.real_role +
                     " is played by --providers; leave out --iut and other roles to judge it");
  }
  if (suite.providers.find("netns") != std::string::npos) {
    // What it forbids is reported with the cases.
    static_cast<void>(iut::enter_user_namespace());
  }
}

// Real stacks have one role, and are nothing in other protocols.
void check_providers(const Options& options, const std::vector<Task>& tasks) {
  for (const Task& task : tasks) {
    if (!options.suite.providers.empty() &&
        real_role(task.protocol->name) != options.suite.real_role) {
      throw UsageError("--providers is for the cases of cinet, or those of cinet/prerouter alone, "
                       "not for " +
                       task.id());
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
    std::vector<std::string> names;
    for (const Protocol& protocol : context.protocols) {
      for (const std::string_view one : protocol.machines.front()->description().roles) {
        known += (known.empty() ? "" : ", ") + protocol.name + " " + std::string(one);
        names.emplace_back(one);
      }
    }
    throw UsageError("there is no role '" + role + "'; there are " + known +
                     did_you_mean(role, names));
  }
}

// FOLDER/iucv-hs-handshake-accepts@endpoint.pcap
std::string write_capture(const std::string& folder,
                          std::string id,
                          const std::vector<iut::CapturedOctets>& frames) {
  std::replace(id.begin(), id.end(), '/', '-');
  const std::string file = folder + "/" + id + ".pcap";
  const bool messages = !frames.empty() && frames.front().link == iut::Link::lfp;
  vectors::PcapWriter writer(file,
                             messages ? lfp::header_table.link_type : vectors::ethernet_link_type);
  for (const iut::CapturedOctets& one : frames) {
    writer.write(static_cast<std::int64_t>(one.time_ns), one.octets);
  }
  writer.flush();
  return file;
}

// There is no guest here, so that nothing of what was asked for could be run.
bool no_guest(const std::string& iut, const RunResult& result) {
  return iut.starts_with("hs:linux-") &&
         std::all_of(result.cases.begin(), result.cases.end(), [](const CaseResult& one) {
           return one.verdict == Verdict::unsupported;
         });
}

// What a suite of cases gives, with its requirements.
RunResult run_cases(Options& options,
                    const Context& context,
                    const std::string& began,
                    reports::Journal* journal) {
  set_providers(options);
  check_roles(options.suite.roles, context);
  const std::vector<Task> tasks =
      select_tasks(context.protocols, options.selectors, options.suite.roles);
  if (tasks.empty()) {
    throw UsageError("nothing selected");
  }
  check_providers(options, tasks);
  const Part part = part_of(options.campaign, tasks, options.suite);
  RunResult result = run_part(part, options.suite, began, journal);
  // The first shard judges what stands for a guest that nobody has.
  if (no_guest(options.suite.iut, result) && result.shard.index == 0) {
    std::uint64_t place = result.shard.cases;
    for (CaseResult& one : judge_recordings(options.suite, context)) {
      if (result.shard.count > 0) {
        result.shard.places.push_back(place++);
      }
      result.cases.push_back(std::move(one));
    }
  }
  std::set<const Protocol*> of_the_run;
  for (const Task& task : tasks) {
    if (result.shard.count > 0) {
      of_the_run.insert(task.protocol);
    }
  }
  add_requirements(result, of_the_run, context);
  return result;
}

// Selects what went wrong in an earlier run, with its seed. What was under test is not taken from
// a file: it may be a command. False when nothing went wrong.
bool select_failed(Options& options) {
  const RunResult before = read_report(options.rerun_failed);
  if (!options.selectors.empty()) {
    throw UsageError("--rerun-failed selects cases itself; leave out '" +
                     options.selectors.front() + "'");
  }
  if (before.iut != options.suite.iut && !options.iut_given) {
    throw UsageError(options.rerun_failed + " is about " + before.iut + ", which --iut has to say");
  }
  if (!before.profile.empty() && options.profile.empty()) {
    throw UsageError(options.rerun_failed + " was made with a profile, " + before.profile +
                     ", which --profile has to say");
  }
  options.suite.strict = options.suite.strict || before.strict;
  options.suite.seed = options.seed_given ? options.suite.seed : before.seed;
  for (const CaseResult& one : before.cases) {
    if (one.verdict == Verdict::fail || one.verdict == Verdict::unexpected_pass ||
        one.verdict == Verdict::error || one.verdict == Verdict::flaky) {
      options.selectors.push_back(one.id);
    }
  }
  return !options.selectors.empty();
}

int run(Options options, const Context& context) {
  options.reports.check(
      {options.profile, options.rerun_failed, options.suite.layout, options.campaign.journal});
  if (!options.rerun_failed.empty() && !select_failed(options)) {
    std::cout << "nothing went wrong in " << options.rerun_failed << '\n';
    return 0;
  }
  options.campaign.check();
  if (is_wire_run(options.suite.iut) &&
      (options.campaign.is_shard() || !options.campaign.journal.empty())) {
    throw UsageError("--shard-count and --journal are for cases; " + options.suite.iut +
                     " is judged whole");
  }
  std::optional<reports::Journal> journal;
  if (!options.campaign.journal.empty()) {
    journal.emplace(options.campaign.journal);
  }
  const std::string began = journal && !journal->began().empty() ? journal->began() : now();
  if (!options.profile.empty()) {
    options.suite.profile = read_profile(options.profile);
    options.suite.profile.today = began.substr(0, std::string_view("2026-11-20").size());
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
      !options.suite.iut.starts_with("lfp-daemon:exec") &&
      !options.suite.iut.starts_with("lfp-daemon:guest:")) {
    throw UsageError("a daemon has one path: --jobs 1 with " + options.suite.iut);
  }
  if (!options.suite.layout.empty() && !options.suite.iut.starts_with("lfp-daemon:") &&
      !options.suite.iut.starts_with("lfp-instance:")) {
    throw UsageError("--layout is for lfp-daemon:... and lfp-instance:..., not for " +
                     options.suite.iut);
  }
  if (!options.pcap.empty()) {
    std::error_code ignored; // what is no folder afterwards is not writable either
    std::filesystem::create_directory(options.pcap, ignored);
    check_writable(options.pcap + "/.");
  }
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
  options.suite.stop = &interrupted;
  options.suite.capture = [&](CaseResult& result, const auto& frames) {
    if (!options.pcap.empty()) {
      result.capture = write_capture(options.pcap, result.id, frames);
    }
    describe_frames(result, frames, context.frames);
  };
  std::uint64_t failed = 0;
  reports::Progress progress(std::cerr, reports::on_terminal(STDERR_FILENO));
  options.suite.progress = [&](const CaseResult& one, std::size_t done, std::size_t all) {
    failed += one.verdict == Verdict::fail ? 1 : 0;
    progress.show(done, all, failed, one.id);
  };
  RunResult result;
  if (is_wire_run(options.suite.iut)) {
    result = wire_run(options.suite, options.selectors, context);
    add_requirements(result, {}, context);
  } else {
    result = run_cases(options, context, began, journal ? &*journal : nullptr);
  }
  progress.clear();
  result.version = version;
  if (interrupted != 0) {
    result.interrupted = interrupted == SIGINT ? "SIGINT" : "SIGTERM";
  }
  options.reports.write(result, began);
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
                 "hs:pcap:FILE, lfp-daemon:exec[-tcp]:CMD, lfp-daemon:guest:CMD, "
                 "lfp-daemon:INSTANCE_FILE, "
                 "lfp-instance:exec[-tcp]:CMD or nss:memory");
  command.option(
      "--layout", suite.layout, "Of the messages of LFP, where it is not the profile's own (TOML)");
  command.option("--providers",
                 suite.providers,
                 "KIND[+KIND...][:none|:K,...], kinds netns and lwip: a real TCP/IP stack for each "
                 "provider, K without interface; they are judged, or, with --iut, the layer over "
                 "them. netns for cinet/prerouter: its transport drivers");
  command.option("--role", suite.roles, "The role under test; all when left out");
  command.option("--profile", options->profile, "What is known of the implementation (TOML)");
  command.option("--seed", suite.seed, "Of generated tests and of the reference");
  command.option("--steps", suite.steps, "Moves of a generated test", {1, 10'000});
  command.option("--tests", suite.tests, "Generated tests of a case", {1, 100'000'000});
  command.option("--instances", suite.instances, "Providers, where a case leaves it open", {1, 32});
  command.option("--rerun-failed",
                 options->rerun_failed,
                 "Selects what went wrong in the run of this JSON report, with its seed");
  options->campaign.add_to(command);
  command.option("--jobs", suite.jobs, "Cases at a time; 0: one for each processor");
  command.option("--replays", suite.replays, "Of a failure before it is reported", {1, 1000});
  command.option(
      "--deadline", options->deadline, "Milliseconds for one answer; 0: none, for debugging");
  command.flag(
      "--no-pin", options->no_pin, "Does not keep the implementation on the kit's processor");
  command.flag("--strict", suite.strict, "Requirements of level note fail a case too");
  command.flag("--no-shrink{false}", suite.shrink, "Reports failures as they were found");
  options->reports.add_to(command);
  command.option("--pcap",
                 options->pcap,
                 "A folder, made if need be, for a capture of each case that has frames");
  command.flag("--quiet", options->quiet, "Prints the summary only");
  return [options, context, command] {
    options->iut_given = command.was_given("--iut");
    options->seed_given = command.was_given("--seed");
    return run(*options, context);
  };
}

} // namespace pathproof::runner
