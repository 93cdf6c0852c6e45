// SPDX-License-Identifier: Apache-2.0
// Frame tables: what a frame with a fixed header is made of, said once and read many ways. Here are
// the table, the check that it is one, and the codec of a typed frame; frame_text.hpp has the text
// form, frame_documents.hpp the documentation and the Wireshark dissector, and
// model/symbolic/frame_proof.hpp the terms for a proof.
//
// The codec is a text over a domain of octets, as a rule is one over values: `Octets` computes, the
// symbolic domain leaves terms, so that what is proved is what runs.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "model/core/requirement.hpp"

namespace pathproof {

enum class ByteOrder { big, little };

enum class FieldKind {
  number,   // unsigned, 1 to 8 octets
  flags,    // a number whose bits have names
  ebcdic,   // text in EBCDIC, padded with blanks
  octets,   // no meaning inside
  reserved, // no meaning at all; kept as it came
};

struct NamedValue {
  std::uint64_t value = 0;
  std::string_view name;
  std::string_view meaning;
};

// A value without which an octet string is no such frame, and the name of that error.
struct FixedValue {
  std::uint64_t value = 0;
  std::string_view error; // "wrong magic"
};

struct FrameField {
  std::string_view name;  // "window"; the dissector's filter is TABLE.NAME
  std::size_t offset = 0; // octets from the begin of the header
  std::size_t width = 0;  // octets
  FieldKind kind = FieldKind::number;
  std::string_view meaning; // one line
  Citations cites{};
  std::span<const NamedValue> flags{};  // of flags: single bits
  std::span<const NamedValue> values{}; // whole values that have a name
  std::size_t significant = 0;          // of ebcdic: leading octets that hold the text
  std::optional<FixedValue> fixed{};    // of numbers
  bool hexadecimal = false;             // how a number is shown

  constexpr bool is_number() const { return kind == FieldKind::number || kind == FieldKind::flags; }

  constexpr std::size_t end() const { return offset + width; }
};

struct FrameTable {
  std::string_view name;  // "afiucv"; also the dissector's
  std::string_view title; // "AF_IUCV over HiperSockets"
  std::size_t size = 0;   // octets of the header; what follows is payload
  ByteOrder order = ByteOrder::big;
  std::span<const FrameField> fields{};
  std::string_view kind_field = ""; // whose named value says what kind of frame it is; or none
  std::uint16_t ethertype = 0;      // 0: no Ethernet frame
  std::uint16_t link_type = 0;      // of captures in which it stands alone; 0: there are none
  bool in_storage = false;          // an argument of calls, which is on no wire

  constexpr const FrameField* find(std::string_view wanted) const {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.name == wanted; });
    return found == fields.end() ? nullptr : &*found;
  }
};

// Why an octet string is not a frame; by default, it is one.
struct FrameError {
  std::string_view what;  // "too short", or the error of a field with a fixed value; empty: none
  std::size_t offset = 0; // of the octet that is missing, or of the field

  explicit constexpr operator bool() const { return !what.empty(); }

  friend bool operator==(const FrameError&, const FrameError&) = default;
};

inline constexpr std::string_view too_short = "too short";

namespace frame_detail {

constexpr bool fits(std::uint64_t value, std::size_t width) {
  return width >= 8 || value >> (8 * width) == 0;
}

constexpr bool distinct(std::span<const NamedValue> values, std::size_t width) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].name.empty() || !fits(values[i].value, width)) {
      return false;
    }
    for (std::size_t k = 0; k < i; ++k) {
      if (values[i].value == values[k].value || values[i].name == values[k].name) {
        return false;
      }
    }
  }
  return true;
}

constexpr std::string_view problem_of(const FrameField& field) {
  if (field.name.empty() || field.meaning.empty() || field.width == 0) {
    return "a field has no name, no meaning or no width";
  }
  if (field.is_number() ? field.width > 8 : field.fixed || !field.values.empty()) {
    return "a number is too wide, or something else has values";
  }
  if (field.fixed && (!fits(field.fixed->value, field.width) || field.fixed->error.empty())) {
    return "a fixed value does not fit its field, or its error has no name";
  }
  if (!distinct(field.values, field.width) || !distinct(field.flags, field.width)) {
    return "a named value does not fit its field, or is named twice";
  }
  for (const NamedValue& flag : field.flags) {
    if (field.kind != FieldKind::flags || (flag.value & (flag.value - 1)) != 0 || flag.value == 0) {
      return "a flag is not one bit of a field of flags";
    }
  }
  const bool text = field.kind == FieldKind::ebcdic;
  if (text ? field.significant == 0 || field.significant > field.width : field.significant != 0) {
    return "the octets that hold text are not those of a text";
  }
  return "";
}

} // namespace frame_detail

// What is wrong with the table, or an empty text: fields are in order, do not overlap and leave no
// hole, and each is sound in itself.
constexpr std::string_view problem_of(const FrameTable& table) {
  std::size_t end = 0;
  std::size_t begin = 0;
  for (const FrameField& field : table.fields) {
    if (const auto problem = frame_detail::problem_of(field); !problem.empty()) {
      return problem;
    }
    if (field.offset < begin) {
      return "the fields are not in the order of their offsets";
    }
    if (field.offset < end) {
      return "two fields overlap";
    }
    if (field.offset > end) {
      return "there is a hole before a field";
    }
    if (table.find(field.name) != &field) {
      return "two fields have one name";
    }
    begin = field.offset;
    end = field.end();
  }
  if (end != table.size || end == 0) {
    return "the header does not end with its last field";
  }
  // Not by find(): with -fsanitize=undefined GCC takes a comparison with no pointer for no
  // constant.
  bool says_kind = table.kind_field.empty();
  for (const FrameField& field : table.fields) {
    says_kind =
        says_kind || (field.name == table.kind_field && !field.values.empty() && field.width <= 4);
  }
  if (!says_kind) {
    return "the field that says the kind has no named values, or too many octets";
  }
  return "";
}

// The domain in which the codec computes. Another domain has the same names.
struct Octets {
  using Octet = std::uint8_t;
  using Bool = bool;
  template <std::size_t Width>
  using Number = std::conditional_t<
      Width == 1,
      std::uint8_t,
      std::conditional_t<Width == 2,
                         std::uint16_t,
                         std::conditional_t<(Width <= 4), std::uint32_t, std::uint64_t>>>;

  // The number moved up by one octet, with another below.
  template <std::size_t Width>
  static constexpr Number<Width> appended(Number<Width> value, Octet low) {
    return static_cast<Number<Width>>(Number<8>{value} << 8U | low);
  }

  // The octet of this significance, the lowest is 0.
  template <std::size_t Width>
  static constexpr Octet octet(Number<Width> value, std::size_t significance) {
    return static_cast<Octet>(value >> (8 * significance));
  }

  template <std::size_t Width>
  static constexpr Bool equal(Number<Width> a, std::uint64_t b) {
    return a == b;
  }

  static constexpr Bool both(Bool a, Bool b) { return a && b; }
};

// A member of a typed frame: a pointer to it, and its width in octets. A member that is no array
// is a number.
template <class Frame, class Member, std::size_t Width>
struct FrameMember {
  Member Frame::*pointer;
  static constexpr std::size_t width = Width;
  static constexpr bool is_array = requires(Member member) { member.begin(); };
};

template <std::size_t Width, class Frame, class Member>
constexpr FrameMember<Frame, Member, Width> frame_member(Member Frame::*pointer) {
  return {pointer};
}

namespace frame_detail {

template <class Frame>
inline constexpr std::size_t members_of = std::tuple_size_v<decltype(Frame::members())>;

// Calls visit<index>() for each index, in order.
template <std::size_t count, class Visit>
constexpr void each_index(Visit visit) {
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (visit.template operator()<i>(), ...);
  }
  (std::make_index_sequence<count>{});
}

constexpr std::size_t place(ByteOrder order, std::size_t width, std::size_t significance) {
  return order == ByteOrder::little ? significance : width - 1 - significance;
}

} // namespace frame_detail

namespace frame_detail {

// Functions with an index sequence and no closures: a compiler makes single moves of them.
template <const FrameTable& table, std::size_t index, std::size_t significance>
inline constexpr std::size_t octet_at = table.fields[index].offset +
                                        place(table.order, table.fields[index].width, significance);

template <const FrameTable& table, std::size_t index, class D, std::size_t Width, std::size_t... i>
constexpr auto read_number(const typename D::Octet* octets, std::index_sequence<i...>) {
  typename D::template Number<Width> value{0};
  ((value =
        D::template appended<Width>(value, octets[octet_at<table, index, sizeof...(i) - 1 - i>])),
   ...);
  return value;
}

template <const FrameTable& table, std::size_t index, class D, std::size_t Width, std::size_t... i>
constexpr void write_number(typename D::template Number<Width> value,
                            typename D::Octet* octets,
                            std::index_sequence<i...>) {
  // One after the other as they will lie there, so that a compiler sees one number in them.
  constexpr std::size_t width = sizeof...(i);
  const std::array<typename D::Octet, width> lying{
      D::template octet<Width>(value, place(table.order, width, i))...};
  std::copy_n(lying.begin(), width, octets + table.fields[index].offset);
}

} // namespace frame_detail

// The number that field `index` of the table has in these octets, in a type of `Width` octets.
template <const FrameTable& table, std::size_t index, class D, std::size_t Width>
constexpr typename D::template Number<Width> read_number(const typename D::Octet* octets) {
  return frame_detail::read_number<table, index, D, Width>(
      octets, std::make_index_sequence<table.fields[index].width>{});
}

// Whether the field has its fixed value, where it has one.
template <const FrameTable& table, std::size_t index, class D>
constexpr typename D::Bool has_fixed_value(const typename D::Octet* octets) {
  constexpr FrameField field = table.fields[index];
  if constexpr (field.fixed) {
    return D::template equal<field.width>(read_number<table, index, D, field.width>(octets),
                                          field.fixed->value);
  } else {
    return typename D::Bool(true);
  }
}

namespace frame_detail {

template <const FrameTable& table, class D, std::size_t... i>
constexpr typename D::Bool is_frame(const typename D::Octet* octets, std::index_sequence<i...>) {
  typename D::Bool all(true);
  ((all = D::both(all, has_fixed_value<table, i, D>(octets))), ...);
  return all;
}

template <const FrameTable& table, std::size_t index, class D, class Frame>
constexpr auto read_member(const typename D::Octet* octets) {
  constexpr FrameField field = table.fields[index];
  constexpr auto member = std::get<index>(Frame::members());
  if constexpr (member.is_array) {
    std::array<typename D::Octet, member.width> value;
    std::copy_n(octets + field.offset, member.width, value.begin());
    return value;
  } else {
    return pathproof::read_number<table, index, D, member.width>(octets);
  }
}

template <const FrameTable& table, class D, class Frame, std::size_t... i>
constexpr Frame read_frame(const typename D::Octet* octets, std::index_sequence<i...>) {
  return Frame{read_member<table, i, D, Frame>(octets)...};
}

template <const FrameTable& table, std::size_t index, class D, class Frame>
constexpr void write_member(const Frame& frame, typename D::Octet* octets) {
  constexpr FrameField field = table.fields[index];
  constexpr auto member = std::get<index>(Frame::members());
  if constexpr (member.is_array) {
    std::copy_n((frame.*member.pointer).begin(), member.width, octets + field.offset);
  } else {
    write_number<table, index, D, member.width>(
        frame.*member.pointer, octets, std::make_index_sequence<field.width>{});
  }
}

template <const FrameTable& table, class D, class Frame, std::size_t... i>
constexpr void
write_frame(const Frame& frame, typename D::Octet* octets, std::index_sequence<i...>) {
  (write_member<table, i, D>(frame, octets), ...);
}

} // namespace frame_detail

// Whether these octets, of which there are enough, are such a frame.
template <const FrameTable& table, class D>
constexpr typename D::Bool is_frame(const typename D::Octet* octets) {
  return frame_detail::is_frame<table, D>(octets, std::make_index_sequence<table.fields.size()>{});
}

// Each member of Frame is the field of the table in its place, and has room for it.
template <const FrameTable& table, class Frame>
consteval bool members_fit() {
  bool fit = frame_detail::members_of<Frame> == table.fields.size();
  if constexpr (frame_detail::members_of<Frame> == table.fields.size()) {
    frame_detail::each_index<table.fields.size()>([&]<std::size_t i>() {
      constexpr auto member = std::get<i>(Frame::members());
      fit = fit && member.width == table.fields[i].width &&
            (member.is_array ? !table.fields[i].is_number()
                             : table.fields[i].kind != FieldKind::ebcdic);
    });
  }
  return fit;
}

// The frame in these octets, of which there are table.size or more; fixed values are not looked at.
// The members of Frame are initialised in the order of the fields.
template <const FrameTable& table, class D, class Frame>
constexpr Frame read_frame(const typename D::Octet* octets) {
  return frame_detail::read_frame<table, D, Frame>(octets,
                                                   std::make_index_sequence<table.fields.size()>{});
}

// Writes table.size octets.
template <const FrameTable& table, class D, class Frame>
constexpr void write_frame(const Frame& frame, typename D::Octet* octets) {
  frame_detail::write_frame<table, D>(
      frame, octets, std::make_index_sequence<table.fields.size()>{});
}

// The first error of these octets, however many there are; none when they begin with a frame.
FrameError error_in(const FrameTable& table, std::span<const std::uint8_t> octets);

// Whether error_in finds none, as fast as it can be said.
template <const FrameTable& table>
constexpr bool begins_with_frame(std::span<const std::uint8_t> octets) {
  return octets.size() >= table.size && is_frame<table, Octets>(octets.data());
}

// The number that the field has in these octets, of which there are enough.
std::uint64_t
number_of(const FrameTable& table, const FrameField& field, std::span<const std::uint8_t> octets);

// Writes the number into the field's octets; what does not fit is cut off.
void write_number_of(const FrameTable& table,
                     const FrameField& field,
                     std::uint64_t value,
                     std::span<std::uint8_t> octets);

// The name of the frame's kind, "other" where the value has none; empty for a table without kinds
// and for octets that are too few.
std::string_view kind_of(const FrameTable& table, std::span<const std::uint8_t> octets);

inline constexpr std::string_view other_kind = "other";

inline constexpr std::size_t ethernet_header_size = 14;

// Whether an Ethernet frame is to be taken for a carrier of this one: by its type or, since there
// are senders that leave the Ethernet header empty, by the fixed value that comes after it.
bool is_carried_by(const FrameTable& table, std::span<const std::uint8_t> ethernet);

} // namespace pathproof
