// SPDX-License-Identifier: Apache-2.0
// Atoms and candidates as text, written and read.
#include <algorithm>
#include <bit>
#include <charconv>

#include "model/symbolic/candidate.hpp"

namespace pathproof::symbolic {

namespace {
using Kind = Atom::Kind;
using Fields = std::span<const Field>;

// Reads one atom from the front of a text to its end.
class Reader {
public:
  Reader(std::string_view text, Fields fields) : rest_(text), fields_(fields) {}

  std::optional<Atom> atom() {
    Atom atom;
    if (skip("not ")) {
      atom.kind = Kind::no_flag;
      return field(atom.a) ? end(atom) : std::nullopt;
    }
    if (skip("what is in ")) {
      atom.kind = Kind::common_within;
      if (!field(atom.a) || !skip(" and ") || !field(atom.b) || !skip(" is within ") ||
          !field(atom.c)) {
        return std::nullopt;
      }
      if (skip(" or ")) {
        atom.kind = Kind::meets_within;
        return field(atom.d) ? end(atom) : std::nullopt;
      }
      return end(atom);
    }
    if (!field(atom.a)) {
      return std::nullopt;
    }
    if (rest_.empty()) {
      return atom; // a flag
    }
    for (const auto& [words, kind] : of_one) {
      if (rest_ == words) {
        atom.kind = kind;
        return atom;
      }
    }
    if (skip(" in {")) {
      return members(atom);
    }
    for (const auto& [words, kind] : of_two) {
      if (skip(words)) {
        atom.kind = kind;
        return second(atom);
      }
    }
    return std::nullopt;
  }

private:
  struct Words {
    std::string_view words;
    Kind kind;
  };

  static constexpr Words of_one[]{{" is empty", Kind::empty},
                                  {" is not empty", Kind::filled},
                                  {" has at most one member", Kind::lone}};
  // None is the beginning of a later one.
  static constexpr Words of_two[]{{" = ", Kind::value},
                                  {" != ", Kind::other_value},
                                  {" < ", Kind::less},
                                  {" <= ", Kind::at_most},
                                  {" within ", Kind::within},
                                  {" apart from ", Kind::apart},
                                  {" before the rest of ", Kind::leads},
                                  {" before ", Kind::before}};

  bool skip(std::string_view words) {
    const bool there = rest_.starts_with(words);
    rest_.remove_prefix(there ? words.size() : 0);
    return there;
  }

  std::optional<Atom> end(const Atom& atom) const {
    return rest_.empty() ? std::optional(atom) : std::nullopt;
  }

  bool field(std::uint16_t& index) {
    const std::string_view name = rest_.substr(0, rest_.find(' '));
    const auto found = std::find_if(
        fields_.begin(), fields_.end(), [&](const Field& one) { return one.name == name; });
    if (found == fields_.end()) {
      return false;
    }
    index = static_cast<std::uint16_t>(found - fields_.begin());
    return skip(name);
  }

  // The number that a value of the field is.
  std::optional<std::uint32_t> constant(std::uint16_t of, std::string_view text) const {
    const Field& field = fields_[of];
    for (std::uint32_t i = 0; i < field.values.size(); ++i) {
      if (field.values[i] == text) {
        return i;
      }
    }
    std::uint32_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || stop != text.data() + text.size() || !field.values.empty()) {
      return std::nullopt;
    }
    return number;
  }

  std::optional<Atom> members(Atom atom) {
    atom.kind = Kind::one_of;
    while (!rest_.empty()) {
      const std::size_t size = rest_.find_first_of(",}");
      const auto one = constant(atom.a, rest_.substr(0, size));
      if (!one || *one > 31) {
        return std::nullopt;
      }
      atom.value |= 1U << *one;
      rest_.remove_prefix(size);
      if (skip("}")) {
        return end(atom);
      }
      if (!skip(", ")) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  // What comes after "=", "<", "within" and the like.
  std::optional<Atom> second(Atom atom) {
    const bool equal = atom.kind == Kind::value;
    if (equal || atom.kind == Kind::other_value) {
      if (const auto value = constant(atom.a, rest_)) {
        atom.value = *value;
        return atom;
      }
      const bool set = fields_[atom.a].sort.kind == Sort::Kind::set;
      atom.kind = !equal ? Kind::other_number : set ? Kind::same_set : Kind::same_number;
    }
    if (!field(atom.b)) {
      return std::nullopt;
    }
    if (atom.kind == Kind::within && skip(" or ")) {
      atom.kind = Kind::within_either;
      return field(atom.c) ? end(atom) : std::nullopt;
    }
    return end(atom);
  }

  std::string_view rest_;
  Fields fields_;
};
} // namespace

std::string Atom::text(std::span<const Field> fields) const {
  const std::string& left = fields[a].name;
  const std::string& right = fields[b].name;
  const auto constant = [&](std::uint32_t one) {
    return one < fields[a].values.size() ? fields[a].values[one] : std::to_string(one);
  };
  std::string all;
  switch (kind) {
  case Kind::flag:
    return left;
  case Kind::no_flag:
    return "not " + left;
  case Kind::one_of:
    for (std::uint32_t bits = value; bits != 0; bits &= bits - 1) {
      all +=
          (all.empty() ? "" : ", ") + constant(static_cast<std::uint32_t>(std::countr_zero(bits)));
    }
    return left + " in {" + all + "}";
  case Kind::value:
    return left + " = " + constant(value);
  case Kind::other_value:
    return left + " != " + constant(value);
  case Kind::same_number:
  case Kind::same_set:
    return left + " = " + right;
  case Kind::other_number:
    return left + " != " + right;
  case Kind::less:
    return left + " < " + right;
  case Kind::at_most:
    return left + " <= " + right;
  case Kind::empty:
    return left + " is empty";
  case Kind::filled:
    return left + " is not empty";
  case Kind::lone:
    return left + " has at most one member";
  case Kind::within:
    return left + " within " + right;
  case Kind::apart:
    return left + " apart from " + right;
  case Kind::before:
    return left + " before " + right;
  case Kind::leads:
    return left + " before the rest of " + right;
  case Kind::within_either:
    return left + " within " + right + " or " + fields[c].name;
  default:
    break;
  }
  return "what is in " + left + " and " + right + " is within " + fields[c].name +
         (kind == Kind::meets_within ? " or " + fields[d].name : "");
}

std::string Candidate::text(std::span<const Field> fields) const {
  std::string premise;
  for (const Atom& literal : literals) {
    premise += (premise.empty() ? "" : " and ") + literal.text(fields);
  }
  return (premise.empty() ? "" : premise + " -> ") + atom.text(fields);
}

std::optional<Candidate> Candidate::parse(std::string_view text, std::span<const Field> fields) {
  Candidate candidate;
  const std::size_t arrow = text.find(" -> ");
  if (arrow != std::string_view::npos) {
    std::string_view premise = text.substr(0, arrow);
    while (!premise.empty()) {
      const std::size_t size = premise.find(" and ");
      const auto literal = Reader(premise.substr(0, size), fields).atom();
      if (!literal) {
        return std::nullopt;
      }
      candidate.literals.push_back(*literal);
      premise = size == std::string_view::npos ? "" : premise.substr(size + 5);
    }
    text = text.substr(arrow + 4);
  }
  const auto atom = Reader(text, fields).atom();
  if (!atom) {
    return std::nullopt;
  }
  candidate.atom = *atom;
  return candidate;
}

} // namespace pathproof::symbolic
