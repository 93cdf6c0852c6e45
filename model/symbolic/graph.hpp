// SPDX-License-Identifier: Apache-2.0
// Terms: what a rule text leaves behind when it is read by the symbolic domain. A term says nothing
// about how sets are represented, so one recording serves bit-vectors of a fixed number of
// instances and predicates over any number of them (lowering.hpp), and plain evaluation.
//
// A term is a number into a Graph, in which equal terms are one. What a rule leaves alone is
// therefore found by comparing two integers, which saves a proof most of its questions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace pathproof::symbolic {

// A term of some graph; by default the term `false`.
struct Term {
  std::uint32_t id = 0;

  friend bool operator==(Term, Term) = default;
  friend auto operator<=>(Term, Term) = default;
};

// These have the same place in every graph.
inline constexpr Term false_term{0};
inline constexpr Term true_term{1};
inline constexpr Term empty_term{2};
inline constexpr Term everyone_term{3};

constexpr Term truth(bool value) {
  return value ? true_term : false_term;
}

struct Sort {
  enum class Kind : std::uint8_t { boolean, set, number };
  Kind kind = Kind::boolean;
  std::uint8_t width = 0; // of numbers

  friend bool operator==(Sort, Sort) = default;
};

inline constexpr Sort boolean_sort{Sort::Kind::boolean, 0};
inline constexpr Sort set_sort{Sort::Kind::set, 0};

constexpr Sort number_sort(unsigned width) {
  return {Sort::Kind::number, static_cast<std::uint8_t>(width == 0 ? 1 : width)};
}

enum class Op : std::uint8_t {
  constant, // value
  variable, // value: index into Graph::variables()
  negation,
  conjunction,
  disjunction,
  equal,  // of two terms of one sort
  choice, // of a where the condition holds, else b
  less,
  plus,
  minus,
  join,     // the number whose upper bits are a, and whose lower ones b
  part,     // as many bits of a as the term is wide, from bit `value` on
  together, // union
  common,   // intersection
  without,  // difference
  first,    // the member that comes first
  none,     // the set is empty
  lone,     // the set has at most one member
  before,   // every member of a comes before every member of b
};

struct Node {
  Op op = Op::constant;
  Sort sort{};
  Term condition{};
  Term a{};
  Term b{};
  std::uint32_t value = 0;

  friend bool operator==(const Node&, const Node&) = default;
};

// An unknown of the recording.
struct Variable {
  std::string name;
  Sort sort;
  bool member = false; // a set of exactly one instance
};

class Graph {
public:
  Graph();

  const Node& node(Term term) const { return nodes_[term.id]; }

  std::size_t size() const { return nodes_.size(); }

  const std::vector<Variable>& variables() const { return variables_; }

  // The variable of this name, made when it is new.
  Term variable(const std::string& name, Sort sort, bool member = false);

  Term number(unsigned width, std::uint32_t value);
  Term negation(Term a);
  Term conjunction(Term a, Term b);
  Term disjunction(Term a, Term b);
  Term conjunction(std::span<const Term> terms);
  Term disjunction(std::span<const Term> terms);
  Term equal(Term a, Term b);
  Term choice(Term condition, Term yes, Term no);
  Term less(Term a, Term b);
  Term plus(Term a, Term b);
  Term minus(Term a, Term b);
  Term join(Term high, Term low);
  Term part(Term a, unsigned from, unsigned width);
  Term together(Term a, Term b);
  Term common(Term a, Term b);
  Term without(Term a, Term b);
  Term first(Term a);
  Term none(Term a);
  Term lone(Term a);
  Term before(Term a, Term b);

  Term implies(Term a, Term b) { return disjunction(negation(a), b); }

  Term within(Term a, Term b) { return none(without(a, b)); }

  // The order of instances makes a difference to the term.
  bool mentions_order(Term term) const;

private:
  friend class Substitution;

  struct Hash {
    std::size_t operator()(const Node& node) const;
  };

  Term make(const Node& node);
  Term rebuild(const Node& node, Term condition, Term a, Term b);
  Term equal_to_constant(Term other, Term constant);

  bool is_number(Term term) const { return node(term).op == Op::constant; }

  std::vector<Node> nodes_;
  std::vector<Variable> variables_;
  std::unordered_map<Node, Term, Hash> known_;
  std::unordered_map<std::string, Term> names_;
};

// Replaces variables[i] by values[i] in terms of the graph, and remembers what it has replaced.
class Substitution {
public:
  Substitution(Graph& graph, std::span<const Term> variables, std::span<const Term> values);

  Term operator()(Term term);

private:
  Graph& graph_;
  std::unordered_map<std::uint32_t, Term> done_;
};

// What terms are worth when their variables have these values, with this many instances.
class Evaluation {
public:
  Evaluation(const Graph& graph, unsigned instances);

  // Gives a variable its value and forgets what was computed before.
  void assign(Term variable, std::uint32_t value);

  // A truth value as 0 or 1, a set as bits, a number.
  std::uint32_t operator()(Term term);

private:
  std::uint32_t compute(const Node& node);

  const Graph& graph_;
  std::uint32_t everyone_;
  std::vector<std::uint32_t> variables_;
  std::vector<std::uint32_t> values_;
  std::vector<std::uint32_t> stamps_;
  std::uint32_t now_ = 1;
};

// Makes the graph the one that terms of the symbolic domain are added to, in this thread, for as
// long as the scope lasts. Without one, the domain knows constants only.
class Recording {
public:
  explicit Recording(Graph& graph);
  ~Recording();
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;

private:
  Graph* outer_;
};

// The graph of the innermost Recording; throws std::logic_error where there is none.
Graph& recorded_graph();

} // namespace pathproof::symbolic
