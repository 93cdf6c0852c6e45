// SPDX-License-Identifier: Apache-2.0
// pathproof mutants: how good the suite is. Every planted fault is run through cases and vectors.
#include <algorithm>
#include <atomic>
#include <iostream>
#include <mutex>
#include <optional>
#include <thread>

#include "conformance/case_run.hpp"
#include "conformance/mutants/mutants.hpp"
#include "model/core/error.hpp"
#include "reports/write.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"
#include "runner/equivalence.hpp"
#include "runner/measured.hpp"
#include "runner/report_files.hpp"
#include "vectors/vector.hpp"

namespace pathproof::runner {

namespace {

struct Options {
  std::vector<std::string> selectors;
  std::vector<std::string> roles;
  std::string directory;
  unsigned tests = 100;
  bool quick = false;
  bool matrix = false;
  bool verbose = false;
  std::string json;
};

struct Score {
  unsigned killed = 0;
  unsigned equivalent = 0;
  unsigned survived = 0;
};

// What killed a mutant, and the requirement that its failure names; empty: nothing did.
struct Killer {
  std::string requirement;
  std::string case_id;
};

// One worker plays all tasks: until one of them fails or, for the matrix, to the end.
std::vector<Killer>
killed_by(const std::vector<Task>& tasks, const Mutant& mutant, const Options& wanted) {
  std::vector<Killer> killers;
  SuiteOptions options;
  options.iut = "reference:" + mutant.mutation.id;
  options.tests = wanted.tests;
  options.strict = true;
  options.shrink = false;
  options.replays = 1;
  CaseRunner runner(options);
  for (const Task& task : tasks) {
    if (task.role != mutant.role) {
      continue;
    }
    const CaseResult one = runner.run(task);
    if (one.verdict == Verdict::fail && !one.deviations.empty()) {
      const auto& broken = one.deviations.front().broken;
      killers.push_back({broken.empty() ? "?" : broken.front().id, one.id});
      if (!wanted.matrix) {
        break;
      }
    }
  }
  return killers;
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

enum class Fate { killed, equivalent, survived };

struct Judged {
  Fate fate = Fate::survived;
  std::string by; // what killed it, or why it is equivalent
  std::vector<Killer> killers{};
};

Judged judge(const Mutant& mutant,
             const std::vector<Task>& tasks,
             const Options& options,
             Equivalence& equivalence) {
  if (std::vector<Killer> killers = killed_by(tasks, mutant, options); !killers.empty()) {
    std::string by = killers.front().requirement + " in " + killers.front().case_id;
    if (killers.size() > 1) {
      by += " and " + std::to_string(killers.size() - 1) + " more";
    }
    return {Fate::killed, std::move(by), std::move(killers)};
  }
  if (options.quick) {
    return {Fate::survived, mutant.title, {}};
  }
  if (std::string proof = equivalence(mutant); !proof.empty()) {
    return {Fate::equivalent, std::move(proof), {}};
  }
  return {Fate::survived, mutant.title, {}};
}

// Judges mutants on all processors, and prints them in their order as they are done.
class Contest {
public:
  Contest(const Protocol& protocol, const Options& options, Score& score)
      : protocol_(protocol), options_(options), score_(score), equivalence_(protocol) {}

  void run(const std::vector<const Mutant*>& mutants,
           const std::vector<Task>& vectors,
           const std::vector<Task>& cases) {
    judged_.resize(mutants.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t i = next++; i < mutants.size(); i = next++) {
        const Mutant& mutant = *mutants[i];
        Judged one = judge(mutant, in_order(vectors, cases, mutant), options_, equivalence_);
        const std::lock_guard lock(mutex_);
        judged_[i] = std::move(one);
        show(mutants);
      }
    };
    std::vector<std::thread> workers;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) {
      workers.emplace_back(work);
    }
    work();
    for (std::thread& worker : workers) {
      worker.join();
    }
  }

  std::vector<MutantRecord> records(const std::vector<const Mutant*>& mutants) const {
    std::vector<MutantRecord> all;
    for (std::size_t i = 0; i < mutants.size(); ++i) {
      const Judged& one = *judged_[i];
      all.push_back({.protocol = protocol_.name,
                     .mutant = mutants[i]->mutation.id,
                     .fate = one.fate == Fate::killed       ? "killed"
                             : one.fate == Fate::equivalent ? "equivalent"
                                                            : "survived",
                     .requirement = one.killers.empty() ? "" : one.killers.front().requirement,
                     .killer = one.killers.empty() ? "" : one.killers.front().case_id,
                     .killers = {}});
      for (const Killer& killer : one.killers) {
        all.back().killers.push_back(killer.case_id);
      }
    }
    return all;
  }

private:
  void show(const std::vector<const Mutant*>& mutants) {
    for (; shown_ < judged_.size() && judged_[shown_]; ++shown_) {
      const Judged& one = *judged_[shown_];
      const std::string name = protocol_.name + " " + mutants[shown_]->mutation.id + "  ";
      switch (one.fate) {
      case Fate::killed:
        ++score_.killed;
        if (options_.verbose) {
          std::cout << "killed      " << name << "by " << one.by << std::endl;
        }
        break;
      case Fate::equivalent:
        ++score_.equivalent;
        std::cout << "equivalent  " << name << one.by << std::endl;
        break;
      case Fate::survived:
        ++score_.survived;
        std::cout << "survived    " << name << one.by << std::endl;
      }
    }
  }

  const Protocol& protocol_;
  const Options& options_;
  Score& score_;
  Equivalence equivalence_;
  std::mutex mutex_;
  std::vector<std::optional<Judged>> judged_;
  std::size_t shown_ = 0;
};

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
  if (!options.json.empty()) {
    check_writable(options.json);
  }
  Score score;
  std::vector<MutantRecord> records;
  std::vector<std::string> played; // that a mutant could have been killed by
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
    std::vector<const Mutant*> wanted;
    for (const Mutant& mutant : mutants_of(*protocol.machines.front())) {
      const std::string_view role = protocol.machines.front()->description().roles[mutant.role];
      if (is_wanted(options, protocol, mutant.mutation.id, role)) {
        wanted.push_back(&mutant);
      }
    }
    Contest contest(protocol, options, score);
    contest.run(wanted, from_vectors, from_cases);
    for (MutantRecord& one : contest.records(wanted)) {
      records.push_back(std::move(one));
    }
    for (const std::vector<Task>& tasks : {from_vectors, from_cases}) {
      for (const Task& task : tasks) {
        if (std::any_of(wanted.begin(), wanted.end(), [&](const Mutant* mutant) {
              return mutant->role == task.role;
            })) {
          played.push_back(task.id());
        }
      }
    }
  }
  const unsigned all = score.killed + score.equivalent + score.survived;
  if (all == 0) {
    throw UsageError("the selectors mean no mutant (see: pathproof list mutants)");
  }
  if (!options.json.empty()) {
    reports::write_file(
        options.json,
        mutants_json(records, {.quick = options.quick, .matrix = options.matrix, .tasks = played}));
  }
  std::cout << all << " mutants: " << score.killed << " killed, " << score.equivalent
            << " equivalent, " << score.survived << " survived\n";
  return score.survived == 0 ? 0 : 1;
}

} // namespace

Action add_mutants(CLI::App& app, const Context& context) {
  auto options = std::make_shared<Options>();
  options->directory = vectors::corpus_directory();
  Command command(app, "mutants", "Scores the suite by faults planted in the reference");
  command.option("selector", options->selectors, "Beginnings of mutant ids");
  command.option("--tests", options->tests, "Generated tests of a case");
  command.option("--role", options->roles, "Whose faults; everybody's when left out");
  command.option("--corpus", options->directory, "The corpus directory");
  command.flag("--quick",
               options->quick,
               "Counts as survived what nothing killed, without a search for proofs");
  command.flag(
      "--matrix",
      options->matrix,
      "Plays every case and vector, for --json with all that kill a mutant; each then takes "
      "as long as one that survives");
  command.flag("--verbose", options->verbose, "Shows what killed each mutant");
  command.option("--json", options->json, "Writes the fate of each mutant");
  return [options, context] { return mutants(*options, context); };
}

} // namespace pathproof::runner
