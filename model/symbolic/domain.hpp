// SPDX-License-Identifier: Apache-2.0
// The domain of terms: a rule text read in it computes nothing and leaves terms in the graph of the
// innermost symbolic::Recording. It has the words of Concrete and, like it, no conversion to bool.
// Nothing of a solver is seen here, so that a model compiles as fast as in the domain of values.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "model/core/label.hpp"
#include "model/symbolic/graph.hpp"

namespace pathproof {

// Terms of numbers in the recorded graph.
namespace symbolic::words {
Term constant(unsigned width, std::uint32_t value);
Term plus(Term a, Term b);
Term minus(Term a, Term b);
Term equal(Term a, Term b);
Term less(Term a, Term b);
Term choice(Term which, Term yes, Term no);
} // namespace symbolic::words

struct Symbolic {
  using Term = symbolic::Term;

  class Bool {
  public:
    Bool(bool value = false) : term_(symbolic::truth(value)) {}

    static Bool of(Term term);

    friend Term term_of(Bool value) { return value.term_; }

    friend Bool operator&&(Bool a, Bool b);
    friend Bool operator||(Bool a, Bool b);
    friend Bool operator!(Bool a);
    friend Bool operator==(Bool a, Bool b);
    friend Bool implies(Bool a, Bool b);
    friend Bool select(Bool which, Bool yes, Bool no);

  private:
    Term term_;
  };

  class Set {
  public:
    Set() = default;

    static Set of(Term term);

    friend Term term_of(Set value) { return value.term_; }

    Bool empty() const;
    Bool lone() const;
    Set first() const;
    Bool within(Set other) const;
    Bool apart(Set other) const;
    Bool before(Set other) const;

    friend Set operator|(Set a, Set b);
    friend Set operator&(Set a, Set b);
    friend Set operator-(Set a, Set b);
    friend Bool operator==(Set a, Set b);
    friend Set select(Bool which, Set yes, Set no);

  private:
    Term term_ = symbolic::empty_term;
  };

  // An unsigned number of `Width` bits (1 to 32); arithmetic wraps.
  template <unsigned Width>
  class Number {
  public:
    static constexpr unsigned width = Width;

    Number(std::uint32_t value = 0) : term_(symbolic::words::constant(Width, value)) {}

    static Number of(Term term) {
      Number number;
      number.term_ = term;
      return number;
    }

    friend Term term_of(Number value) { return value.term_; }

    friend Number operator+(Number a, Number b) {
      return of(symbolic::words::plus(a.term_, b.term_));
    }

    friend Number operator-(Number a, Number b) {
      return of(symbolic::words::minus(a.term_, b.term_));
    }

    friend Bool operator==(Number a, Number b) {
      return Bool::of(symbolic::words::equal(a.term_, b.term_));
    }

    friend Bool operator!=(Number a, Number b) {
      return !Bool::of(symbolic::words::equal(a.term_, b.term_));
    }

    friend Bool operator<(Number a, Number b) {
      return Bool::of(symbolic::words::less(a.term_, b.term_));
    }

    friend Bool operator<=(Number a, Number b) {
      return !Bool::of(symbolic::words::less(b.term_, a.term_));
    }

    friend Number select(Bool which, Number yes, Number no) {
      return of(symbolic::words::choice(term_of(which), yes.term_, no.term_));
    }

  private:
    Term term_;
  };

  // One of the enumerators of E, whose last enumerator is `count`.
  template <class E>
  class Enum {
  public:
    static constexpr unsigned width = std::bit_width(static_cast<unsigned>(E::count) - 1) == 0
                                          ? 1
                                          : std::bit_width(static_cast<unsigned>(E::count) - 1);

    Enum(E value = E{})
        : term_(symbolic::words::constant(width, static_cast<std::uint32_t>(value))) {}

    static Enum of(Term term) {
      Enum made;
      made.term_ = term;
      return made;
    }

    friend Term term_of(Enum value) { return value.term_; }

    friend Bool operator==(Enum a, Enum b) {
      return Bool::of(symbolic::words::equal(a.term_, b.term_));
    }

    friend Bool operator!=(Enum a, Enum b) {
      return !Bool::of(symbolic::words::equal(a.term_, b.term_));
    }

    friend Enum select(Bool which, Enum yes, Enum no) {
      return of(symbolic::words::choice(term_of(which), yes.term_, no.term_));
    }

  private:
    Term term_;
  };

  // The arguments of a shown label, of whatever sort each is.
  class Shown {
  public:
    std::array<Term, Label::capacity> arguments{};
    unsigned count = 0;
  };

  template <class... Argument>
  static Shown shows(Argument... argument) {
    static_assert(sizeof...(Argument) <= Label::capacity);
    return Shown{{shown(argument)...}, sizeof...(Argument)};
  }

private:
  template <class T>
  static Term shown(T value) {
    return term_of(value);
  }

  static Term shown(bool value) { return symbolic::truth(value); }

  static Term shown(unsigned value) { return symbolic::words::constant(32, value); }
};

// Friends of a nested class that its own members do not mention are found by argument only; these
// declarations let the definitions stand outside.
Symbolic::Bool operator&&(Symbolic::Bool a, Symbolic::Bool b);
Symbolic::Bool operator||(Symbolic::Bool a, Symbolic::Bool b);
Symbolic::Bool operator!(Symbolic::Bool a);
Symbolic::Bool operator==(Symbolic::Bool a, Symbolic::Bool b);
Symbolic::Bool implies(Symbolic::Bool a, Symbolic::Bool b);
Symbolic::Bool select(Symbolic::Bool which, Symbolic::Bool yes, Symbolic::Bool no);
Symbolic::Set operator|(Symbolic::Set a, Symbolic::Set b);
Symbolic::Set operator&(Symbolic::Set a, Symbolic::Set b);
Symbolic::Set operator-(Symbolic::Set a, Symbolic::Set b);
Symbolic::Bool operator==(Symbolic::Set a, Symbolic::Set b);
Symbolic::Set select(Symbolic::Bool which, Symbolic::Set yes, Symbolic::Set no);

} // namespace pathproof
