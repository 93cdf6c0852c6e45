// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/domain.hpp"

namespace pathproof {

using symbolic::recorded_graph;

Symbolic::Bool Symbolic::Bool::of(Term term) {
  Bool made;
  made.term_ = term;
  return made;
}

Symbolic::Bool operator&&(Symbolic::Bool a, Symbolic::Bool b) {
  return Symbolic::Bool::of(recorded_graph().conjunction(a.term_, b.term_));
}

Symbolic::Bool operator||(Symbolic::Bool a, Symbolic::Bool b) {
  return Symbolic::Bool::of(recorded_graph().disjunction(a.term_, b.term_));
}

Symbolic::Bool operator!(Symbolic::Bool a) {
  return Symbolic::Bool::of(recorded_graph().negation(a.term_));
}

Symbolic::Bool operator==(Symbolic::Bool a, Symbolic::Bool b) {
  return Symbolic::Bool::of(recorded_graph().equal(a.term_, b.term_));
}

Symbolic::Bool implies(Symbolic::Bool a, Symbolic::Bool b) {
  return Symbolic::Bool::of(recorded_graph().implies(a.term_, b.term_));
}

Symbolic::Bool select(Symbolic::Bool which, Symbolic::Bool yes, Symbolic::Bool no) {
  return Symbolic::Bool::of(recorded_graph().choice(which.term_, yes.term_, no.term_));
}

Symbolic::Set Symbolic::Set::of(Term term) {
  Set made;
  made.term_ = term;
  return made;
}

Symbolic::Bool Symbolic::Set::empty() const {
  return Bool::of(recorded_graph().none(term_));
}

Symbolic::Bool Symbolic::Set::lone() const {
  return Bool::of(recorded_graph().lone(term_));
}

Symbolic::Set Symbolic::Set::first() const {
  return of(recorded_graph().first(term_));
}

Symbolic::Bool Symbolic::Set::within(Set other) const {
  return Bool::of(recorded_graph().within(term_, other.term_));
}

Symbolic::Bool Symbolic::Set::apart(Set other) const {
  symbolic::Graph& graph = recorded_graph();
  return Bool::of(graph.none(graph.common(term_, other.term_)));
}

Symbolic::Bool Symbolic::Set::before(Set other) const {
  return Bool::of(recorded_graph().before(term_, other.term_));
}

Symbolic::Set operator|(Symbolic::Set a, Symbolic::Set b) {
  return Symbolic::Set::of(recorded_graph().together(a.term_, b.term_));
}

Symbolic::Set operator&(Symbolic::Set a, Symbolic::Set b) {
  return Symbolic::Set::of(recorded_graph().common(a.term_, b.term_));
}

Symbolic::Set operator-(Symbolic::Set a, Symbolic::Set b) {
  return Symbolic::Set::of(recorded_graph().without(a.term_, b.term_));
}

Symbolic::Bool operator==(Symbolic::Set a, Symbolic::Set b) {
  return Symbolic::Bool::of(recorded_graph().equal(a.term_, b.term_));
}

Symbolic::Set select(Symbolic::Bool which, Symbolic::Set yes, Symbolic::Set no) {
  return Symbolic::Set::of(recorded_graph().choice(term_of(which), yes.term_, no.term_));
}

namespace symbolic::words {

Term constant(unsigned width, std::uint32_t value) {
  return recorded_graph().number(width, value);
}

Term plus(Term a, Term b) {
  return recorded_graph().plus(a, b);
}

Term minus(Term a, Term b) {
  return recorded_graph().minus(a, b);
}

Term equal(Term a, Term b) {
  return recorded_graph().equal(a, b);
}

Term less(Term a, Term b) {
  return recorded_graph().less(a, b);
}

Term choice(Term which, Term yes, Term no) {
  return recorded_graph().choice(which, yes, no);
}

} // namespace symbolic::words

} // namespace pathproof
