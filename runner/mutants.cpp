// SPDX-License-Identifier: Apache-2.0
// pathproof mutants: how good the suite is. Every planted fault is run through cases and vectors.
#include <algorithm>
#include <iostream>

#include <CLI/CLI.hpp>

#include "conformance/mutants/distinguish.hpp"
#include "model/core/error.hpp"
#include "runner/commands.hpp"
#include "runner/equivalence.hpp"
#include "vectors/vector.hpp"

namespace pathproof::runner {

namespace {

struct Options {
  std::vector<std::string> selectors;
  std::vector<std::string> roles;
  std::string directory;
  unsigned tests = 100;
  bool verbose = false;
};

struct Score {
  unsigned killed = 0;
  unsigned equivalent = 0;
  unsigned survived = 0;
};

// The requirement named by the failure that killed the mutant, or nothing.
std::string killed_by(const std::vector<Task>& tasks, const Mutant& mutant, unsigned tests) {
  for (const Task& task : tasks) {
    if (task.role != mutant.role) {
      continue;
    }
    SuiteOptions options;
    options.iut = "reference:" + mutant.mutation.id;
    options.tests = tests;
    options.strict = true;
    options.shrink = false;
    options.replays = 1;
    const RunResult result = run_suite({task}, options);
    const CaseResult& one = result.cases.front();
    if (one.verdict == Verdict::fail && !one.deviations.empty()) {
      const auto& broken = one.deviations.front().broken;
      return (broken.empty() ? std::string("?") : broken.front().id) + " in " + one.id;
    }
  }
  return {};
}

// Vectors first: they are short, and one of them was made for this mutant. Its own comes first.
std::vector<Task>
in_order(const std::vector<Task>& vectors, const std::vector<Task>& cases, const Mutant& mutant) {
  std::vector<Task> tasks = vectors;
  std::string own = mutant.mutation.id;
  std::replace(own.begin(), own.end(), '/', '-');
  std::replace(own.begin(), own.end(), ':', '-');
  std::stable_partition(tasks.begin(), tasks.end(), [&](const Task& task) {
    return task.one->id.ends_with("/" + own);
  });
  tasks.insert(tasks.end(), cases.begin(), cases.end());
  return tasks;
}

void judge(const Protocol& protocol,
           const Mutant& mutant,
           const std::vector<Task>& tasks,
           const Options& options,
           Score& score) {
  const std::string name = protocol.name + " " + mutant.mutation.id;
  if (const std::string killer = killed_by(tasks, mutant, options.tests); !killer.empty()) {
    ++score.killed;
    if (options.verbose) {
      std::cout << "killed      " << name << "  by " << killer << std::endl;
    }
  } else if (const std::string proof = equivalence(protocol, mutant); !proof.empty()) {
    ++score.equivalent;
    std::cout << "equivalent  " << name << "  " << proof << std::endl;
  } else {
    ++score.survived;
    std::cout << "survived    " << name << "  " << mutant.title << std::endl;
  }
}

bool is_wanted(const Options& options,
               const Protocol& protocol,
               const std::string& id,
               std::string_view role) {
  const bool selected =
      options.selectors.empty() ||
      std::any_of(options.selectors.begin(), options.selectors.end(), [&](const auto& one) {
        return id.starts_with(one) || protocol.name == one;
      });
  return selected &&
         (options.roles.empty() ||
          std::find(options.roles.begin(), options.roles.end(), role) != options.roles.end());
}

int mutants(const Options& options, const Context& context) {
  Score score;
  for (const Protocol& protocol : context.protocols) {
    const std::vector<vectors::Corpus> corpora =
        vectors::corpora_of(options.directory, protocol.name);
    if (corpora.empty()) {
      std::cerr << "pathproof: no vectors of " << protocol.name << " in " << options.directory
                << ", cases alone\n";
    }
    const std::vector<Protocol> replay{vectors::replay_protocol(protocol, corpora)};
    const std::vector<Protocol> own{protocol};
    const std::vector<Task> from_vectors = select_tasks(replay, {}, {});
    const std::vector<Task> from_cases = select_tasks(own, {}, {});
    for (const Mutant& mutant : mutants_of(*protocol.machines.front())) {
      const std::string_view role = protocol.machines.front()->description().roles[mutant.role];
      if (is_wanted(options, protocol, mutant.mutation.id, role)) {
        judge(protocol, mutant, in_order(from_vectors, from_cases, mutant), options, score);
      }
    }
  }
  const unsigned all = score.killed + score.equivalent + score.survived;
  if (all == 0) {
    throw UsageError("the selectors mean no mutant (see: pathproof list mutants)");
  }
  std::cout << all << " mutants: " << score.killed << " killed, " << score.equivalent
            << " equivalent, " << score.survived << " survived\n";
  return score.survived == 0 ? 0 : 1;
}

} // namespace

Action add_mutants(CLI::App& app, const Context& context) {
  auto options = std::make_shared<Options>();
  options->directory = vectors::corpus_directory();
  CLI::App* command =
      app.add_subcommand("mutants", "Scores the suite by faults planted in the reference");
  command->add_option("selector", options->selectors, "Beginnings of mutant ids");
  command->add_option("--tests", options->tests, "Generated tests of a case");
  command->add_option("--role", options->roles, "Whose faults; everybody's when left out");
  command->add_option("--corpus", options->directory, "The corpus directory");
  command->add_flag("--verbose", options->verbose, "Shows what killed each mutant");
  return [options, context] { return mutants(*options, context); };
}

} // namespace pathproof::runner
