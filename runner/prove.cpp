// SPDX-License-Identifier: Apache-2.0
// pathproof prove: invariants of the models, for every run.

#include "model/core/error.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"

#ifdef PATHPROOF_SYMBOLIC

#include <algorithm>
#include <iostream>

#include <fmt/format.h>
#include <pathproof_version.hpp>

#include "conformance/mutants/mutants.hpp"
#include "model/symbolic/prover.hpp"
#include "model/symbolic/query.hpp"
#include "reports/junit.hpp"
#include "reports/write.hpp"
#include "runner/cross_check.hpp"
#include "runner/frames.hpp"
#include "runner/proof_report.hpp"
#include "runner/report_files.hpp"
#include "runner/stored_proof.hpp"
#include "vectors/lemmas.hpp"

namespace pathproof::runner {

namespace {

struct Options {
  std::vector<std::string> selectors;
  std::string method = "auto";
  unsigned instances = 0; // 0: what the method needs
  unsigned depth = 12;
  unsigned timeout_ms = 60000;
  unsigned search_ms = 60000;
  std::vector<std::string> choices;
  std::string mutant;
  std::string smt2;
  std::string junit;
  std::string json;
  std::string lemmas; // the directory
  std::string store;  // the folder
  bool anew = false;
  bool keep = false;
  bool cross_check = false;
  bool verbose = false;
};

struct Score {
  unsigned proved = 0;
  unsigned violated = 0;
  unsigned open = 0;
  unsigned questions = 0;
  unsigned from_store = 0; // models
  double seconds = 0;
};

struct Selected {
  const Machine* machine;
  const SymbolicModel* model;
};

// The first model of a protocol is composed of the others, and too large for most proofs; its
// invariants are theirs. It is proved when it is named exactly, or is the only one.
std::vector<Selected> select(const Options& options, const Context& context) {
  std::vector<Selected> selected;
  for (const Protocol& protocol : context.protocols) {
    for (std::size_t i = 0; i < protocol.symbolic.size(); ++i) {
      const std::string& name = protocol.machines[i]->description().name;
      const bool composed = i == 0 && protocol.machines.size() > 1;
      const auto& all = options.selectors;
      const bool wanted =
          (all.empty() && !composed) || std::any_of(all.begin(), all.end(), [&](const auto& one) {
            return composed ? one == name + "/" : name == one || name.starts_with(one + "/");
          });
      if (wanted) {
        selected.push_back({protocol.machines[i].get(), protocol.symbolic[i].get()});
      }
    }
  }
  return selected;
}

// The question is not about models as they are, for any number of instances.
bool is_special(const Options& options) {
  return options.method == "bounded" || options.method == "inductive" || !options.choices.empty() ||
         !options.mutant.empty();
}

// Codecs have neither instances nor steps nor variation points; without a selector they are proved
// where invariants are proved for any number of instances.
std::vector<const FrameKind*> frames_of(const Options& options, const Context& context) {
  auto frames = select_frames(context.frames, options.selectors);
  if (!is_special(options)) {
    return frames;
  }
  for (const FrameKind* frame : frames) {
    const auto& all = options.selectors;
    if (std::find(all.begin(), all.end(), frame->name) != all.end()) {
      throw UsageError(frame->name + " is a frame, for which there is no --method, --choose or "
                                     "--mutant");
    }
  }
  return {};
}

// "NAME=any" leaves a variation point free.
symbolic::Setup setup_of(const Options& options, const Machine& machine) {
  symbolic::Setup setup;
  std::vector<std::string> fixed;
  for (const std::string& choice : options.choices) {
    if (choice.ends_with("=any")) {
      const std::string name = choice.substr(0, choice.size() - 4);
      const auto& points = machine.description().variation_points;
      if (std::none_of(
              points.begin(), points.end(), [&](const auto& one) { return one.name == name; })) {
        throw UsageError("'" + choice + "': there is no such variation point in model " +
                         machine.description().name);
      }
      setup.free.insert(name);
    } else {
      fixed.push_back(choice);
    }
  }
  setup.variations = variations_of(fixed, machine.description());
  if (!options.mutant.empty()) {
    setup.mutation = find_mutation(machine, options.mutant);
  }
  return setup;
}

std::string cites(const InvariantDescription& invariant) {
  std::string text;
  for (const Requirement* one : invariant.cites) {
    text += (text.empty() ? "" : " ") + std::string(one->id);
  }
  return text;
}

void show_trace(const Machine& machine, const symbolic::Counterexample& counterexample) {
  const ModelDescription& model = machine.description();
  std::string setting = fmt::format("with {} instances", counterexample.configuration.instances);
  for (const auto& [name, value] : counterexample.configuration.variations) {
    for (const VariationPoint& point : model.variation_points) {
      if (point.name == name) {
        setting += fmt::format(" {}={}", name, point.values[value]);
      }
    }
  }
  std::cout << "    " << setting << ", " << counterexample.trace.size() << " steps:\n";
  for (std::size_t i = 0; i < counterexample.trace.size(); ++i) {
    const Label& label = counterexample.trace[i].label;
    std::cout << fmt::format("    {:>3}  {:<12} {}\n",
                             i + 1,
                             model.roles[model.kinds[label.kind].role],
                             print(label, model.kinds));
  }
}

void show(const Options& options,
          const Selected& one,
          const symbolic::ProveOptions& how,
          const symbolic::Proof& proof) {
  using symbolic::Conclusion;
  const ModelDescription& model = one.machine->description();
  for (const symbolic::InvariantProof& each : proof.invariants) {
    const InvariantDescription& invariant = model.invariants[each.invariant];
    const std::string_view word =
        how.method == symbolic::Method::bounded && each.conclusion == Conclusion::proved
            ? "holds so far"
            : symbolic::to_string(each.conclusion);
    std::cout << fmt::format("  {:<13} {} [{}]", word, invariant.id, cites(invariant));
    if (!each.lemmas.empty()) {
      std::cout << fmt::format(", {} lemmas", each.lemmas.size());
    }
    if (!each.reason.empty()) {
      std::cout << ": " << each.reason;
    }
    std::cout << '\n';
    if (each.counterexample) {
      show_trace(*one.machine, *each.counterexample);
    }
    if (each.step) {
      std::cout << "    no lemma was found that excludes this state, which need not be reachable:\n"
                << "    " << describe(*one.machine, *one.model, how.setup, *each.step) << '\n';
    }
  }
  if (options.verbose) {
    for (const std::string& lemma : proof.lemmas) {
      std::cout << "  lemma         " << lemma << '\n';
    }
  }
  std::string never;
  unsigned possible = 0;
  for (const symbolic::GuardCheck& guard : proof.guards) {
    if (guard.satisfiable || guard.reached) {
      ++possible;
    } else {
      never += (never.empty() ? "" : ", ") + model.rules[guard.rule].id;
    }
  }
  std::cout << fmt::format("  {} of {} rules can fire{}\n",
                           possible,
                           proof.guards.size(),
                           never.empty() ? "" : "; never, as the model is set up: " + never);
}

void count(const symbolic::Proof& proof, Score& score) {
  for (const symbolic::InvariantProof& one : proof.invariants) {
    ++(one.conclusion == symbolic::Conclusion::proved     ? score.proved
       : one.conclusion == symbolic::Conclusion::violated ? score.violated
                                                          : score.open);
  }
}

void count_work(const symbolic::Proof& proof, Score& score) {
  score.questions += static_cast<unsigned>(proof.questions);
  score.seconds += proof.seconds;
}

// What makes a proof of a codec say nothing about a kind of frame counts as violated.
void count(const symbolic::FrameProof& proof, Score& score) {
  for (const symbolic::FrameStatement& one : proof.statements) {
    ++(one.conclusion == symbolic::Conclusion::proved     ? score.proved
       : one.conclusion == symbolic::Conclusion::violated ? score.violated
                                                          : score.open);
  }
  score.violated += static_cast<unsigned>(proof.impossible.size());
  score.questions += static_cast<unsigned>(proof.questions);
  score.seconds += proof.seconds;
}

std::string
file_of(const std::string& directory, const std::string& model, const symbolic::Script& script) {
  std::string name = model;
  std::replace(name.begin(), name.end(), '/', '.');
  return directory + "/" + name + "." + script.name + ".smt2";
}

// Writes the scripts, and has the second solver look at them. False where it does not agree.
bool export_scripts(const Options& options,
                    const std::string& name,
                    const std::vector<symbolic::Script>& scripts,
                    const std::string& directory) {
  std::vector<CrossChecked> checked;
  for (const symbolic::Script& script : scripts) {
    const std::string file = file_of(directory, name, script);
    reports::write_file(file, script.text);
    if (options.cross_check) {
      checked.push_back({file, script.questions, {}});
    }
  }
  if (!options.cross_check) {
    return true;
  }
  const double seconds = cross_check(checked, options.timeout_ms);
  unsigned questions = 0;
  unsigned disagreements = 0;
  constexpr unsigned shown_max = 3;
  for (const CrossChecked& one : checked) {
    questions += one.questions;
    if (!one.disagreement.empty() && ++disagreements <= shown_max) {
      std::cout << "  cvc5 does not agree: " << one.file << ": " << one.disagreement << '\n';
    }
  }
  if (disagreements > shown_max) {
    std::cout << "  … nor with " << disagreements - shown_max << " more\n";
  }
  const bool agreed = disagreements == 0;
  if (agreed && !checked.empty()) {
    std::cout << fmt::format("  cvc5 agrees: {} questions of {} statements, {:.1f} s\n",
                             questions,
                             checked.size(),
                             seconds);
  }
  return agreed;
}

symbolic::ProveOptions how_to(const Options& options, const Machine& machine) {
  symbolic::ProveOptions how;
  how.method = options.method == "bounded"     ? symbolic::Method::bounded
               : options.method == "inductive" ? symbolic::Method::inductive
                                               : symbolic::Method::parametric;
  const unsigned few = how.method == symbolic::Method::parametric ? 5 : 3;
  how.instances = options.instances == 0 ? few : options.instances;
  how.depth = options.depth;
  how.timeout_ms = options.timeout_ms;
  how.search_ms = options.search_ms;
  how.setup = setup_of(options, machine);
  if (!options.anew) {
    how.lemmas =
        vectors::read_lemmas(vectors::lemmas_file(options.lemmas, machine.description().name));
  }
  return how;
}

std::string lemmas_from(const symbolic::Proof& proof) {
  return proof.instances != 0   ? fmt::format(" (lemmas sought with {})", proof.instances)
         : proof.lemmas.empty() ? " (without lemmas)"
                                : " (lemmas kept of an earlier search)";
}

// Only whole proofs are kept.
void keep_lemmas(const Options& options, const std::string& model, const symbolic::Proof& proof) {
  if (!is_whole(proof)) {
    std::cout << "  not every invariant is proved: no lemmas are kept\n";
    return;
  }
  const std::string file = vectors::lemmas_file(options.lemmas, model);
  if (proof.lemmas.empty() && !std::filesystem::exists(file)) {
    std::cout << "  no lemma is needed\n";
    return;
  }
  std::filesystem::create_directories(std::filesystem::path(file).parent_path());
  reports::write_file(file, vectors::to_text(model, proof.lemmas));
  std::cout << "  " << proof.lemmas.size() << " lemmas kept in " << file << '\n';
}

std::string
extent(const symbolic::ProveOptions& how, const symbolic::Proof& proof, const Machine& machine) {
  const bool counts = machine.counts_instances();
  const std::string few = counts ? fmt::format(" with {} instances", how.instances) : "";
  switch (how.method) {
  case symbolic::Method::bounded:
    return fmt::format("runs of at most {} steps{}", how.depth, few);
  case symbolic::Method::inductive:
    return "every run" + few + lemmas_from(proof);
  case symbolic::Method::parametric:
    break;
  }
  return (counts ? "every run with any number of instances" : "every run") + lemmas_from(proof);
}

int prove(const Options& options, const Context& context) {
  const std::vector<Selected> selected = select(options, context);
  const std::vector<const FrameKind*> frames = frames_of(options, context);
  if (selected.empty() && frames.empty()) {
    throw UsageError("the selectors mean no model; expected one such as cinet/shared_memory, "
                     "or a protocol and a slash for the model composed of all (cinet/)");
  }
  for (const std::string& file : {options.junit, options.json}) {
    if (!file.empty()) {
      check_writable(file);
    }
  }
  const bool scripts = !options.smt2.empty() || options.cross_check;
  if (scripts && options.method == "bounded") {
    throw UsageError("--smt2 and --cross-check are for proofs; a bounded one has no script");
  }
  if (scripts && !options.store.empty()) {
    throw UsageError("--store has no scripts: leave it out with --smt2 and --cross-check");
  }
  if (options.keep && is_special(options)) {
    throw UsageError("--keep is for proofs of a model as it is, for any number of instances");
  }
  if (options.cross_check) {
    require_cvc5();
  }
  const ScriptDirectory directory(options.smt2, scripts);
  RunResult result;
  result.version = version;
  result.iut = "Z3 " + symbolic::solver_version();
  Score score;
  std::vector<ProofRecord> records;
  bool agreed = true;
  for (const Selected& one : selected) {
    const symbolic::ProveOptions how = how_to(options, *one.machine);
    const ModelDescription& model = one.machine->description();
    const auto& [proof, from_store] =
        options.store.empty()
            ? Answer{symbolic::prove(*one.machine, *one.model, how, scripts), false}
            : answer_of_store(options.store, options.anew, *one.machine, *one.model, how);
    std::cout << fmt::format("{}: {}, {}{:.2f} s\n",
                             model.name,
                             extent(how, proof, *one.machine),
                             from_store ? "from the store, where it is kept since it took " : "",
                             proof.seconds);
    show(options, one, how, proof);
    agreed = export_scripts(options, model.name, proof.scripts, directory.path()) && agreed;
    if (options.keep) {
      keep_lemmas(options, model.name, proof);
    }
    count(proof, score);
    if (from_store) {
      ++score.from_store;
    } else {
      count_work(proof, score);
    }
    add_cases(model, how, proof, result);
    add_records(model, how, proof, records);
    std::cout << std::flush;
  }
  for (const FrameKind* frame : frames) {
    const symbolic::FrameProof proof = prove_frame(*frame, options.timeout_ms, scripts, result);
    agreed = export_scripts(options, frame->name, proof.scripts, directory.path()) && agreed;
    count(proof, score);
    std::cout << std::flush;
  }
  if (!options.junit.empty()) {
    reports::write_file(options.junit, reports::junit_report(result));
  }
  if (!options.json.empty()) {
    reports::write_file(options.json, proofs_json(result.iut, records));
  }
  std::cout << fmt::format(
      "{} {} {}, {} violated, {} open; {}{} questions, {:.1f} s, Z3 {}\n",
      score.proved,
      selected.empty() ? "statements"
      : frames.empty() ? "invariants"
                       : "invariants and statements",
      options.method == "bounded" ? "hold so far" : "proved",
      score.violated,
      score.open,
      score.from_store == 0
          ? ""
          : fmt::format("{} of {} models from the store, ", score.from_store, selected.size()),
      score.questions,
      score.seconds,
      symbolic::solver_version());
  return score.violated > 0 ? 1 : score.open > 0 || !agreed ? 3 : 0;
}

} // namespace

Action add_prove(CLI::App& app, const Context& context) {
  auto options = std::make_shared<Options>();
  options->lemmas = vectors::lemmas_directory();
  Command command(app, "prove", "Proves invariants of the models, for every run");
  command.option("selector",
                 options->selectors,
                 "Models and frames: cinet, cinet/shared_memory, iucv/hs_frame, …");
  command.option("--method",
                 options->method,
                 "auto (which is parametric), …",
                 {"auto", "bounded", "inductive", "parametric"});
  command.option("--instances",
                 options->instances,
                 "1 to 32, otherwise 3; parametric: for the search, otherwise 5",
                 {1, 32});
  command.option("--depth", options->depth, "Steps of a bounded proof", {1, 200});
  command.option("--choose", options->choices, "Variation points: NAME=VALUE, or NAME=any");
  command.option("--mutant", options->mutant, "Plants this fault in the model first");
  command.option("--timeout", options->timeout_ms, "Milliseconds for one question", {1, 3'600'000});
  command.option(
      "--search", options->search_ms, "Milliseconds for a model's lemmas", {1, 3'600'000});
  command.option("--lemmas", options->lemmas, "The directory of lemmas found before");
  command.flag("--anew", options->anew, "Searches, without the lemmas and results found before");
  command.flag("--keep", options->keep, "Writes the lemmas of a whole proof into the directory");
  command.option("--store",
                 options->store,
                 "A folder for whole proofs, which are taken from it by this same program, solver "
                 "and command");
  command.option("--smt2", options->smt2, "Writes the questions into this directory");
  command.flag("--cross-check", options->cross_check, "Asks cvc5 the same questions");
  command.option("--junit", options->junit, "Writes a JUnit report");
  command.option("--json", options->json, "Writes how long each invariant took, to be plotted");
  command.flag("--verbose", options->verbose, "Shows the lemmas that were found");
  return [options, context] { return prove(*options, context); };
}

} // namespace pathproof::runner

#else

namespace pathproof::runner {

Action add_prove(CLI::App& app, const Context&) {
  Command command(app, "prove", "Proves invariants (needs a build with Z3)");
  command.allow_any();
  return []() -> int {
    throw UsageError("this build has no solver; build it where Z3 is installed (libz3-dev)");
  };
}

} // namespace pathproof::runner

#endif
