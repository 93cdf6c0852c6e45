// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/unrolling.hpp"

#include <algorithm>

#include "model/symbolic/lowering.hpp"

namespace pathproof::symbolic {

namespace {

class Unrolling {
public:
  Unrolling(Graph& graph,
            const Recorded& recorded,
            const std::vector<unsigned>& invariants,
            const QueryOptions& options)
      : graph_(graph), recorded_(recorded), options_(options), solver_(context_, "QF_FD") {
    z3::params parameters(context_);
    parameters.set("timeout", options.timeout_ms);
    solver_.set(parameters);
    for (const RecordedInvariant& one : recorded.invariants) {
      if (std::find(invariants.begin(), invariants.end(), one.index) != invariants.end()) {
        asked_.push_back(one);
        wrong_ = graph_.disjunction(wrong_, graph_.negation(one.holds));
      }
    }
    for (const Transition& one : recorded.transitions) {
      guards_.push_back(graph_.conjunction(graph_.conjunction(one.conditions), one.permitted));
    }
  }

  BoundedAnswer run(unsigned depth) {
    BoundedAnswer answer;
    begin();
    for (unsigned k = 0; k <= depth; ++k) {
      const z3::expr literal = context_.bool_const(("wrong@" + std::to_string(k)).c_str());
      assert_at(k, z3::implies(literal, moments_[k](wrong_)));
      z3::expr_vector assumptions(context_);
      assumptions.push_back(literal);
      const z3::check_result result = solver_.check(assumptions);
      if (result == z3::unknown) {
        answer.reason = solver_.reason_unknown();
        return answer;
      }
      if (result == z3::sat) {
        answer.outcome = Outcome::satisfiable;
        read(answer, solver_.get_model());
        return answer;
      }
      answer.depth = k;
      if (k < depth) {
        step(k);
      }
    }
    answer.outcome = Outcome::unsatisfiable;
    return answer;
  }

private:
  // The expression mentions the moment's variables; what defines them is asserted with it.
  void assert_at(unsigned moment, const z3::expr& expression) {
    for (const z3::expr& definition : moments_[moment].definitions()) {
      solver_.add(definition);
    }
    solver_.add(expression);
  }

  void add_moment() {
    moments_.emplace_back(
        context_, graph_, Theory::bits, options_.instances, "@" + std::to_string(moments_.size()));
  }

  void begin() {
    add_moment();
    for (std::size_t i = 0; i < recorded_.state.size(); ++i) {
      assert_at(0, moments_[0](recorded_.state[i]) == moments_[0](recorded_.initial[i]));
    }
    for (const Term assumption : recorded_.assumptions) {
      assert_at(0, moments_[0](assumption));
    }
  }

  // Some transition leads from moment k to the next.
  void step(unsigned k) {
    add_moment();
    z3::expr_vector some(context_);
    for (std::size_t t = 0; t < guards_.size(); ++t) {
      if (guards_[t] == false_term) {
        continue;
      }
      const z3::expr taken = context_.bool_const(name_of(t, k).c_str());
      some.push_back(taken);
      assert_at(k, z3::implies(taken, moments_[k](guards_[t])));
      for (std::size_t i = 0; i < recorded_.state.size(); ++i) {
        const z3::expr next = moments_[k](recorded_.transitions[t].next[i]);
        assert_at(k, z3::implies(taken, moments_[k + 1](recorded_.state[i]) == next));
      }
    }
    solver_.add(z3::mk_or(some));
  }

  static std::string name_of(std::size_t transition, unsigned moment) {
    return "taken." + std::to_string(transition) + "@" + std::to_string(moment);
  }

  void read(BoundedAnswer& answer, const z3::model& model) {
    std::vector<std::vector<std::uint32_t>> values;
    Evaluation evaluate(graph_, options_.instances);
    for (Lowering& moment : moments_) {
      const std::optional<Structure> structure = moment.read(model);
      for (std::uint32_t id = 0; id < graph_.size(); ++id) {
        const Node& node = graph_.node(Term{id});
        if (node.op == Op::variable) {
          evaluate.assign(Term{id}, structure->values[node.value]);
        }
      }
      const std::size_t k = values.size();
      std::vector<std::uint32_t>& now = values.emplace_back();
      for (const Term variable : recorded_.state) {
        now.push_back(evaluate(variable));
      }
      if (k + 1 < moments_.size()) {
        answer.trace.push_back(found_step(evaluate, model, static_cast<unsigned>(k)));
      }
    }
    for (std::size_t k = 0; k < answer.trace.size(); ++k) {
      answer.trace[k].before = values[k];
      answer.trace[k].after = values[k + 1];
    }
    for (const Term parameter : recorded_.parameters) {
      answer.parameters.push_back(evaluate(parameter));
    }
    for (const RecordedInvariant& one : asked_) {
      if (evaluate(one.holds) == 0) {
        answer.violated.push_back(one.index);
      }
    }
  }

  FoundStep found_step(Evaluation& evaluate, const z3::model& model, unsigned k) {
    FoundStep found;
    found.instances = options_.instances;
    for (std::size_t t = 0; t < guards_.size() && found.transition < 0; ++t) {
      const z3::expr taken = context_.bool_const(name_of(t, k).c_str());
      if (guards_[t] != false_term && model.eval(taken, true).is_true()) {
        found.transition = static_cast<int>(t);
      }
    }
    const Transition& transition =
        recorded_.transitions[static_cast<std::size_t>(found.transition)];
    found.choice = transition.chooses ? evaluate(transition.choice) : 0;
    for (const Term shown : transition.shown) {
      found.shown.push_back(evaluate(shown));
    }
    return found;
  }

  Graph& graph_;
  const Recorded& recorded_;
  QueryOptions options_;
  z3::context context_;
  z3::solver solver_;
  std::vector<RecordedInvariant> asked_;
  Term wrong_ = false_term;
  std::vector<Term> guards_;
  std::vector<Lowering> moments_;
};

} // namespace

BoundedAnswer unroll(Graph& graph,
                     const Recorded& recorded,
                     const std::vector<unsigned>& invariants,
                     unsigned depth,
                     const QueryOptions& options) {
  try {
    return Unrolling(graph, recorded, invariants, options).run(depth);
  } catch (const z3::exception& failure) {
    BoundedAnswer answer;
    answer.reason = failure.msg();
    return answer;
  }
}

} // namespace pathproof::symbolic
