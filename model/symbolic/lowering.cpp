// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/lowering.hpp"

#include <algorithm>
#include <stdexcept>

namespace pathproof::symbolic {

namespace {
bool is_shared(const std::string& name) {
  return name.starts_with("variation.");
}
} // namespace

Lowering::Lowering(
    z3::context& context, const Graph& graph, Theory theory, unsigned instances, std::string suffix)
    : context_(context), graph_(graph), theory_(theory), instances_(instances),
      suffix_(std::move(suffix)), instance_(context.uninterpreted_sort("Instance")),
      x_(context.constant("x", instance_)), y_(context.constant("y", instance_)) {}

z3::expr Lowering::operator()(Term term) {
  if (const auto found = known_.find(term.id); found != known_.end()) {
    return found->second;
  }
  const z3::expr made = build(term, graph_.node(term));
  known_.emplace(term.id, made);
  return made;
}

z3::expr Lowering::build(Term term, const Node& node) {
  if (node.sort.kind == Sort::Kind::set) {
    return bits(term, node);
  }
  if (node.sort.kind == Sort::Kind::number) {
    return node.op == Op::variable ? variable(term, node) : number(node);
  }
  switch (node.op) {
  case Op::constant:
    return context_.bool_val(node.value != 0);
  case Op::variable:
    return variable(term, node);
  case Op::negation:
    return !(*this)(node.a);
  case Op::conjunction:
    return (*this)(node.a) && (*this)(node.b);
  case Op::disjunction:
    return (*this)(node.a) || (*this)(node.b);
  case Op::choice:
    return z3::ite((*this)(node.condition), (*this)(node.a), (*this)(node.b));
  case Op::less:
    return z3::ult((*this)(node.a), (*this)(node.b));
  default:
    return relation(node);
  }
}

z3::expr Lowering::number(const Node& node) {
  switch (node.op) {
  case Op::constant:
    return context_.bv_val(node.value, node.sort.width);
  case Op::choice:
    return z3::ite((*this)(node.condition), (*this)(node.a), (*this)(node.b));
  case Op::plus:
    return (*this)(node.a) + (*this)(node.b);
  case Op::join:
    return z3::concat((*this)(node.a), (*this)(node.b));
  case Op::part:
    return (*this)(node.a).extract(node.value + node.sort.width - 1, node.value);
  default:
    return (*this)(node.a) - (*this)(node.b);
  }
}

// A truth value about sets, or an equality of anything.
z3::expr Lowering::relation(const Node& node) {
  if (graph_.node(node.a).sort.kind != Sort::Kind::set) {
    return (*this)(node.a) == (*this)(node.b);
  }
  if (theory_ == Theory::any) {
    return quantified(node);
  }
  const z3::expr a = (*this)(node.a);
  const z3::expr zero = context_.bv_val(0, instances_);
  switch (node.op) {
  case Op::equal:
    return a == (*this)(node.b);
  case Op::none:
    return a == zero;
  case Op::lone:
    return (a & (a - context_.bv_val(1, instances_))) == zero;
  default: { // before: a is less than the lowest bit of b
    const z3::expr b = (*this)(node.b);
    return a == zero || b == zero || z3::ult(a, b & -b);
  }
  }
}

z3::expr Lowering::variable(Term term, const Node& node) {
  const Variable& about = graph_.variables()[node.value];
  const std::string name = is_shared(about.name) ? about.name : about.name + suffix_;
  z3::sort sort = about.sort.kind == Sort::Kind::boolean  ? context_.bool_sort()
                  : about.sort.kind == Sort::Kind::number ? context_.bv_sort(about.sort.width)
                  : theory_ == Theory::any                ? instance_
                                                          : context_.bv_sort(instances_);
  const bool predicate =
      theory_ == Theory::any && about.sort.kind == Sort::Kind::set && !about.member;
  const z3::func_decl declared =
      predicate ? context_.function(name.c_str(), instance_, context_.bool_sort())
                : context_.constant(name.c_str(), sort).decl();
  declared_.emplace(term.id, declared);
  if (predicate) {
    return x_; // never used: predicates are asked through contains()
  }
  const z3::expr value = declared();
  if (about.member && theory_ == Theory::bits) {
    const z3::expr zero = context_.bv_val(0, instances_);
    definitions_.push_back(value != zero &&
                           (value & (value - context_.bv_val(1, instances_))) == zero);
  }
  return value;
}

z3::expr Lowering::bits(Term term, const Node& node) {
  switch (node.op) {
  case Op::constant:
    return node.value == 0 ? context_.bv_val(0, instances_) : ~context_.bv_val(0, instances_);
  case Op::variable:
    return variable(term, node);
  case Op::choice:
    return z3::ite((*this)(node.condition), (*this)(node.a), (*this)(node.b));
  case Op::together:
    return (*this)(node.a) | (*this)(node.b);
  case Op::common:
    return (*this)(node.a) & (*this)(node.b);
  case Op::without:
    return (*this)(node.a) & ~(*this)(node.b);
  default: { // first
    const z3::expr a = (*this)(node.a);
    return a & -a;
  }
  }
}

z3::expr Lowering::contains(Term set, const z3::expr& instance) {
  const std::pair<std::uint32_t, unsigned> key{set.id, instance.id()};
  if (const auto found = contained_.find(key); found != contained_.end()) {
    return found->second;
  }
  const z3::expr made = build_contains(set, instance);
  contained_.emplace(key, made);
  return made;
}

z3::expr Lowering::build_contains(Term set, const z3::expr& instance) {
  const Node& node = graph_.node(set);
  switch (node.op) {
  case Op::constant:
    return context_.bool_val(node.value != 0);
  case Op::variable: {
    const z3::expr value = (*this)(set);
    return graph_.variables()[node.value].member ? instance == value
                                                 : declared_.at(set.id)(instance);
  }
  case Op::choice:
    return z3::ite((*this)(node.condition), contains(node.a, instance), contains(node.b, instance));
  case Op::together:
    return contains(node.a, instance) || contains(node.b, instance);
  case Op::common:
    return contains(node.a, instance) && contains(node.b, instance);
  case Op::without:
    return contains(node.a, instance) && !contains(node.b, instance);
  default: { // first
    const z3::expr first = constant_of_first(node.a);
    return instance == first && contains(node.a, first);
  }
  }
}

// A constant that is the first member of the set, if it has any. A finite set has one, and only
// finite sets are meant, so this assumes nothing.
z3::expr Lowering::constant_of_first(Term set) {
  if (const auto found = firsts_.find(set.id); found != firsts_.end()) {
    return found->second;
  }
  const std::string name = "first." + std::to_string(set.id) + suffix_;
  const z3::expr first = context_.constant(name.c_str(), instance_);
  firsts_.emplace(set.id, first);
  definitions_.push_back(
      z3::forall(x_, z3::implies(contains(set, x_), contains(set, first) && !precedes(x_, first))));
  return first;
}

z3::expr Lowering::precedes(const z3::expr& a, const z3::expr& b) {
  if (!order_) {
    order_ = context_.function("precedes", instance_, instance_, context_.bool_sort());
    const z3::func_decl& order = *order_;
    const z3::expr z = context_.constant("z", instance_);
    definitions_.push_back(z3::forall(x_, !order(x_, x_)));
    definitions_.push_back(
        z3::forall(x_, y_, z, z3::implies(order(x_, y_) && order(y_, z), order(x_, z))));
    definitions_.push_back(z3::forall(x_, y_, x_ == y_ || order(x_, y_) || order(y_, x_)));
  }
  return (*order_)(a, b);
}

z3::expr Lowering::quantified(const Node& node) {
  switch (node.op) {
  case Op::equal:
    return z3::forall(x_, contains(node.a, x_) == contains(node.b, x_));
  case Op::none:
    return z3::forall(x_, !contains(node.a, x_));
  case Op::lone:
    return z3::forall(x_, y_, z3::implies(contains(node.a, x_) && contains(node.a, y_), x_ == y_));
  default: // before
    return z3::forall(
        x_, y_, z3::implies(contains(node.a, x_) && contains(node.b, y_), precedes(x_, y_)));
  }
}

// The instances of the model, in its order where it has one.
std::vector<z3::expr> Lowering::universe(const z3::model& model) {
  std::vector<z3::expr> found;
  for (unsigned i = 0; i < Z3_model_get_num_sorts(context_, model); ++i) {
    const z3::sort sort(context_, Z3_model_get_sort(context_, model, i));
    if (z3::eq(sort, instance_)) {
      const z3::expr_vector members(context_, Z3_model_get_sort_universe(context_, model, sort));
      for (unsigned k = 0; k < members.size(); ++k) {
        found.push_back(members[static_cast<int>(k)]);
      }
    }
  }
  if (order_) {
    std::sort(found.begin(), found.end(), [&](const z3::expr& a, const z3::expr& b) {
      return model.eval((*order_)(a, b), true).is_true();
    });
  }
  return found;
}

std::optional<Structure> Lowering::read(const z3::model& model) {
  Structure structure;
  std::vector<z3::expr> members;
  structure.instances = instances_;
  if (theory_ == Theory::any) {
    members = universe(model);
    structure.instances = std::max<unsigned>(1, static_cast<unsigned>(members.size()));
    if (members.size() > 32) {
      return std::nullopt;
    }
  }
  structure.values.resize(graph_.variables().size());
  for (const auto& [id, declared] : declared_) {
    const std::uint32_t index = graph_.node(Term{id}).value;
    const Variable& about = graph_.variables()[index];
    std::uint32_t& value = structure.values[index];
    if (about.sort.kind == Sort::Kind::boolean) {
      value = model.eval(declared(), true).is_true() ? 1 : 0;
    } else if (about.sort.kind == Sort::Kind::number || theory_ == Theory::bits) {
      value = model.eval(declared(), true).get_numeral_uint();
    } else {
      for (std::size_t k = 0; k < members.size(); ++k) {
        const z3::expr in = about.member ? declared() == members[k] : declared(members[k]);
        value |= model.eval(in, true).is_true() ? std::uint32_t{1} << k : 0;
      }
      if (about.member && members.empty()) {
        value = 1;
      }
    }
  }
  // A member that no question spoke of can be any.
  for (std::size_t i = 0; i < structure.values.size(); ++i) {
    if (graph_.variables()[i].member && structure.values[i] == 0) {
      structure.values[i] = 1;
    }
  }
  return structure;
}

} // namespace pathproof::symbolic
