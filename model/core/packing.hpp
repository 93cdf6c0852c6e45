// SPDX-License-Identifier: Apache-2.0
// States of plain values to bits and back, from the one description of their fields.
#pragma once

#include <bit>
#include <cstdint>
#include <string>

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

inline std::uint32_t to_bits(Concrete::Bool value) {
  return known(value) ? 1 : 0;
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

class Reader {
public:
  explicit Reader(const std::uint64_t* words) : words_(words) {}

  std::uint32_t take(unsigned width) {
    std::uint64_t value = word_;
    if (width > left_) {
      const std::uint64_t next = *words_++;
      value |= next << left_;
      word_ = next >> (width - left_);
      left_ += 64;
    } else {
      word_ >>= width;
    }
    left_ -= width;
    return static_cast<std::uint32_t>(value & ((std::uint64_t{1} << width) - 1));
  }

private:
  const std::uint64_t* words_;
  std::uint64_t word_ = 0;
  unsigned left_ = 0; // bits of it
};

// A state that fits one word is packed in a register; it is what exploration does all day.
template <class State>
[[gnu::noinline, gnu::flatten]] void
pack(const State& state, unsigned instances, std::uint64_t* words, bool one_word = false) {
  if (one_word) {
    std::uint64_t word = 0;
    unsigned at = 0;
    State::fields(state, [&](FieldName, const auto& field) {
      word |= std::uint64_t{to_bits(field)} << at;
      at += width(field, instances);
    });
    *words = word;
    return;
  }
  Writer writer(words);
  State::fields(state, [&](FieldName, const auto& field) {
    writer.put(to_bits(field), width(field, instances));
  });
  writer.finish();
}

template <class State>
[[gnu::noinline, gnu::flatten]] void
unpack(State& state, unsigned instances, const std::uint64_t* words, bool one_word = false) {
  if (one_word) {
    std::uint64_t word = *words;
    State::fields(state, [&](FieldName, auto& field) {
      const unsigned bits = width(field, instances);
      from_bits(field, static_cast<std::uint32_t>(word & ((std::uint64_t{1} << bits) - 1)));
      word >>= bits;
    });
    return;
  }
  Reader reader(words);
  State::fields(state, [&](FieldName, auto& field) {
    from_bits(field, reader.take(width(field, instances)));
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
  std::string text;
  for (std::uint32_t rest = value.bits(); rest != 0; rest &= rest - 1) {
    text += (text.empty() ? "" : " ") + std::to_string(std::countr_zero(rest) + 1);
  }
  return "{" + text + "}";
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
