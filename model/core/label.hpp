// SPDX-License-Identifier: Apache-2.0
// Labels: what roles show each other (a call, a return, an upcall, a frame), and their text form.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace pathproof {

// One typed record that a role shows. The meaning of the arguments is in the model's LabelKind.
struct Label {
  static constexpr std::size_t capacity = 6;
  std::uint16_t kind = 0;
  std::array<std::uint32_t, capacity> arguments{};

  friend bool operator==(const Label&, const Label&) = default;
};

// The value of an argument whose text stands for nothing the model knows. No rule shows it.
inline constexpr std::uint32_t unlisted = 0xFFFFFFFF;

// Who shows a label, and who is shown it, for a model's enumeration of its roles.
template <class Role>
requires std::is_enum_v<Role>

constexpr unsigned by(Role role) {
  return static_cast<unsigned>(role);
}

template <class Role>
requires std::is_enum_v<Role>

constexpr unsigned to(Role role) {
  return 1U << static_cast<unsigned>(role);
}

inline constexpr std::array<std::string_view, 2> no_yes{"no", "yes"};

// One argument of a label: a number that is counted from `first`, or one of `names`.
// In a name, `?` stands for any one character of the text, which keeps apart what a source leaves
// open (the high halfword of a reason code) from what it fixes. The name `*` stands for any text.
struct LabelArgument {
  std::string_view name;
  std::span<const std::string_view> names{}; // empty: a decimal number
  std::uint32_t first = 0;                   // text = value + first, for numbers
  // Of what it may be, a script whose move does not say it shows the greatest: as much as there is,
  // not one after the other.
  bool amount = false;
};

struct LabelKind {
  std::string_view name;  // "upcall.attach": words of the line protocol, joined by dots
  unsigned role = 0;      // index into the model's roles: who shows it
  unsigned seen_by = ~0U; // bit per role that is shown it; the others never learn of it
  std::array<LabelArgument, Label::capacity> arguments{};
  std::string_view meaning = ""; // one sentence for documentation
  bool probe = false; // asks an implementation under test about itself; no part of the protocol
  std::string_view capability = ""; // what an implementation may declare it lacks; empty: none
};

// "upcall.attach tp=2 socket=1 object=1". With names that hold `?`, a 0 is printed for it.
std::string print(const Label& label, std::span<const LabelKind> kinds);

// Reads what `print` writes, arguments in any order; a value that stands for nothing becomes
// `unlisted`, so that an oracle, not a parser, judges it.
// Gives nothing, and one sentence in `error`, for a text that is no label of these kinds.
std::optional<Label>
parse(std::string_view text, std::span<const LabelKind> kinds, std::string& error);

} // namespace pathproof
