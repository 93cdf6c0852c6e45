// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/graph.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace pathproof::symbolic {

namespace {
thread_local Graph* current = nullptr;

std::uint32_t mask_of(Sort sort) {
  return sort.width >= 32 ? 0xFFFFFFFFU : (std::uint32_t{1} << sort.width) - 1;
}
} // namespace

Recording::Recording(Graph& graph) : outer_(std::exchange(current, &graph)) {}

Recording::~Recording() {
  current = outer_;
}

Graph& recorded_graph() {
  if (current == nullptr) {
    throw std::logic_error("a symbolic term was made outside of a recording");
  }
  return *current;
}

std::size_t Graph::Hash::operator()(const Node& node) const {
  std::uint64_t mixed = static_cast<std::uint64_t>(node.op) | std::uint64_t{node.sort.width} << 8U |
                        std::uint64_t{static_cast<unsigned>(node.sort.kind)} << 16U;
  for (const std::uint32_t part : {node.condition.id, node.a.id, node.b.id, node.value}) {
    mixed = (mixed ^ part) * 0x9E3779B97F4A7C15ULL;
    mixed ^= mixed >> 29U;
  }
  return mixed;
}

Graph::Graph() {
  make({.op = Op::constant, .sort = boolean_sort, .value = 0});
  make({.op = Op::constant, .sort = boolean_sort, .value = 1});
  make({.op = Op::constant, .sort = set_sort, .value = 0});
  make({.op = Op::constant, .sort = set_sort, .value = 1});
}

Term Graph::make(const Node& node) {
  const auto [place, added] =
      known_.try_emplace(node, Term{static_cast<std::uint32_t>(nodes_.size())});
  if (added) {
    nodes_.push_back(node);
  }
  return place->second;
}

Term Graph::variable(const std::string& name, Sort sort, bool member) {
  const auto found = names_.find(name);
  if (found != names_.end()) {
    if (node(found->second).sort != sort) {
      throw std::logic_error("two variables of different sorts are called " + name);
    }
    return found->second;
  }
  const Term made = make(
      {.op = Op::variable, .sort = sort, .value = static_cast<std::uint32_t>(variables_.size())});
  variables_.push_back({name, sort, member});
  names_.emplace(name, made);
  return made;
}

Term Graph::number(unsigned width, std::uint32_t value) {
  const Sort sort = number_sort(width);
  return make({.op = Op::constant, .sort = sort, .value = value & mask_of(sort)});
}

Term Graph::negation(Term a) {
  const Node& inner = node(a);
  if (inner.op == Op::constant) {
    return truth(inner.value == 0);
  }
  return inner.op == Op::negation ? inner.a
                                  : make({.op = Op::negation, .sort = boolean_sort, .a = a});
}

Term Graph::conjunction(Term a, Term b) {
  if (a == b || b == true_term) {
    return a;
  }
  if (a == true_term) {
    return b;
  }
  if (a == false_term || b == false_term || a == negation(b)) {
    return false_term;
  }
  return make(
      {.op = Op::conjunction, .sort = boolean_sort, .a = std::min(a, b), .b = std::max(a, b)});
}

Term Graph::disjunction(Term a, Term b) {
  if (a == b || b == false_term) {
    return a;
  }
  if (a == false_term) {
    return b;
  }
  if (a == true_term || b == true_term || a == negation(b)) {
    return true_term;
  }
  return make(
      {.op = Op::disjunction, .sort = boolean_sort, .a = std::min(a, b), .b = std::max(a, b)});
}

Term Graph::conjunction(std::span<const Term> terms) {
  Term all = true_term;
  for (const Term term : terms) {
    all = conjunction(all, term);
  }
  return all;
}

Term Graph::disjunction(std::span<const Term> terms) {
  Term any = false_term;
  for (const Term term : terms) {
    any = disjunction(any, term);
  }
  return any;
}

// select(c, idle, phase) == idle is (c or phase == idle): the form in which rules that set a field
// and questions about it meet most often.
Term Graph::equal_to_constant(Term other, Term constant) {
  const Node chosen = node(other);
  if (chosen.op == Op::choice && (is_number(chosen.a) || is_number(chosen.b))) {
    return disjunction(conjunction(chosen.condition, equal(chosen.a, constant)),
                       conjunction(negation(chosen.condition), equal(chosen.b, constant)));
  }
  return make({.op = Op::equal, .sort = boolean_sort, .a = constant, .b = other});
}

Term Graph::equal(Term a, Term b) {
  if (a == b) {
    return true_term;
  }
  const Sort sort = node(a).sort;
  if (sort.kind == Sort::Kind::boolean) {
    if (is_number(a) || is_number(b)) {
      const Term other = is_number(a) ? b : a;
      return (is_number(a) ? a : b) == true_term ? other : negation(other);
    }
    if (a == negation(b)) {
      return false_term;
    }
  } else if (sort.kind == Sort::Kind::set) {
    if (a == empty_term || b == empty_term) {
      return none(a == empty_term ? b : a);
    }
  } else if (is_number(a) && is_number(b)) {
    return false_term; // equal constants are one term
  } else if (is_number(a) || is_number(b)) {
    return is_number(a) ? equal_to_constant(b, a) : equal_to_constant(a, b);
  }
  return make({.op = Op::equal, .sort = boolean_sort, .a = std::min(a, b), .b = std::max(a, b)});
}

Term Graph::choice(Term condition, Term yes, Term no) {
  if (yes == no || condition == true_term) {
    return yes;
  }
  if (condition == false_term) {
    return no;
  }
  const Sort sort = node(yes).sort;
  if (sort.kind == Sort::Kind::boolean && (is_number(yes) || is_number(no))) {
    return is_number(yes) ? (yes == true_term ? disjunction(condition, no)
                                              : conjunction(negation(condition), no))
                          : (no == true_term ? disjunction(negation(condition), yes)
                                             : conjunction(condition, yes));
  }
  if (node(condition).op == Op::negation) {
    return choice(node(condition).a, no, yes);
  }
  return make({.op = Op::choice, .sort = sort, .condition = condition, .a = yes, .b = no});
}

Term Graph::less(Term a, Term b) {
  if (a == b) {
    return false_term;
  }
  if (is_number(a) && is_number(b)) {
    return truth(node(a).value < node(b).value);
  }
  return make({.op = Op::less, .sort = boolean_sort, .a = a, .b = b});
}

Term Graph::plus(Term a, Term b) {
  const Sort sort = node(a).sort;
  if (is_number(a) && is_number(b)) {
    return number(sort.width, node(a).value + node(b).value);
  }
  return make({.op = Op::plus, .sort = sort, .a = std::min(a, b), .b = std::max(a, b)});
}

Term Graph::minus(Term a, Term b) {
  const Sort sort = node(a).sort;
  if (is_number(a) && is_number(b)) {
    return number(sort.width, node(a).value - node(b).value);
  }
  return make({.op = Op::minus, .sort = sort, .a = a, .b = b});
}

Term Graph::join(Term high, Term low) {
  const unsigned low_width = node(low).sort.width;
  const unsigned width = node(high).sort.width + low_width;
  if (width > 32) {
    throw std::logic_error("a number of more than 32 bits is no term");
  }
  if (is_number(high) && is_number(low)) {
    return number(width, node(high).value << low_width | node(low).value);
  }
  return make({.op = Op::join, .sort = number_sort(width), .a = high, .b = low});
}

Term Graph::part(Term a, unsigned from, unsigned width) {
  const Node& whole = node(a);
  if (width == 0 || from + width > whole.sort.width) {
    throw std::logic_error("a part of a number is not inside it");
  }
  if (width == whole.sort.width) {
    return a;
  }
  if (is_number(a)) {
    return number(width, whole.value >> from);
  }
  if (from == 0) {
    // The lowest bits depend on lowest bits only.
    const Node of = whole; // which moves when the graph grows
    switch (of.op) {
    case Op::join:
      if (width <= node(of.b).sort.width) {
        return part(of.b, 0, width);
      }
      break;
    case Op::plus:
      return plus(part(of.a, 0, width), part(of.b, 0, width));
    case Op::minus:
      return minus(part(of.a, 0, width), part(of.b, 0, width));
    case Op::choice:
      return choice(of.condition, part(of.a, 0, width), part(of.b, 0, width));
    default:
      break;
    }
  }
  return make({.op = Op::part, .sort = number_sort(width), .a = a, .value = from});
}

Term Graph::together(Term a, Term b) {
  if (a == b || b == empty_term) {
    return a;
  }
  if (a == empty_term) {
    return b;
  }
  if (a == everyone_term || b == everyone_term) {
    return everyone_term;
  }
  return make({.op = Op::together, .sort = set_sort, .a = std::min(a, b), .b = std::max(a, b)});
}

Term Graph::common(Term a, Term b) {
  if (a == b || b == everyone_term) {
    return a;
  }
  if (a == everyone_term) {
    return b;
  }
  if (a == empty_term || b == empty_term) {
    return empty_term;
  }
  return make({.op = Op::common, .sort = set_sort, .a = std::min(a, b), .b = std::max(a, b)});
}

Term Graph::without(Term a, Term b) {
  if (a == b || a == empty_term || b == everyone_term) {
    return empty_term;
  }
  if (b == empty_term) {
    return a;
  }
  return make({.op = Op::without, .sort = set_sort, .a = a, .b = b});
}

Term Graph::first(Term a) {
  const Node& inner = node(a);
  const bool member = inner.op == Op::variable && variables_[inner.value].member;
  return a == empty_term || member || inner.op == Op::first
             ? a
             : make({.op = Op::first, .sort = set_sort, .a = a});
}

Term Graph::none(Term a) {
  const Node inner = node(a);
  if (a == empty_term || a == everyone_term) {
    return truth(a == empty_term); // there is at least one instance
  }
  if (inner.op == Op::variable && variables_[inner.value].member) {
    return false_term;
  }
  if (inner.op == Op::together) {
    return conjunction(none(inner.a), none(inner.b));
  }
  return make({.op = Op::none, .sort = boolean_sort, .a = a});
}

Term Graph::lone(Term a) {
  const Node& inner = node(a);
  const bool member = inner.op == Op::variable && variables_[inner.value].member;
  return a == empty_term || member || inner.op == Op::first
             ? true_term
             : make({.op = Op::lone, .sort = boolean_sort, .a = a});
}

Term Graph::before(Term a, Term b) {
  return a == empty_term || b == empty_term
             ? true_term
             : make({.op = Op::before, .sort = boolean_sort, .a = a, .b = b});
}

Term Graph::rebuild(const Node& node, Term condition, Term a, Term b) {
  switch (node.op) {
  case Op::negation:
    return negation(a);
  case Op::conjunction:
    return conjunction(a, b);
  case Op::disjunction:
    return disjunction(a, b);
  case Op::equal:
    return equal(a, b);
  case Op::choice:
    return choice(condition, a, b);
  case Op::less:
    return less(a, b);
  case Op::plus:
    return plus(a, b);
  case Op::minus:
    return minus(a, b);
  case Op::join:
    return join(a, b);
  case Op::part:
    return part(a, node.value, node.sort.width);
  case Op::together:
    return together(a, b);
  case Op::common:
    return common(a, b);
  case Op::without:
    return without(a, b);
  case Op::first:
    return first(a);
  case Op::none:
    return none(a);
  case Op::lone:
    return lone(a);
  case Op::before:
    return before(a, b);
  case Op::constant:
  case Op::variable:
    break;
  }
  throw std::logic_error("a leaf cannot be rebuilt");
}

bool Graph::mentions_order(Term term) const {
  const Node& here = node(term);
  if (here.op == Op::constant || here.op == Op::variable) {
    return false;
  }
  return here.op == Op::first || here.op == Op::before || mentions_order(here.condition) ||
         mentions_order(here.a) || mentions_order(here.b);
}

Substitution::Substitution(Graph& graph,
                           std::span<const Term> variables,
                           std::span<const Term> values)
    : graph_(graph) {
  for (std::size_t i = 0; i < variables.size(); ++i) {
    done_.emplace(variables[i].id, values[i]);
  }
}

Term Substitution::operator()(Term term) {
  if (const auto found = done_.find(term.id); found != done_.end()) {
    return found->second;
  }
  const Node here = graph_.node(term);
  Term made = term;
  if (here.op != Op::constant && here.op != Op::variable) {
    const Term condition = (*this)(here.condition);
    const Term a = (*this)(here.a);
    const Term b = (*this)(here.b);
    made = condition == here.condition && a == here.a && b == here.b
               ? term
               : graph_.rebuild(here, condition, a, b);
  }
  done_.emplace(term.id, made);
  return made;
}

Evaluation::Evaluation(const Graph& graph, unsigned instances)
    : graph_(graph), everyone_(static_cast<std::uint32_t>((std::uint64_t{1} << instances) - 1)) {}

void Evaluation::assign(Term variable, std::uint32_t value) {
  const std::uint32_t index = graph_.node(variable).value;
  if (index >= variables_.size()) {
    variables_.resize(graph_.variables().size());
  }
  variables_[index] = value;
  ++now_;
}

std::uint32_t Evaluation::operator()(Term term) {
  if (term.id >= stamps_.size()) {
    stamps_.resize(graph_.size());
    values_.resize(graph_.size());
  }
  if (stamps_[term.id] != now_) {
    const std::uint32_t value = compute(graph_.node(term));
    values_[term.id] = value;
    stamps_[term.id] = now_;
  }
  return values_[term.id];
}

std::uint32_t Evaluation::compute(const Node& node) {
  if (node.op == Op::constant) {
    return node.sort.kind == Sort::Kind::set && node.value != 0 ? everyone_ : node.value;
  }
  if (node.op == Op::variable) {
    return node.value < variables_.size() ? variables_[node.value] : 0;
  }
  if (node.op == Op::choice) {
    return (*this)(node.condition) != 0 ? (*this)(node.a) : (*this)(node.b);
  }
  const std::uint32_t a = (*this)(node.a);
  const std::uint32_t b = (*this)(node.b);
  switch (node.op) {
  case Op::negation:
    return a ^ 1U;
  case Op::conjunction:
  case Op::common:
    return a & b;
  case Op::disjunction:
  case Op::together:
    return a | b;
  case Op::equal:
    return a == b ? 1 : 0;
  case Op::less:
    return a < b ? 1 : 0;
  case Op::plus:
    return (a + b) & mask_of(node.sort);
  case Op::minus:
    return (a - b) & mask_of(node.sort);
  case Op::join:
    return a << graph_.node(node.b).sort.width | b;
  case Op::part:
    return a >> node.value & mask_of(node.sort);
  case Op::without:
    return a & ~b;
  case Op::first:
    return a & (~a + 1);
  case Op::none:
    return a == 0 ? 1 : 0;
  case Op::lone:
    return (a & (a - 1)) == 0 ? 1 : 0;
  default: // before
    return a == 0 || b == 0 || a < (b & (~b + 1)) ? 1 : 0;
  }
}

} // namespace pathproof::symbolic
