// SPDX-License-Identifier: Apache-2.0
// The domain of plain values. Truth values are a type of their own without a conversion to bool:
// a model text that branches on a modelled value does not compile, in this domain as in any other.
#pragma once

#include <bit>
#include <cstdint>

#include "model/core/label.hpp"

namespace pathproof {

struct Concrete {
  class Bool {
  public:
    constexpr Bool(bool value = false) : value_(value) {}

    friend constexpr Bool operator&&(Bool a, Bool b) { return a.value_ & b.value_; }

    friend constexpr Bool operator||(Bool a, Bool b) { return a.value_ | b.value_; }

    friend constexpr Bool operator!(Bool a) { return !a.value_; }

    friend constexpr Bool operator==(Bool a, Bool b) { return a.value_ == b.value_; }

    friend constexpr Bool implies(Bool a, Bool b) { return !a.value_ | b.value_; }

    friend constexpr Bool select(Bool which, Bool yes, Bool no) { return which.value_ ? yes : no; }

    // For engines only; other domains have no such function.
    friend constexpr bool known(Bool a) { return a.value_; }

  private:
    bool value_;
  };

  // A set of up to 32 instances (transport providers, guests, …).
  class Set {
  public:
    constexpr Set() = default;

    static constexpr Set of_bits(std::uint32_t bits) {
      Set set;
      set.bits_ = bits;
      return set;
    }

    constexpr std::uint32_t bits() const { return bits_; }

    constexpr Bool empty() const { return bits_ == 0; }

    // At most one member.
    constexpr Bool lone() const { return (bits_ & (bits_ - 1)) == 0; }

    // The member that comes first in the order of instances, as a set; empty if there is none.
    constexpr Set first() const { return of_bits(bits_ & (~bits_ + 1)); }

    // Every member of this set is a member of the other.
    constexpr Bool within(Set other) const { return (bits_ & ~other.bits_) == 0; }

    // No member in common.
    constexpr Bool apart(Set other) const { return (bits_ & other.bits_) == 0; }

    // Every member of this set comes before every member of the other.
    constexpr Bool before(Set other) const {
      return bits_ == 0 || other.bits_ == 0 ||
             static_cast<int>(std::bit_width(bits_)) <= std::countr_zero(other.bits_);
    }

    friend constexpr Set operator|(Set a, Set b) { return of_bits(a.bits_ | b.bits_); }

    friend constexpr Set operator&(Set a, Set b) { return of_bits(a.bits_ & b.bits_); }

    friend constexpr Set operator-(Set a, Set b) { return of_bits(a.bits_ & ~b.bits_); }

    friend constexpr Bool operator==(Set a, Set b) { return a.bits_ == b.bits_; }

    friend constexpr Set select(Bool which, Set yes, Set no) { return known(which) ? yes : no; }

  private:
    std::uint32_t bits_ = 0;
  };

  // An unsigned number of `Width` bits (1 to 32); arithmetic wraps.
  template <unsigned Width>
  class Number {
  public:
    static constexpr unsigned width = Width;
    static constexpr std::uint32_t mask =
        Width == 32 ? 0xFFFFFFFFU : (std::uint32_t{1} << Width) - 1;

    constexpr Number(std::uint32_t value = 0) : value_(value & mask) {}

    constexpr std::uint32_t value() const { return value_; }

    friend constexpr Number operator+(Number a, Number b) { return a.value_ + b.value_; }

    friend constexpr Number operator-(Number a, Number b) { return a.value_ - b.value_; }

    friend constexpr Bool operator==(Number a, Number b) { return a.value_ == b.value_; }

    friend constexpr Bool operator!=(Number a, Number b) { return a.value_ != b.value_; }

    friend constexpr Bool operator<(Number a, Number b) { return a.value_ < b.value_; }

    friend constexpr Bool operator<=(Number a, Number b) { return a.value_ <= b.value_; }

    friend constexpr Number select(Bool which, Number yes, Number no) {
      return known(which) ? yes : no;
    }

  private:
    std::uint32_t value_;
  };

  // One of the enumerators of E, whose last enumerator is `count`.
  template <class E>
  class Enum {
  public:
    static constexpr unsigned width = std::bit_width(static_cast<unsigned>(E::count) - 1);

    constexpr Enum(E value = E{}) : value_(value) {}

    constexpr E value() const { return value_; }

    friend constexpr Bool operator==(Enum a, Enum b) { return a.value_ == b.value_; }

    friend constexpr Bool operator!=(Enum a, Enum b) { return a.value_ != b.value_; }

    friend constexpr Enum select(Bool which, Enum yes, Enum no) { return known(which) ? yes : no; }

  private:
    E value_;
  };

  // The arguments of a shown label. A set stands for its only member.
  class Shown {
  public:
    std::array<std::uint32_t, Label::capacity> arguments{};
  };

  template <class... Argument>
  static constexpr Shown shows(Argument... argument) {
    static_assert(sizeof...(Argument) <= Label::capacity);
    return Shown{{plain(argument)...}};
  }

private:
  static constexpr std::uint32_t plain(Bool value) { return known(value) ? 1 : 0; }

  static constexpr std::uint32_t plain(Set member) {
    return static_cast<std::uint32_t>(std::countr_zero(member.bits()));
  }

  template <unsigned Width>
  static constexpr std::uint32_t plain(Number<Width> number) {
    return number.value();
  }

  template <class E>
  static constexpr std::uint32_t plain(Enum<E> value) {
    return static_cast<std::uint32_t>(value.value());
  }

  static constexpr std::uint32_t plain(unsigned value) { return value; }
};

} // namespace pathproof
