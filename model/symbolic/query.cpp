// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/query.hpp"

#include <stdexcept>

#include "model/symbolic/lowering.hpp"

namespace pathproof::symbolic {

namespace {
// Bit-vectors of a few instances are best solved as plain propositions; questions about any number
// of instances need the core that instantiates quantifiers.
z3::solver make_solver(z3::context& context, Theory theory) {
  return theory == Theory::bits ? z3::solver(context, "QF_FD")
                                : z3::solver(context, z3::solver::simple());
}
} // namespace

struct Query::Implementation {
  Implementation(const Graph& graph, const QueryOptions& options)
      : graph_(graph), options_(options), solver_(make_solver(context_, options.theory)),
        lowering_(context_, graph, options.theory, options.instances) {
    set_limit();
  }

  void set_limit() {
    z3::params parameters(context_);
    parameters.set("timeout", options_.timeout_ms);
    solver_.set(parameters);
  }

  void define() {
    for (const z3::expr& definition : lowering_.definitions()) {
      solver_.add(definition);
      asserted_.push_back(definition);
    }
  }

  void add(Term term) {
    const z3::expr meaning = lowering_(term);
    define();
    solver_.add(meaning);
    asserted_.push_back(meaning);
    added_.push_back(term);
  }

  // Counts a question. Begins anew with a solver that has forgotten the ones before, if there were
  // many: it keeps their terms, and gets slower by it.
  void count() {
    ++asked_;
    if (options_.questions_max == 0 || ++asked_of_solver_ <= options_.questions_max) {
      return;
    }
    solver_ = make_solver(context_, options_.theory);
    set_limit();
    for (const z3::expr& one : asserted_) {
      solver_.add(one);
    }
    literals_.clear();
    terms_.clear();
    asked_of_solver_ = 1;
  }

  // A literal that stands for the term in assumptions.
  z3::expr literal(Term term) {
    if (const auto found = literals_.find(term.id); found != literals_.end()) {
      return found->second;
    }
    const z3::expr literal = context_.bool_const(("if." + std::to_string(term.id)).c_str());
    const z3::expr meaning = lowering_(term);
    define();
    solver_.add(z3::implies(literal, meaning));
    literals_.emplace(term.id, literal);
    terms_.emplace(literal.id(), term);
    return literal;
  }

  Answer check(std::span<const Term> terms) {
    count();
    z3::expr_vector assumptions(context_);
    for (const Term term : terms) {
      if (term != true_term) {
        assumptions.push_back(literal(term));
      }
    }
    Answer answer;
    switch (solver_.check(assumptions)) {
    case z3::unsat: {
      answer.outcome = Outcome::unsatisfiable;
      const z3::expr_vector core = solver_.unsat_core();
      for (unsigned i = 0; i < core.size(); ++i) {
        answer.core.push_back(terms_.at(core[static_cast<int>(i)].id()));
      }
      break;
    }
    case z3::sat:
      take_structure(answer, terms);
      break;
    case z3::unknown:
      answer.reason = solver_.reason_unknown();
      break;
    }
    return answer;
  }

  Outcome possible(std::span<const Term> terms, std::span<const Term> passing) {
    count();
    z3::expr_vector assumptions(context_);
    for (const Term term : terms) {
      assumptions.push_back(literal(term));
    }
    std::vector<z3::expr> meanings;
    for (const Term term : passing) {
      meanings.push_back(lowering_(term));
    }
    define(); // outside of what is taken back
    solver_.push();
    for (const z3::expr& meaning : meanings) {
      solver_.add(meaning);
    }
    const z3::check_result result = solver_.check(assumptions);
    solver_.pop();
    return result == z3::unsat ? Outcome::unsatisfiable
           : result == z3::sat ? Outcome::satisfiable
                               : Outcome::unknown;
  }

  void take_structure(Answer& answer, std::span<const Term> terms) {
    std::optional<Structure> structure = lowering_.read(solver_.get_model());
    if (!structure) {
      answer.reason = "the counterexample has more than 32 instances";
      return;
    }
    Evaluation evaluate(graph_, structure->instances);
    for (std::size_t i = 0; i < structure->values.size(); ++i) {
      evaluate.assign(variable_terms()[i], structure->values[i]);
    }
    const auto confirm = [&](Term term) {
      if (evaluate(term) == 0) {
        throw std::logic_error("Z3's answer does not satisfy the terms it was asked about");
      }
    };
    for (const Term term : terms) {
      confirm(term);
    }
    for (const Term term : added_) {
      confirm(term);
    }
    answer.outcome = Outcome::satisfiable;
    answer.structure = std::move(*structure);
  }

  const std::vector<Term>& variable_terms() {
    for (; searched_ < graph_.size(); ++searched_) {
      const Term term{static_cast<std::uint32_t>(searched_)};
      if (graph_.node(term).op == Op::variable) {
        variable_terms_.push_back(term); // made in the order of their indices
      }
    }
    return variable_terms_;
  }

  const Graph& graph_;
  const QueryOptions options_;
  z3::context context_;
  z3::solver solver_;
  Lowering lowering_;
  std::vector<z3::expr> asserted_;
  std::unordered_map<std::uint32_t, z3::expr> literals_;
  std::unordered_map<unsigned, Term> terms_;
  std::vector<Term> added_;
  std::vector<Term> variable_terms_;
  std::size_t searched_ = 0;
  std::size_t asked_ = 0;
  unsigned asked_of_solver_ = 0;
};

Evaluation evaluation_in(const Graph& graph, const Structure& structure) {
  Evaluation evaluate(graph, structure.instances);
  for (std::uint32_t id = 0; id < graph.size(); ++id) {
    const Node& node = graph.node(Term{id});
    if (node.op == Op::variable) {
      evaluate.assign(Term{id}, structure.values[node.value]);
    }
  }
  return evaluate;
}

Query::Query(const Graph& graph, const QueryOptions& options)
    : implementation_(std::make_unique<Implementation>(graph, options)) {}

Query::~Query() = default;

void Query::add(Term term) {
  if (term == true_term) {
    return;
  }
  implementation_->add(term);
}

Answer Query::check(std::span<const Term> terms) {
  try {
    return implementation_->check(terms);
  } catch (const z3::exception& failure) {
    Answer answer;
    answer.reason = failure.msg();
    return answer;
  }
}

Outcome Query::possible(std::span<const Term> terms, std::span<const Term> passing) {
  try {
    return implementation_->possible(terms, passing);
  } catch (const z3::exception&) {
    return Outcome::unknown;
  }
}

std::size_t Query::asked() const {
  return implementation_->asked_;
}

struct ScriptWriter::Implementation {
  const Graph& graph;
  QueryOptions options;
  z3::context context{};
};

ScriptWriter::ScriptWriter(const Graph& graph, const QueryOptions& options)
    : implementation_(new Implementation{graph, options}) {}

ScriptWriter::~ScriptWriter() = default;

std::string ScriptWriter::smt2(std::span<const Term> terms, Outcome expected) {
  auto& [graph, options, context] = *implementation_;
  z3::solver solver(context, z3::solver::simple());
  // Of its own for each question: it gives out a definition once.
  Lowering lowering(context, graph, options.theory, options.instances);
  for (const Term term : terms) {
    const z3::expr meaning = lowering(term);
    for (const z3::expr& definition : lowering.definitions()) {
      solver.add(definition);
    }
    solver.add(meaning);
  }
  const char* const status = expected == Outcome::unsatisfiable ? "unsat"
                             : expected == Outcome::satisfiable ? "sat"
                                                                : "unknown";
  return solver.to_smt2(status);
}

std::string solver_version() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned build = 0;
  unsigned revision = 0;
  Z3_get_version(&major, &minor, &build, &revision);
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(build);
}

} // namespace pathproof::symbolic
