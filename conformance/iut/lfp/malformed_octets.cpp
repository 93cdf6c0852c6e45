// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/malformed_octets.hpp"

#include <algorithm>
#include <span>

namespace pathproof::iut::lfp {

namespace {

using profile::CallBody;
using profile::Damage;
using profile::Header;
using profile::Kind;
using Octets = std::vector<std::uint8_t>;

void put(const FrameTable& table,
         const FrameField& field,
         std::uint32_t value,
         std::span<std::uint8_t> octets) {
  write_number_of(table, field, value, octets);
}

void put_length(std::size_t length, Octets& octets) {
  put(profile::header_table,
      *profile::header_table.find("length"),
      static_cast<std::uint32_t>(length),
      octets);
}

// Without damage.
Octets right(const profile::Malformed& what, const MalformedBase& base) {
  const bool of_a_socket =
      what.kind == Kind::data || what.kind == Kind::credit || what.kind == Kind::end;
  Header header{.kind = static_cast<std::uint8_t>(what.kind),
                .flags = what.flags,
                .socket = of_a_socket ? 0 : profile::no_socket,
                .received = base.received};
  Octets made;
  if (what.kind == Kind::hello) {
    profile::encode(header, base.hello, made);
    return made;
  }
  if (what.kind == Kind::refused || what.kind == Kind::credit) {
    header.value = 1;
  }
  const auto body = profile::body_size(header.kind, header.flags);
  if (body == profile::call_size) {
    header.task = what.kind == Kind::data ? 0 : 1;
    header.request = what.kind == Kind::data ? 0 : 1;
    CallBody call;
    call.call = static_cast<std::uint16_t>(profile::Call::gethostid);
    profile::encode(header, call, {}, made);
    return made;
  }
  const Octets text(what.kind == Kind::data ? 1 : 0);
  profile::encode(header, text, made);
  return made;
}

} // namespace

Octets octets_of(const profile::Malformed& what, const MalformedBase& base) {
  Octets octets = right(what, base);
  const std::size_t part = what.in_body ? profile::header_size : 0;
  const std::size_t fields =
      profile::header_size +
      profile::body_size(static_cast<std::uint8_t>(what.kind), what.flags).value_or(0);
  switch (what.damage) {
  case Damage::none:
    break;
  case Damage::other_value:
  case Damage::out_of_bounds:
    put(what.in_body ? profile::hello_table : profile::header_table,
        *what.field,
        what.value,
        std::span(octets).subspan(part));
    break;
  case Damage::unknown_kind:
    put(profile::header_table, *profile::header_table.find("kind"), what.value, octets);
    break;
  case Damage::ends: {
    const std::size_t end = part + what.field->offset;
    put_length(end, octets);
    octets.resize(base.only_length ? std::max(end, profile::header_size) : end);
    break;
  }
  case Damage::goes_on:
    octets.push_back(0);
    put_length(octets.size(), octets);
    break;
  case Damage::says_too_few:
    put_length(fields - 1, octets);
    break;
  case Damage::says_one_more:
    put_length(base.only_length ? fields - 1 : octets.size() + 1, octets);
    break;
  case Damage::says_too_many:
    put_length(std::size_t{base.mtu} + 1, octets);
    break;
  }
  return octets;
}

} // namespace pathproof::iut::lfp
