// SPDX-License-Identifier: Apache-2.0
// States of plain values to bits and back, from the one description of their fields.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include "model/core/concrete.hpp"
#include "model/core/rule.hpp"

namespace pathproof::packing {

inline unsigned width(const Concrete::Bool&, unsigned) {
  return 1;
}

inline unsigned width(const Concrete::Set&, unsigned instances) {
  return instances;
}

template <unsigned Width>
unsigned width(const Concrete::Number<Width>&, unsigned) {
  return Width;
}

template <class E>
unsigned width(const Concrete::Enum<E>&, unsigned) {
  return Concrete::Enum<E>::width;
}

template <class Field>
unsigned width(FieldName, const Field& field, unsigned instances) {
  return width(field, instances);
}

template <class Field>
unsigned width(NarrowField name, const Field&, unsigned) {
  return name.width;
}

inline std::uint32_t to_bits(Concrete::Bool value) {
  return static_cast<unsigned char>(known(value)); // without a branch
}

inline std::uint32_t to_bits(Concrete::Set value) {
  return value.bits();
}

template <unsigned Width>
std::uint32_t to_bits(Concrete::Number<Width> value) {
  return value.value();
}

template <class E>
std::uint32_t to_bits(Concrete::Enum<E> value) {
  return static_cast<std::uint32_t>(value.value());
}

template <class Field>
std::uint32_t to_bits(FieldName, const Field& field) {
  return to_bits(field);
}

template <class Field>
std::uint32_t to_bits(NarrowField name, const Field& field) {
  return to_bits(field) & 0xFFFFFFFFU >> (32 - name.width);
}

inline void from_bits(Concrete::Bool& value, std::uint32_t bits) {
  value = bits != 0;
}

inline void from_bits(Concrete::Set& value, std::uint32_t bits) {
  value = Concrete::Set::of_bits(bits);
}

template <unsigned Width>
void from_bits(Concrete::Number<Width>& value, std::uint32_t bits) {
  value = Concrete::Number<Width>(bits);
}

template <class E>
void from_bits(Concrete::Enum<E>& value, std::uint32_t bits) {
  value = static_cast<E>(bits);
}

// Writes values of up to 32 bits one after the other into words. What is left of the last word is
// written by `finish`.
class Writer {
public:
  explicit Writer(std::uint64_t* words) : words_(words) {}

  void put(std::uint32_t value, unsigned width) {
    word_ |= std::uint64_t{value} << used_;
    used_ += width;
    if (used_ >= 64) {
      *words_++ = word_;
      used_ -= 64;
      word_ = std::uint64_t{value} >> (width - used_);
    }
  }

  void finish() {
    if (used_ > 0) {
      *words_ = word_;
    }
  }

private:
  std::uint64_t* words_;
  std::uint64_t word_ = 0;
  unsigned used_ = 0; // bits of it
};

// Reads what a writer has written, so many bits in all.
class Reader {
public:
  Reader(const std::uint64_t* words, std::size_t bits)
      : words_(words), last_(bits == 0 ? 0 : static_cast<unsigned>((bits - 1) / 32)) {}

  // Makes at least 32 bits ready, or all that are left.
  void refill() {
    if (ready_ < 32) {
      const unsigned half = half_ < last_ ? half_ : last_;
      word_ |= (words_[half / 2] >> half % 2 * 32 & 0xFFFFFFFF) << ready_;
      ready_ += 32;
      ++half_;
    }
  }

  // Of bits that are ready.
  std::uint32_t take_ready(unsigned width) {
    const auto value = static_cast<std::uint32_t>(word_ & ((std::uint64_t{1} << width) - 1));
    word_ >>= width;
    ready_ -= width;
    return value;
  }

  std::uint32_t take(unsigned width) {
    refill();
    return take_ready(width);
  }

private:
  const std::uint64_t* words_;
  unsigned last_;     // half of a word that is read
  unsigned half_ = 0; // the next to be read
  std::uint64_t word_ = 0;
  unsigned ready_ = 0; // bits of it
};

// How wide such fields are is not known when the text of the fields is compiled: sets are as wide
// as there are instances, and narrow numbers as the scope says.
template <class Name, class Field>
inline constexpr bool is_of_any_width = std::is_same_v<std::decay_t<Field>, Concrete::Set> ||
                                        std::is_same_v<std::decay_t<Name>, NarrowField>;

// A state that fits one word, packed in a register: it is what exploration does all day.
template <class State>
[[gnu::noinline, gnu::flatten]] std::uint64_t pack_word(const State& state, unsigned instances) {
  std::uint64_t word = 0;
  unsigned at = 0;
  State::fields(state, [&](const auto& name, const auto& field) {
    word |= std::uint64_t{to_bits(name, field)} << at;
    at += width(name, field, instances);
  });
  return word;
}

// Fields of fixed width that follow each other are put together first: how much that is, is known
// when the text of the fields is compiled.
template <class State>
[[gnu::noinline, gnu::flatten]] void
pack(const State& state, unsigned instances, std::uint64_t* words) {
  Writer writer(words);
  std::uint32_t together = 0;
  unsigned together_width = 0;
  State::fields(state, [&](const auto& name, const auto& field) {
    const unsigned own = width(name, field, instances);
    if (together_width > 0 &&
        (is_of_any_width<decltype(name), decltype(field)> || together_width + own > 32)) {
      writer.put(together, together_width);
      together = 0;
      together_width = 0;
    }
    if constexpr (is_of_any_width<decltype(name), decltype(field)>) {
      writer.put(to_bits(name, field), own);
    } else {
      together |= to_bits(name, field) << together_width;
      together_width += own;
    }
  });
  writer.put(together, together_width);
  writer.finish();
}

template <class State>
[[gnu::noinline, gnu::flatten]] void
unpack(State& state, unsigned instances, const std::uint64_t* words, std::size_t bits) {
  if (bits <= 64) {
    std::uint64_t word = *words;
    State::fields(state, [&](const auto& name, auto& field) {
      const unsigned own = width(name, field, instances);
      from_bits(field, static_cast<std::uint32_t>(word & ((std::uint64_t{1} << own) - 1)));
      word >>= own;
    });
    return;
  }
  Reader reader(words, bits);
  unsigned ready = 0;
  State::fields(state, [&](const auto& name, auto& field) {
    const unsigned own = width(name, field, instances);
    if (is_of_any_width<decltype(name), decltype(field)> || ready < own) {
      reader.refill();
      ready = 32;
    }
    ready = is_of_any_width<decltype(name), decltype(field)> ? 0 : ready - own;
    from_bits(field, reader.take_ready(own));
  });
}

inline std::string to_text(FieldName name) {
  std::string text = name.base;
  for (const int index : {name.first, name.second}) {
    if (index >= 0) {
      text += "(" + std::to_string(index + 1) + ")";
    }
  }
  return text;
}

inline std::string to_text(Concrete::Bool value) {
  return known(value) ? "yes" : "no";
}

inline std::string to_text(Concrete::Set value) {
  std::string text = "{";
  for (std::uint32_t rest = value.bits(); rest != 0; rest &= rest - 1) {
    text += rest == value.bits() ? "" : " ";
    text += std::to_string(std::countr_zero(rest) + 1);
  }
  text += '}';
  return text;
}

template <unsigned Width>
std::string to_text(Concrete::Number<Width> value) {
  return std::to_string(value.value());
}

// An enumeration whose values have names gives them with `name_of(E)`, found beside E.
template <class E>
std::string to_text(Concrete::Enum<E> value) {
  if constexpr (requires { name_of(value.value()); }) {
    return std::string(name_of(value.value()));
  } else {
    return std::to_string(static_cast<unsigned>(value.value()));
  }
}

} // namespace pathproof::packing
