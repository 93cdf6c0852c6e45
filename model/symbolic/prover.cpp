// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/prover.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "model/core/error.hpp"
#include "model/symbolic/unrolling.hpp"

namespace pathproof::symbolic {

namespace {

// Fields of the state, and variation points that were left free.
std::vector<Field> vocabulary(const Machine& machine,
                              const SymbolicModel& model,
                              const Setup& setup,
                              const Graph& graph,
                              const std::vector<Term>& free) {
  std::vector<Field> fields = model.fields();
  std::size_t next = 0;
  for (const VariationPoint& point : machine.description().variation_points) {
    if (!setup.free.contains(std::string(point.name))) {
      continue;
    }
    Field field;
    field.name = field.group = point.name;
    field.sort = graph.node(free[next++]).sort;
    field.packed_width = field.sort.width;
    for (const std::string_view value : point.values) {
      if (!value.empty()) {
        field.values.emplace_back(value);
      }
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

// In the order of the variation points, those left free.
std::vector<Term> free_terms(const Machine& machine, const Setup& setup, const Recorded& recorded) {
  std::vector<Term> free;
  const auto& points = machine.description().variation_points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (setup.free.contains(std::string(points[i].name))) {
      free.push_back(recorded.parameters[i]);
    }
  }
  return free;
}

// Steps of the machine that do what the solver says; they are what a reader can replay.
std::vector<Step> replay(const Machine& machine,
                         const std::vector<Field>& fields,
                         const Recorded& recorded,
                         const std::vector<FoundStep>& found) {
  std::vector<Step> trace;
  Packed state = machine.initial();
  std::vector<Step> steps;
  for (const FoundStep& one : found) {
    steps.clear();
    machine.expand(state, {}, steps);
    const Packed next = pack(fields, machine.configuration().instances, one.after);
    const auto& transition = recorded.transitions[static_cast<std::size_t>(one.transition)];
    const auto taken = std::find_if(steps.begin(), steps.end(), [&](const Step& step) {
      return step.next == next && (transition.planted || step.rule == transition.rule);
    });
    if (taken == steps.end()) {
      throw std::logic_error("the solver's run cannot be replayed");
    }
    trace.push_back(*taken);
    state = next;
  }
  return trace;
}

class Prover {
public:
  Prover(const Machine& machine, const SymbolicModel& model, const ProveOptions& options)
      : machine_(machine), model_(model), options_(options),
        recorded_(model.record(graph_, machine.description(), options.setup)),
        free_(free_terms(machine, options.setup, recorded_)), ordered_(is_ordered(recorded_)),
        candidates_(vocabulary(machine, model, options.setup, graph_, free_), ordered_) {
    for (unsigned i = 0; i < machine.description().invariants.size(); ++i) {
      proof_.invariants.emplace_back().invariant = i;
    }
    for (unsigned i = 0; i < machine.description().rules.size(); ++i) {
      proof_.guards.emplace_back().rule = i;
    }
  }

  Proof run(bool with_scripts) {
    const auto begin = std::chrono::steady_clock::now();
    if (options_.method == Method::bounded) {
      bounded();
    } else {
      inductive(with_scripts);
    }
    proof_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return std::move(proof_);
  }

private:
  // Some rule speaks of what comes first.
  bool is_ordered(const Recorded& recorded) {
    const auto speaks_of_order = [&](Term term) { return graph_.mentions_order(term); };
    return std::any_of(
        recorded.transitions.begin(), recorded.transitions.end(), [&](const Transition& one) {
          return speaks_of_order(one.permitted) ||
                 std::any_of(one.conditions.begin(), one.conditions.end(), speaks_of_order) ||
                 std::any_of(one.next.begin(), one.next.end(), speaks_of_order);
        });
  }

  void bounded() {
    std::vector<unsigned> open;
    for (unsigned i = 0; i < proof_.invariants.size(); ++i) {
      open.push_back(i);
    }
    proof_.instances = options_.instances;
    while (!open.empty()) {
      const BoundedAnswer answer = unroll(graph_,
                                          recorded_,
                                          open,
                                          options_.depth,
                                          {Theory::bits, options_.instances, options_.timeout_ms});
      proof_.questions += answer.depth + 1;
      if (answer.outcome != Outcome::satisfiable) {
        for (const unsigned one : open) {
          proof_.invariants[one].conclusion =
              answer.outcome == Outcome::unsatisfiable ? Conclusion::proved : Conclusion::unknown;
          proof_.invariants[one].reason = answer.reason;
        }
        break;
      }
      const Counterexample counterexample = counterexample_of(answer);
      for (const unsigned one : answer.violated) {
        proof_.invariants[one].conclusion = Conclusion::violated;
        proof_.invariants[one].counterexample = counterexample;
        std::erase(open, one);
      }
    }
    check_guards({});
  }

  Counterexample counterexample_of(const BoundedAnswer& answer) const {
    Counterexample made;
    made.configuration = {.instances = options_.instances,
                          .variations = options_.setup.variations,
                          .mutation = options_.setup.mutation};
    const auto& points = machine_.description().variation_points;
    for (std::size_t i = 0; i < points.size(); ++i) {
      made.configuration.variations[std::string(points[i].name)] = answer.parameters[i];
    }
    made.trace =
        replay(*machine_.configured(made.configuration), model_.fields(), recorded_, answer.trace);
    return made;
  }

  void inductive(bool with_scripts) {
    Induction kept = begin_induction();
    if (check_kept(kept)) {
      note(sample_states(SampleOptions::Extent::walks));
      finish(kept, with_scripts);
      return;
    }
    const Samples samples = sample_states(SampleOptions::Extent::all);
    note(samples);
    std::set<unsigned> violated;
    for (const auto& [invariant, counterexample] : samples.violated) {
      violated.insert(invariant);
    }
    Induction induction = begin_induction();
    for (const Statement& one : kept.statements()) {
      if (one.invariant < 0 && one.assumed) {
        induction.add(lemma(one.text, one.term));
      }
    }
    induction.search_in_turn(machine_.description(), violated, options_.search_ms);
    induction.minimise();
    induction.confirm(theory());
    proof_.instances = induction.instances();
    for (const auto& [invariant, counterexample] : samples.violated) {
      proof_.invariants[invariant].conclusion = Conclusion::violated;
      proof_.invariants[invariant].counterexample = counterexample;
    }
    finish(induction, with_scripts);
  }

  Theory theory() const {
    // Without sets of instances both theories have the same questions, and bits are faster.
    return options_.method == Method::inductive || !machine_.counts_instances() ? Theory::bits
                                                                                : Theory::any;
  }

  Induction begin_induction() {
    return {graph_,
            recorded_,
            free_,
            candidates_,
            {.instances = options_.instances,
             .timeout_ms = options_.timeout_ms,
             .search_ms = options_.search_ms}};
  }

  static Statement lemma(const std::string& text, Term term) {
    Statement made;
    made.text = text;
    made.term = term;
    made.needed = false;
    return made;
  }

  // Whether the lemmas of an earlier search prove every invariant.
  bool check_kept(Induction& kept) {
    if (!options_.lemmas) {
      return false;
    }
    std::vector<Term> variables = recorded_.state;
    variables.insert(variables.end(), free_.begin(), free_.end());
    for (const std::string& text : *options_.lemmas) {
      if (const auto candidate = Candidate::parse(text, candidates_.fields())) {
        kept.add(lemma(text, candidate->term(graph_, variables)));
      }
    }
    kept.check(machine_.description(), theory());
    const auto& all = kept.statements();
    return std::all_of(all.begin(), all.end(), [](const Statement& one) {
      return one.invariant < 0 || one.status == Statement::Status::proved;
    });
  }

  Samples sample_states(SampleOptions::Extent extent) {
    return sample(machine_,
                  model_,
                  options_.setup,
                  {.instances = options_.method == Method::inductive ? options_.instances : 0,
                   .ordered = ordered_,
                   .extent = extent},
                  candidates_);
  }

  void note(const Samples& samples) {
    for (const unsigned rule : samples.fired) {
      proof_.guards[rule].reached = true;
    }
  }

  void finish(Induction& induction, bool with_scripts) {
    conclude(induction);
    proof_.questions += induction.asked();
    check_guards(induction.facts());
    if (with_scripts) {
      make_scripts(induction);
    }
  }

  // An invariant is what all its instances are.
  void conclude(const Induction& induction) {
    const auto& statements = induction.statements();
    std::vector<std::vector<std::size_t>> used(proof_.invariants.size());
    std::vector<bool> started(proof_.invariants.size());
    for (std::size_t i = 0; i < statements.size(); ++i) {
      const Statement& one = statements[i];
      if (one.invariant < 0) {
        if (one.needed && one.status == Statement::Status::proved) {
          proof_.lemmas.push_back(one.text);
        }
        continue;
      }
      const auto invariant = static_cast<std::size_t>(one.invariant);
      InvariantProof& proof = proof_.invariants[invariant];
      proof.seconds += one.seconds;
      if (!started[invariant]) {
        started[invariant] = true;
        proof.conclusion = Conclusion::proved;
      }
      if (one.status == Statement::Status::refuted) {
        proof.conclusion = Conclusion::not_inductive;
        proof.step = one.step;
      } else if (one.status != Statement::Status::proved &&
                 proof.conclusion == Conclusion::proved) {
        proof.conclusion = Conclusion::unknown;
        proof.reason = one.reason;
      }
      const std::vector<std::size_t> lemmas = induction.lemmas_of(i);
      used[invariant].insert(used[invariant].end(), lemmas.begin(), lemmas.end());
    }
    for (InvariantProof& proof : proof_.invariants) {
      std::vector<std::size_t>& lemmas = used[proof.invariant];
      std::sort(lemmas.begin(), lemmas.end());
      lemmas.erase(std::unique(lemmas.begin(), lemmas.end()), lemmas.end());
      for (const std::size_t lemma : lemmas) {
        if (proof.conclusion == Conclusion::proved && statements[lemma].invariant < 0) {
          proof.lemmas.push_back(statements[lemma].text);
          proof.lemma_seconds += statements[lemma].seconds;
        }
      }
    }
  }

  void check_guards(const std::vector<Term>& facts) {
    Query query(graph_, {Theory::bits, std::max(options_.instances, 2U), options_.timeout_ms});
    for (const std::vector<Term>& terms : {facts, recorded_.ranges, recorded_.assumptions}) {
      for (const Term term : terms) {
        query.add(term);
      }
    }
    for (const Transition& one : recorded_.transitions) {
      if (one.planted || proof_.guards[one.rule].satisfiable) {
        continue;
      }
      std::vector<Term> terms = one.conditions;
      terms.push_back(one.permitted);
      proof_.guards[one.rule].satisfiable = query.check(terms).outcome == Outcome::satisfiable;
    }
    proof_.questions += query.asked();
  }

  void make_scripts(Induction& induction) {
    const auto& statements = induction.statements();
    std::map<std::size_t, Script> scripts;
    ScriptWriter writer(graph_, {theory(), induction.instances(), options_.timeout_ms});
    for (const Induction::Question& question : induction.questions()) {
      const Statement& statement = statements[question.statement];
      Script& script = scripts[question.statement];
      if (script.questions == 0) {
        script.name = (statement.invariant >= 0 ? statement.text + "_" : "lemma_") +
                      std::to_string(question.statement);
        script.text = "(set-logic ALL)\n; " + std::string(machine_.description().name) + ": " +
                      statement.text + "\n";
      }
      ++script.questions;
      script.text += "\n; " +
                     (question.transition < 0 ? std::string("in the initial state")
                                              : "after " + rule_of(question.transition)) +
                     "\n(push 1)\n" + writer.smt2(question.terms, Outcome::unsatisfiable) +
                     "(pop 1)\n";
    }
    for (auto& [statement, script] : scripts) {
      proof_.scripts.push_back(std::move(script));
    }
  }

  std::string rule_of(int transition) const {
    return machine_.description()
        .rules[recorded_.transitions[static_cast<std::size_t>(transition)].rule]
        .id;
  }

  const Machine& machine_;
  const SymbolicModel& model_;
  const ProveOptions& options_;
  Graph graph_;
  Recorded recorded_;
  std::vector<Term> free_;
  bool ordered_;
  Candidates candidates_;
  Proof proof_;
};

} // namespace

std::string_view to_string(Method method) {
  switch (method) {
  case Method::bounded:
    return "bounded";
  case Method::inductive:
    return "inductive";
  case Method::parametric:
    break;
  }
  return "parametric";
}

std::string_view to_string(Conclusion conclusion) {
  switch (conclusion) {
  case Conclusion::proved:
    return "proved";
  case Conclusion::violated:
    return "violated";
  case Conclusion::not_inductive:
    return "not inductive";
  case Conclusion::unknown:
    break;
  }
  return "unknown";
}

Proof prove(const Machine& machine,
            const SymbolicModel& model,
            const ProveOptions& options,
            bool with_scripts) {
  if (options.instances < 1 || options.instances > 32) {
    throw UsageError("instances: expected 1 to 32, not " + std::to_string(options.instances));
  }
  return Prover(machine, model, options).run(with_scripts);
}

std::string describe(const Machine& machine,
                     const SymbolicModel& model,
                     const Setup& setup,
                     const FoundStep& step) {
  Configuration configuration{
      .instances = step.instances, .variations = setup.variations, .mutation = setup.mutation};
  std::size_t next = model.fields().size();
  for (const VariationPoint& point : machine.description().variation_points) {
    if (setup.free.contains(std::string(point.name))) {
      configuration.variations[std::string(point.name)] = step.before[next++];
    }
  }
  const auto configured = machine.configured(configuration);
  const auto size = model.fields().size();
  const Packed before = pack(model.fields(), step.instances, std::span(step.before).first(size));
  std::string text = "with " + std::to_string(step.instances) + " instances, in";
  for (const FieldValue& field : configured->values(before)) {
    if (field.value != "no" && field.value != "{}" && field.value != "none" && field.value != "0") {
      text += ' ' + field.name + '=' + field.value;
    }
  }
  if (step.transition < 0) {
    return text;
  }
  const Packed after = pack(model.fields(), step.instances, step.after);
  std::vector<Step> steps;
  configured->expand(before, {}, steps);
  for (const Step& one : steps) {
    if (one.next == after) {
      return text + ", after " + print(one.label, machine.description().kinds);
    }
  }
  return text;
}

} // namespace pathproof::symbolic
