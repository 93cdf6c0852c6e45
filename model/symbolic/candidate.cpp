// SPDX-License-Identifier: Apache-2.0
// What atoms, candidates and renamings mean: of values, and as terms.
#include <algorithm>
#include <array>
#include <bit>
#include <set>

#include "model/symbolic/candidate.hpp"

namespace pathproof::symbolic {

namespace {
using Kind = Atom::Kind;

bool is_unary(Kind kind) {
  return kind == Kind::empty || kind == Kind::filled || kind == Kind::lone;
}

// Where two fields may be exchanged, the first one first.
Atom in_order(Atom atom) {
  switch (atom.kind) {
  case Kind::same_number:
  case Kind::other_number:
  case Kind::same_set:
  case Kind::apart:
  case Kind::common_within:
  case Kind::meets_within:
    if (atom.a > atom.b) {
      std::swap(atom.a, atom.b);
    }
    break;
  default:
    break;
  }
  if (atom.kind == Kind::within_either && atom.b > atom.c) {
    std::swap(atom.b, atom.c);
  }
  if (atom.kind == Kind::meets_within && atom.c > atom.d) {
    std::swap(atom.c, atom.d);
  }
  return atom;
}

// a comes before b, as bits
bool precede(std::uint32_t a, std::uint32_t b) {
  return a == 0 || b == 0 || a < (b & (~b + 1));
}

// Calls `use` with the meaning of the atom: a test of the values of its fields.
template <class Use>
auto with_meaning(const Atom& atom, const Use& use) {
  using Value = std::uint32_t;
  const Value value = atom.value;
  switch (atom.kind) {
  case Kind::flag:
  case Kind::filled:
    return use([](Value a, Value, Value, Value) { return a != 0; });
  case Kind::no_flag:
  case Kind::empty:
    return use([](Value a, Value, Value, Value) { return a == 0; });
  case Kind::one_of:
    return use([value](Value a, Value, Value, Value) { return (value >> a & 1U) != 0; });
  case Kind::value:
    return use([value](Value a, Value, Value, Value) { return a == value; });
  case Kind::other_value:
    return use([value](Value a, Value, Value, Value) { return a != value; });
  case Kind::same_number:
  case Kind::same_set:
    return use([](Value a, Value b, Value, Value) { return a == b; });
  case Kind::other_number:
    return use([](Value a, Value b, Value, Value) { return a != b; });
  case Kind::less:
    return use([](Value a, Value b, Value, Value) { return a < b; });
  case Kind::at_most:
    return use([](Value a, Value b, Value, Value) { return a <= b; });
  case Kind::lone:
    return use([](Value a, Value, Value, Value) { return (a & (a - 1)) == 0; });
  case Kind::within:
    return use([](Value a, Value b, Value, Value) { return (a & ~b) == 0; });
  case Kind::apart:
    return use([](Value a, Value b, Value, Value) { return (a & b) == 0; });
  case Kind::before:
    return use([](Value a, Value b, Value, Value) { return precede(a, b); });
  case Kind::leads:
    return use([](Value a, Value b, Value, Value) { return precede(a, b & ~a); });
  case Kind::within_either:
    return use([](Value a, Value b, Value c, Value) { return (a & ~(b | c)) == 0; });
  case Kind::common_within:
    return use([](Value a, Value b, Value c, Value) { return (a & b & ~c) == 0; });
  case Kind::meets_within:
    break;
  }
  return use([](Value a, Value b, Value c, Value d) { return (a & b & ~(c | d)) == 0; });
}
} // namespace

bool Atom::holds(Row row) const {
  return with_meaning(
      *this, [&](const auto& test) -> bool { return test(row[a], row[b], row[c], row[d]); });
}

std::uint64_t Atom::holds(std::span<const std::vector<std::uint32_t>> columns,
                          std::size_t first,
                          std::size_t count) const {
  const auto values = [&](std::uint16_t field) { return columns[field].data() + first; };
  return with_meaning(*this, [&, this](const auto& test) -> std::uint64_t {
    const std::uint32_t* const left = values(a);
    const std::uint32_t* const right = values(b);
    const std::uint32_t* const third = values(c);
    const std::uint32_t* const fourth = values(d);
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < count; ++i) {
      word |= std::uint64_t{test(left[i], right[i], third[i], fourth[i])} << i;
    }
    return word;
  });
}

Term Atom::term(Graph& graph, std::span<const Term> state) const {
  const Term left = state[a];
  const Term right = state[b];
  const auto equals = [&](std::uint32_t constant) {
    return graph.equal(left, graph.number(graph.node(left).sort.width, constant));
  };
  Term any = false_term;
  switch (kind) {
  case Kind::flag:
    return left;
  case Kind::no_flag:
    return graph.negation(left);
  case Kind::one_of:
    for (std::uint32_t bits = value; bits != 0; bits &= bits - 1) {
      any = graph.disjunction(any, equals(static_cast<std::uint32_t>(std::countr_zero(bits))));
    }
    return any;
  case Kind::value:
    return equals(value);
  case Kind::other_value:
    return graph.negation(equals(value));
  case Kind::same_number:
  case Kind::same_set:
    return graph.equal(left, right);
  case Kind::other_number:
    return graph.negation(graph.equal(left, right));
  case Kind::less:
    return graph.less(left, right);
  case Kind::at_most:
    return graph.negation(graph.less(right, left));
  case Kind::empty:
    return graph.none(left);
  case Kind::filled:
    return graph.negation(graph.none(left));
  case Kind::lone:
    return graph.lone(left);
  case Kind::within:
    return graph.within(left, right);
  case Kind::apart:
    return graph.none(graph.common(left, right));
  case Kind::before:
    return graph.before(left, right);
  case Kind::leads:
    return graph.before(left, graph.without(right, left));
  case Kind::within_either:
    return graph.within(left, graph.together(right, state[c]));
  case Kind::common_within:
    return graph.within(graph.common(left, right), state[c]);
  case Kind::meets_within:
    break;
  }
  return graph.within(graph.common(left, right), graph.together(state[c], state[d]));
}

unsigned Atom::arity() const {
  switch (kind) {
  case Kind::meets_within:
    return 4;
  case Kind::within_either:
  case Kind::common_within:
    return 3;
  default:
    return kind > Kind::other_value && !is_unary(kind) ? 2 : 1;
  }
}

bool Candidate::holds(Row row) const {
  return atom.holds(row) || !std::all_of(literals.begin(), literals.end(), [&](const Atom& one) {
           return one.holds(row);
         });
}

Term Candidate::term(Graph& graph, std::span<const Term> state) const {
  Term premise = true_term;
  for (const Atom& literal : literals) {
    premise = graph.conjunction(premise, literal.term(graph, state));
  }
  return graph.implies(premise, atom.term(graph, state));
}

unsigned Candidate::spread(std::span<const Field> fields) const {
  std::set<int> indices;
  const auto look = [&](const Atom& one) {
    const std::array<std::uint16_t, 4> spoken_of{one.a, one.b, one.c, one.d};
    for (unsigned i = 0; i < one.arity(); ++i) {
      if (fields[spoken_of[i]].first >= 0) {
        indices.insert(fields[spoken_of[i]].first);
      }
    }
    const Field& field = fields[one.a];
    const bool index =
        field.sort.kind == Sort::Kind::number && field.sort.width <= 3 && field.values.empty();
    if (index && (one.kind == Kind::value || one.kind == Kind::other_value)) {
      indices.insert(static_cast<int>(one.value)); // "socket = 1" speaks of the second
    }
  };
  std::for_each(literals.begin(), literals.end(), look);
  look(atom);
  return indices.empty() ? 0 : static_cast<unsigned>(indices.size()) - 1;
}

std::vector<std::uint32_t> Renaming::operator()(Row row) const {
  std::vector<std::uint32_t> renamed(row.size());
  apply(row, renamed);
  return renamed;
}

void Renaming::apply(Row row, std::span<std::uint32_t> renamed) const {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    renamed[fields[i]] = value(i, row[i]);
  }
}

Candidate Renaming::operator()(const Candidate& candidate) const {
  const auto rename = [&](const Atom& old) {
    Atom atom = old;
    const bool constant = old.kind == Kind::value || old.kind == Kind::other_value;
    atom.value = constant ? value(old.a, old.value) : old.value;
    if (old.kind == Kind::one_of) {
      atom.value = 0;
      for (std::uint32_t bits = old.value; bits != 0; bits &= bits - 1) {
        atom.value |= 1U << value(old.a, static_cast<std::uint32_t>(std::countr_zero(bits)));
      }
    }
    const std::array<std::uint16_t*, 4> spoken_of{&atom.a, &atom.b, &atom.c, &atom.d};
    for (unsigned i = 0; i < old.arity(); ++i) {
      *spoken_of[i] = fields[*spoken_of[i]];
    }
    return in_order(atom);
  };
  Candidate renamed{{}, rename(candidate.atom)};
  for (const Atom& literal : candidate.literals) {
    renamed.literals.push_back(rename(literal));
  }
  std::sort(renamed.literals.begin(), renamed.literals.end());
  return renamed;
}

} // namespace pathproof::symbolic
