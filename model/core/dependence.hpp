// SPDX-License-Identifier: Apache-2.0
// The domain of dependences: a rule text read in it says which fields each condition, label and
// update looks at. A value is nothing but the set of fields it was made of, one bit for each group.
#pragma once

#include <array>
#include <cstdint>

#include "model/core/label.hpp"

namespace pathproof {

struct Dependence {
  using Mask = std::uint64_t;

  // What all values of this domain are.
  struct Value {
    Mask fields = 0;
  };

  // A value made of these.
  template <class Result, class... Part>
  static Result made(Part... part) {
    Result result;
    ((result.fields |= part.fields), ...);
    return result;
  }

  struct Bool : Value {
    Bool(bool = false) {}

    friend Bool operator&&(Bool a, Bool b) { return made<Bool>(a, b); }

    friend Bool operator||(Bool a, Bool b) { return made<Bool>(a, b); }

    friend Bool operator!(Bool a) { return a; }

    friend Bool operator==(Bool a, Bool b) { return made<Bool>(a, b); }

    friend Bool implies(Bool a, Bool b) { return made<Bool>(a, b); }

    friend Bool select(Bool which, Bool yes, Bool no) { return made<Bool>(which, yes, no); }
  };

  struct Set : Value {
    Bool empty() const { return made<Bool>(*this); }

    Bool lone() const { return made<Bool>(*this); }

    Set first() const { return *this; }

    Bool within(Set other) const { return made<Bool>(*this, other); }

    Bool apart(Set other) const { return made<Bool>(*this, other); }

    Bool before(Set other) const { return made<Bool>(*this, other); }

    friend Set operator|(Set a, Set b) { return made<Set>(a, b); }

    friend Set operator&(Set a, Set b) { return made<Set>(a, b); }

    friend Set operator-(Set a, Set b) { return made<Set>(a, b); }

    friend Bool operator==(Set a, Set b) { return made<Bool>(a, b); }

    friend Set select(Bool which, Set yes, Set no) { return made<Set>(which, yes, no); }
  };

  template <unsigned Width>
  struct Number : Value {
    static constexpr unsigned width = Width;

    Number(std::uint32_t = 0) {}

    friend Number operator+(Number a, Number b) { return made<Number>(a, b); }

    friend Number operator-(Number a, Number b) { return made<Number>(a, b); }

    friend Bool operator==(Number a, Number b) { return made<Bool>(a, b); }

    friend Bool operator!=(Number a, Number b) { return made<Bool>(a, b); }

    friend Bool operator<(Number a, Number b) { return made<Bool>(a, b); }

    friend Bool operator<=(Number a, Number b) { return made<Bool>(a, b); }

    friend Number select(Bool which, Number yes, Number no) { return made<Number>(which, yes, no); }
  };

  template <class E>
  struct Enum : Value {
    Enum(E = E{}) {}

    friend Bool operator==(Enum a, Enum b) { return made<Bool>(a, b); }

    friend Bool operator!=(Enum a, Enum b) { return made<Bool>(a, b); }

    friend Enum select(Bool which, Enum yes, Enum no) { return made<Enum>(which, yes, no); }
  };

  struct Shown : Value {};

  template <class... Argument>
  static Shown shows(Argument... argument) {
    static_assert(sizeof...(Argument) <= Label::capacity);
    Shown shown;
    ((shown.fields |= fields_of(argument)), ...);
    return shown;
  }

private:
  static Mask fields_of(const Value& value) { return value.fields; }

  static Mask fields_of(unsigned) { return 0; }

  static Mask fields_of(bool) { return 0; }
};

} // namespace pathproof
