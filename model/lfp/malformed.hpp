// SPDX-License-Identifier: Apache-2.0
// Messages that no right side sends, made of the tables of frames: a field that a table gets, or a
// kind of message, has its own by itself. What comes of them depends on where they come
// [LFPO-002, LFPO-003, LFPO-023, LFPO-024].
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/lfp/message.hpp"

namespace pathproof::lfp {

// What is done to a message that is right but for this.
enum class Damage : std::uint8_t {
  none,          // it comes where it must not
  other_value,   // of a field that has one value only
  unknown_kind,  // of a kind that there is not
  ends,          // before a field
  goes_on,       // behind its last field, where nothing may follow
  says_too_few,  // octets of length: fewer than the fields have
  says_one_more, // … one more than there is
  says_too_many, // … more than the MTU
  out_of_bounds, // a value that no path can have
};

struct Malformed {
  Damage damage = Damage::none;
  Kind kind = Kind::heartbeat;
  std::uint16_t flags = 0;
  const FrameField* field = nullptr; // of the header, or of the body
  bool in_body = false;
  std::uint32_t value = 0; // that the field has, or the header's kind
  std::array<char, 48> text{};
  std::size_t size = 0;

  constexpr std::string_view name() const { return {text.data(), size}; }
};

// What a field of hello may say on a path; what the daemon refuses it for otherwise [LFP-160].
struct HelloBound {
  std::string_view field;
  std::uint32_t least;
  std::uint32_t most;
  Refusal reason;
};

// In the order of their reasons.
inline constexpr std::uint32_t any_number = 0xFFFFFFFFU;
inline constexpr HelloBound hello_bounds[]{{"mtu", 512, any_number, Refusal::mtu},
                                           {"message_limit", 2, 65535, Refusal::message_limit},
                                           {"window", 1, any_number, Refusal::message_limit},
                                           {"threshold", 1, 100, Refusal::message_limit}};

// Whether the instance (side 0) or the daemon ever sends messages of this kind.
constexpr bool sends(unsigned side, Kind kind) {
  switch (kind) {
  case Kind::request:
  case Kind::cancel:
    return side == 0;
  case Kind::refused:
  case Kind::response:
  case Kind::end:
    return side == 1;
  case Kind::hello:
  case Kind::data:
  case Kind::credit:
  case Kind::confirm:
  case Kind::heartbeat:
  case Kind::goodbye:
    return true;
  }
  return false;
}

// … and whether its first one may be of it.
constexpr bool may_be_first(unsigned side, Kind kind) {
  return kind == Kind::hello || (side == 1 && kind == Kind::refused);
}

// All that one side can send wrong, in sections: which of them are wrong depends on whether it is
// the first message.
struct MalformedOf {
  // Where each section begins; the last one is the end of all.
  enum Section : unsigned {
    version,     // messages of another version
    later,       // right ones, but not as the first
    never,       // right ones, but of the other side
    no_message,  // octets that are none
    wrong_mtu,   // hello with values that no path has
    wrong_limit, // … likewise, and another reason to refuse it
    first_only,  // right ones, as the first
    sections_end
  };

  std::array<Malformed, 256> all{};
  std::array<unsigned, sections_end + 1> begins{};

  constexpr unsigned size() const { return begins[sections_end]; }
};

namespace malformed_detail {

template <class One>
constexpr void append(One& one, std::string_view text) {
  for (const char octet : text) {
    one.text.at(one.size++) = octet; // too long a name does not compile
  }
}

constexpr void append_number(Malformed& one, std::uint32_t number) {
  if (number >= 10) {
    append_number(one, number / 10);
  }
  const char digit = static_cast<char>('0' + number % 10);
  append(one, std::string_view(&digit, 1));
}

constexpr Malformed made(Damage damage,
                         const NamedValue& kind,
                         std::string_view text = {},
                         const FrameField* field = nullptr,
                         bool in_body = false,
                         std::uint32_t value = 0,
                         std::uint16_t flags = 0) {
  Malformed one{damage, static_cast<Kind>(kind.value), flags, field, in_body, value};
  append(one, flags != 0 ? "addressed_" : "");
  append(one, kind.name);
  append(one, text);
  append(one, field != nullptr ? field->name : "");
  return one;
}

constexpr const FrameTable* body_of(Kind kind, std::uint16_t flags) {
  const auto size = body_size(static_cast<std::uint8_t>(kind), flags);
  return size == hello_size ? &hello_table : size == call_size ? &call_table : nullptr;
}

// Octets that are no message, of one kind.
template <class Add>
constexpr void damage(const NamedValue& kind, std::uint16_t flags, Add add) {
  const auto number = static_cast<Kind>(kind.value);
  const FrameTable* const body = body_of(number, flags);
  if (flags == 0) { // with flags it has the same header
    for (const FrameField& field : header_table.fields) {
      if (field.fixed && field.name != "version") {
        const auto value = static_cast<std::uint32_t>(field.fixed->value) ^ 1U;
        add(made(Damage::other_value, kind, "_with_another_", &field, false, value));
      }
      if (field.offset > 0) {
        add(made(Damage::ends, kind, "_ends_before_", &field));
      }
    }
    add(made(Damage::says_one_more, kind, "_length_one_more"));
    add(made(Damage::says_too_many, kind, "_length_above_the_mtu"));
  }
  if (body != nullptr) {
    for (const FrameField& field : body->fields) {
      add(made(Damage::ends, kind, "_ends_before_", &field, true, 0, flags));
    }
  }
  if (!has_text(number)) {
    add(made(Damage::goes_on, kind, "_goes_on"));
  }
  add(made(Damage::says_too_few, kind, "_length_too_small", nullptr, false, 0, flags));
}

// Values of a field that no path has.
template <class Add>
constexpr void out_of_bounds(Refusal reason, Add add) {
  const NamedValue& hello = kinds[0];
  for (const HelloBound& bound : hello_bounds) {
    if (bound.reason == reason) {
      const FrameField* const field = hello_table.find(bound.field);
      const auto with = [&](std::string_view text, std::uint32_t value) {
        add(made(Damage::out_of_bounds, hello, text, field, true, value));
      };
      with("_with_too_small_", bound.least - 1);
      if (bound.most != any_number) {
        with("_with_too_large_", bound.most + 1);
      }
    }
  }
}

constexpr MalformedOf made_of(unsigned side) {
  MalformedOf list;
  unsigned count = 0;
  unsigned section = 0;
  const auto add = [&](const Malformed& one) { list.all.at(count++) = one; };
  const auto next_section = [&] { list.begins.at(++section) = count; };
  const auto each = [&](auto which) {
    for (const NamedValue& kind : kinds) {
      which(kind, static_cast<Kind>(kind.value));
    }
  };
  each([&](const NamedValue& kind, Kind number) {
    if (sends(side, number)) {
      add(made(Damage::other_value,
               kind,
               "_of_another_",
               header_table.find("version"),
               false,
               profile_version + 1U));
    }
  });
  next_section();
  each([&](const NamedValue& kind, Kind number) {
    if (sends(side, number) && !may_be_first(side, number)) {
      add(made(Damage::none, kind));
    }
  });
  next_section();
  each([&](const NamedValue& kind, Kind number) {
    if (!sends(side, number)) {
      add(made(Damage::none, kind));
    }
  });
  next_section();
  each([&](const NamedValue& kind, Kind number) {
    if (sends(side, number)) {
      damage(kind, 0, add);
    }
    if (number == Kind::data) {
      damage(kind, flag_address, add);
    }
  });
  std::uint32_t last_kind = 0;
  each([&](const NamedValue& kind, Kind) {
    last_kind = std::max(last_kind, static_cast<std::uint32_t>(kind.value));
  });
  for (const std::uint32_t number : {0U, last_kind + 1, 255U}) {
    Malformed one{Damage::unknown_kind, Kind::heartbeat, 0, nullptr, false, number};
    append(one, "kind_");
    append_number(one, number);
    add(one);
  }
  next_section();
  out_of_bounds(Refusal::mtu, add);
  next_section();
  out_of_bounds(Refusal::message_limit, add);
  next_section();
  each([&](const NamedValue& kind, Kind number) {
    if (may_be_first(side, number)) {
      add(made(Damage::none, kind));
    }
  });
  next_section();
  return list;
}

} // namespace malformed_detail

inline constexpr std::array malformed{malformed_detail::made_of(0), malformed_detail::made_of(1)};

namespace malformed_detail {

template <unsigned Side>
constexpr auto names() {
  std::array<std::string_view, malformed[Side].size()> made{};
  for (std::size_t i = 0; i < made.size(); ++i) {
    made[i] = malformed[Side].all[i].name();
  }
  return made;
}

} // namespace malformed_detail

// As labels name them.
inline constexpr auto malformed_of_instance = malformed_detail::names<0>();
inline constexpr auto malformed_of_daemon = malformed_detail::names<1>();

// What changes nothing [LFPO-024, LFPO-026]: a confirmation with a field that it does not use, and
// messages of an instance for what is not there any more. Those count.
struct Ignored {
  Kind kind = Kind::confirm;
  const FrameField* unused = nullptr; // has another value than 0
  bool in_range = false;              // the descriptor is one that the daemon bears
  std::array<char, 48> text{};
  std::size_t size = 0;

  constexpr std::string_view name() const { return {text.data(), size}; }
};

namespace malformed_detail {

constexpr bool confirm_uses(const FrameField& field) {
  return field.fixed || field.name == "length" || field.name == "kind" || field.name == "received";
}

constexpr auto unused_fields() {
  constexpr auto count = std::count_if(header_fields.begin(),
                                       header_fields.end(),
                                       [](const FrameField& one) { return !confirm_uses(one); });
  std::array<Ignored, static_cast<std::size_t>(count) + 5> made{};
  std::size_t size = 0;
  for (const FrameField& field : header_fields) {
    if (!confirm_uses(field)) {
      Ignored& one = made.at(size++);
      one.unused = &field;
      append(one, "confirm_with_");
      append(one, field.name);
    }
  }
  for (const Kind kind : {Kind::data, Kind::credit}) {
    for (const bool in_range : {true, false}) {
      Ignored& one = made.at(size++);
      one.kind = kind;
      one.in_range = in_range;
      append(one, kind == Kind::data ? "data" : "credit");
      append(one, in_range ? "_for_a_free_descriptor" : "_above_all_descriptors");
    }
  }
  Ignored& one = made.at(size++);
  one.kind = Kind::cancel;
  append(one, "cancel_of_no_request");
  return made;
}

} // namespace malformed_detail

inline constexpr auto ignored = malformed_detail::unused_fields();
// Both sides may send those before this one, and the instance all.
inline constexpr std::size_t first_stray = ignored.size() - 5;

namespace malformed_detail {

template <std::size_t Size>
constexpr auto names_of_ignored() {
  std::array<std::string_view, Size> made{};
  for (std::size_t i = 0; i < Size; ++i) {
    made[i] = ignored[i].name();
  }
  return made;
}

} // namespace malformed_detail

inline constexpr auto ignored_of_instance = malformed_detail::names_of_ignored<ignored.size()>();
inline constexpr auto ignored_of_daemon = malformed_detail::names_of_ignored<first_stray>();

// A message that no right sender sends there. Of either side are those before data_behind_end, the
// others of the daemon. In each the octets are a message but in the
// first three, which are also how what is under test sends octets that are none.
enum class Fault : unsigned {
  unknown_kind,
  wrong_length,
  too_long,
  second_hello,
  confirms_too_many,
  data_above_window, // the first of a socket
  wrong_number,
  credit_of_nothing,
  credit_above_window,
  data_behind_end,
  end_twice,
  data_of_no_socket, // the first that is of none
  credit_for_no_socket,
  end_of_no_socket,
  response_for_no_request,
  response_twice,
  count
};
inline constexpr std::array<std::string_view, 16> fault_names{"unknown_kind",
                                                              "wrong_length",
                                                              "too_long",
                                                              "second_hello",
                                                              "confirms_too_many",
                                                              "data_above_window",
                                                              "wrong_number",
                                                              "credit_of_nothing",
                                                              "credit_above_window",
                                                              "data_behind_end",
                                                              "end_twice",
                                                              "data_of_no_socket",
                                                              "credit_for_no_socket",
                                                              "end_of_no_socket",
                                                              "response_for_no_request",
                                                              "response_twice"};

} // namespace pathproof::lfp
