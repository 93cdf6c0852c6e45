// SPDX-License-Identifier: Apache-2.0
// pathproof vectors: makes, checks and replays the regression vectors.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <tuple>

#include <pathproof_version.hpp>

#include "model/core/error.hpp"
#include "reports/console.hpp"
#include "reports/write.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"
#include "vectors/vector.hpp"

namespace pathproof::runner {

namespace {

struct Options {
  std::string what;
  std::vector<std::string> selectors;
  std::string directory;
  SuiteOptions suite;
  bool anew = false; // what no vector was found for is looked for again
};

// Instances with which vectors are made: two tell every order, first and rest apart.
constexpr unsigned instances = 2;

// File of a machine's vectors: "cinet/shared_memory" -> "cinet/shared_memory.json".
std::string file_of(const std::string& directory, const std::string& machine) {
  return directory + "/" + machine + ".json";
}

struct Source {
  const Protocol* protocol = nullptr;
  std::unique_ptr<Machine> machine;
  const Machine* judge = nullptr; // of the protocol
  bool wanted = false;
};

// The small models of the protocols, made ready to generate from. The first model of a protocol
// judges and is too large, unless it is the only one.
std::vector<Source> sources_for(const Options& options, const Context& context) {
  std::vector<Source> sources;
  for (const Protocol& protocol : context.protocols) {
    for (std::size_t i = 0; i < protocol.machines.size(); ++i) {
      if (i == 0 && protocol.machines.size() > 1) {
        continue;
      }
      const std::string& name = protocol.machines[i]->description().name;
      const bool wanted = options.selectors.empty() ||
                          std::any_of(options.selectors.begin(),
                                      options.selectors.end(),
                                      [&](const auto& one) { return name.starts_with(one); });
      sources.push_back({&protocol,
                         protocol.machines[i]->configured(
                             {.instances = instances, .variations = {}, .mutation = {}}),
                         protocol.machines.front().get(),
                         wanted});
    }
  }
  if (std::none_of(sources.begin(), sources.end(), [](const Source& one) { return one.wanted; })) {
    throw UsageError("the selectors mean no model; expected one such as cinet/shared_memory");
  }
  return sources;
}

// Leaves out those that the reference cannot be made to follow: a conforming implementation of the
// role has turns of its own in them, or answers before they want it to.
void keep_replayed(const Protocol& protocol, vectors::Corpus& corpus) {
  // Cases refer to texts in the vectors.
  const std::vector<vectors::Corpus> corpora{corpus};
  const std::vector<Protocol> replay{vectors::replay_protocol(protocol, corpora)};
  const std::vector<Task> tasks = select_tasks(replay, {}, {});
  if (tasks.size() != corpus.vectors.size()) {
    throw std::logic_error("a vector is not one task");
  }
  const RunResult result = run_suite(tasks, {});
  std::vector<vectors::Vector> kept;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (result.cases[i].verdict != Verdict::inconclusive) {
      kept.push_back(std::move(corpus.vectors[i]));
    }
  }
  corpus.vectors = std::move(kept);
}

// What the file says that no vector was found for, so that it need not be looked for again.
std::set<std::string> without_of(const std::string& file) {
  if (!std::filesystem::exists(file)) {
    return {};
  }
  const vectors::Corpus corpus = vectors::read_corpus(file);
  return {corpus.without.begin(), corpus.without.end()};
}

bool same_text(const std::string& file, const std::string& text) {
  std::ifstream in(file);
  std::stringstream there;
  there << in.rdbuf();
  return in.good() && there.str() == text;
}

int generate(const Options& options, const Context& context, bool check) {
  bool drifted = false;
  // By protocol: what its earlier models, wanted or not, have vectors of.
  std::map<std::string, std::set<std::string>> known_ids;
  const std::vector<Source> sources = sources_for(options, context);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const Source& source = sources[i];
    const auto& [machine, judge] = std::tie(source.machine, source.judge);
    const Protocol* const protocol = source.protocol;
    // What comes before a wanted one of the same protocol has to be known.
    if (std::none_of(sources.begin() + static_cast<std::ptrdiff_t>(i),
                     sources.end(),
                     [&](const Source& one) { return one.wanted && one.protocol == protocol; })) {
      continue;
    }
    std::set<std::string>& known = known_ids[protocol->name];
    const std::string& name = machine->description().name;
    const std::string file = file_of(options.directory, name);
    const std::set<std::string> without =
        check && !options.anew ? without_of(file) : std::set<std::string>{};
    vectors::Corpus corpus =
        vectors::generate(*machine, *judge, protocol->name, known, without, protocol->far_mutants);
    if (!corpus.vectors.empty()) {
      keep_replayed(*protocol, corpus);
    }
    for (const vectors::Vector& vector : corpus.vectors) {
      known.insert(vector.id);
      known.insert(vector.also.begin(), vector.also.end());
    }
    if (!source.wanted) {
      continue;
    }
    const std::string text = vectors::to_json(corpus);
    if (!check) {
      std::filesystem::create_directories(std::filesystem::path(file).parent_path());
      reports::write_file(file, text);
      std::cout << file << ": " << corpus.vectors.size() << " vectors\n";
      continue;
    }
    const bool same = same_text(file, text);
    std::cout << file << ": " << (same ? "up to date" : "differs from what the rules give") << '\n';
    drifted = drifted || !same;
  }
  return drifted ? 1 : 0;
}

int replay(const Options& options, const Context& context) {
  std::vector<Protocol> protocols;
  // By model. Cases refer to texts in the vectors, so these live as long as the run.
  std::map<std::string, std::vector<vectors::Corpus>> corpora;
  for (const std::string& file : vectors::corpus_files(options.directory)) {
    vectors::Corpus corpus = vectors::read_corpus(file);
    corpora[corpus.model].push_back(std::move(corpus));
  }
  for (const Protocol& protocol : context.protocols) {
    protocols.push_back(vectors::replay_protocol(protocol, corpora[protocol.name]));
  }
  const std::vector<Task> tasks = select_tasks(protocols, options.selectors, options.suite.roles);
  if (tasks.empty()) {
    throw UsageError("no vectors selected in " + options.directory);
  }
  RunResult result = run_suite(tasks, options.suite);
  result.version = version;
  std::cout << reports::console_report(result);
  return exit_status(result);
}

} // namespace

Action add_vectors(CLI::App& app, const Context& context) {
  auto options = std::make_shared<Options>();
  options->directory = vectors::corpus_directory();
  Command command(app, "vectors", "Makes, checks or replays regression vectors");
  command.required(
      "what", options->what, "generate, check or replay", {"generate", "check", "replay"});
  command.option("selector", options->selectors, "Models, or paths of vectors to replay");
  command.option("--iut", options->suite.iut, "What replay runs against; see run");
  command.option("--role", options->suite.roles, "The role under test");
  command.option("--jobs", options->suite.jobs, "Vectors at a time");
  command.flag("--anew", options->anew, "check: look again for what no vector was found for");
  command.option("--deadline", options->suite.limits.deadline_ms, "Milliseconds an answer");
  command.option("--out,--corpus", options->directory, "The corpus directory");
  return [options, context] {
    return options->what == "replay" ? replay(*options, context)
                                     : generate(*options, context, options->what == "check");
  };
}

} // namespace pathproof::runner
