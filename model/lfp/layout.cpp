// SPDX-License-Identifier: Apache-2.0
#include "model/lfp/layout.hpp"

#include <algorithm>

#include "model/lfp/layout_value.hpp"

namespace pathproof::lfp {

using namespace layout_detail;

namespace {

constexpr std::uint64_t longest = std::uint64_t{1} << 40; // no message is nearly as long

// ---- parts ----------------------------------------------------------------------------------

std::string does_not_fit(const LayoutPart& part, const LayoutField& one, std::string_view what) {
  const std::string_view name = part.table == &header_table  ? "header"
                                : part.table == &hello_table ? "hello"
                                                             : "call";
  return std::string(name) + "." + std::string(one.field->name) + ": " + std::string(what) +
         " does not fit in " + std::to_string(one.width) + " octets";
}

bool is_refused(const LayoutField& one, std::uint64_t kind) {
  return one.field->name == "value" && kind == static_cast<std::uint64_t>(Kind::refused);
}

// What a layout has no place for, and so has to be what it always is.
std::string check_rest(const LayoutPart& part, std::span<const std::uint8_t> from) {
  for (const FrameField& field : part.table->fields) {
    const std::uint64_t usual = field.fixed ? field.fixed->value : 0;
    if (!is_laid_out(field) && number_of(*part.table, field, from) != usual) {
      return std::string(field.name) + " is not what it always is, which has no form in a layout";
    }
  }
  return {};
}

// All fields but length. `kind` is the message's.
std::string write_part(const Layout& layout,
                       const LayoutPart& part,
                       std::uint64_t kind,
                       std::span<const std::uint8_t> from,
                       std::span<std::uint8_t> to) {
  if (std::string wrong = check_rest(part, from); !wrong.empty()) {
    return wrong;
  }
  for (const LayoutConstant& one : part.constants) {
    std::copy(
        one.octets.begin(), one.octets.end(), to.begin() + static_cast<std::ptrdiff_t>(one.offset));
  }
  for (const LayoutField& one : part.fields) {
    const FrameField& field = *one.field;
    if (!field.is_number()) {
      if (!put_octets(layout,
                      one,
                      from.subspan(field.offset, field.width),
                      to.subspan(one.offset, one.width))) {
        return does_not_fit(part, one, "its text");
      }
      continue;
    }
    const std::uint64_t value = number_of(*part.table, field, from);
    const auto made =
        is_refused(one, kind)
            ? translated(layout.refusals, &LayoutCode::profile, &LayoutCode::wire, value, one.width)
            : wire_number(layout, one, value);
    if (field.name == "length") {
      continue;
    }
    if (!made) {
      return does_not_fit(part, one, std::to_string(value));
    }
    put_number(one, *made, to);
  }
  return {};
}

// As write_part, back; an error is at an offset from the begin of the part.
FrameError read_part(const Layout& layout,
                     const LayoutPart& part,
                     std::uint64_t kind,
                     std::span<const std::uint8_t> from,
                     std::span<std::uint8_t> to) {
  for (const LayoutConstant& one : part.constants) {
    if (!std::equal(one.octets.begin(),
                    one.octets.end(),
                    from.begin() + static_cast<std::ptrdiff_t>(one.offset))) {
      return {of_wrong_constant, one.offset};
    }
  }
  for (const LayoutField& one : part.fields) {
    const FrameField& field = *one.field;
    if (!field.is_number()) {
      if (!take_octets(layout,
                       one,
                       from.subspan(one.offset, one.width),
                       to.subspan(field.offset, field.width))) {
        return {of_unfit_value, one.offset};
      }
      continue;
    }
    if (field.name == "length") {
      continue;
    }
    const std::uint64_t wire = number_at(one, from);
    const auto made =
        is_refused(one, kind)
            ? translated(
                  layout.refusals, &LayoutCode::wire, &LayoutCode::profile, wire, field.width)
            : profile_number(layout, one, wire);
    if (!made) {
      return {of_unfit_value, one.offset};
    }
    write_number_of(*part.table, field, *made, to);
  }
  return {};
}

std::uint64_t profile_field(std::string_view name, std::span<const std::uint8_t> header) {
  return number_of(header_table, *header_table.find(name), header);
}

// Whether the text is characters, which a layout in ASCII has in ASCII.
bool is_characters(Kind kind, Call call) {
  return (kind == Kind::request && (call == Call::initapi || call == Call::gethostbyname)) ||
         (kind == Kind::response && call == Call::gethostname);
}

// Whether it is bodies of calls.
bool is_bodies(Kind kind, Call call) {
  return kind == Kind::response && call == Call::gethostbyname;
}

Call call_in(std::span<const std::uint8_t> body) {
  return static_cast<Call>(number_of(call_table, *call_table.find("call"), body));
}

} // namespace

bool is_laid_out(const FrameField& field) {
  return field.kind != FieldKind::reserved && field.name != "magic";
}

const LayoutField* LayoutPart::find(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const LayoutField& one) {
    return one.field->name == name;
  });
  return found == fields.end() ? nullptr : &*found;
}

std::uint64_t Layout::wire_mtu(std::uint32_t mtu) const {
  const std::uint64_t made = mtu + std::uint64_t{header.size};
  return made < header_size ? 0 : made - header_size;
}

std::uint32_t Layout::profile_mtu(std::uint64_t mtu) const {
  const std::uint64_t made = std::min(mtu, longest) + header_size;
  return static_cast<std::uint32_t>(
      made < header.size ? 0 : std::min<std::uint64_t>(made - header.size, 0xFFFFFFFFU));
}

std::size_t Layout::padded(std::size_t octets) const {
  return (octets + padding - 1) / padding * padding;
}

// ---- to the wire ------------------------------------------------------------------------------

std::string to_wire(const Layout& layout,
                    std::span<const std::uint8_t> message,
                    std::vector<std::uint8_t>& wire) {
  if (message.size() < header_size) {
    return "a message without a whole header has no form in a layout";
  }
  const auto header = message.first(header_size);
  const std::uint64_t kind = profile_field("kind", header);
  const auto flag_bits = static_cast<std::uint16_t>(profile_field("flags", header));
  const auto body =
      body_size(static_cast<std::uint8_t>(kind), flag_bits).value_or(0); // unknown: no fields
  wire.assign(layout.header.size, 0);
  std::string wrong = write_part(layout, layout.header, kind, header, wire);
  auto rest = message.subspan(header_size);
  const auto append_part = [&](const LayoutPart& part, std::size_t octets) {
    const std::size_t begin = wire.size();
    wire.resize(begin + part.size, 0);
    std::string found =
        write_part(layout, part, kind, rest.first(octets), std::span(wire).subspan(begin));
    rest = rest.subspan(octets);
    return found;
  };
  if (wrong.empty() && body > 0 && rest.size() >= body) {
    const auto call = body == call_size ? call_in(rest) : Call{};
    const auto of_kind = static_cast<Kind>(kind);
    wrong = append_part(body == call_size ? layout.call : layout.hello, body);
    while (wrong.empty() && is_bodies(of_kind, call) && rest.size() >= call_size) {
      wrong = append_part(layout.call, call_size);
    }
    if (is_bodies(of_kind, call) && !rest.empty() && wrong.empty()) {
      wrong = "text: bodies of calls that are not whole have no form in a layout";
    }
    if (layout.ascii && is_characters(of_kind, call) && wrong.empty()) {
      wrong =
          append_characters(rest, to_ascii, wire) ? std::string() : "text: it is not all in ASCII";
      rest = {};
    }
  }
  if (!wrong.empty()) {
    return wrong;
  }
  wire.insert(wire.end(), rest.begin(), rest.end());
  const LayoutField& length = *layout.header.find("length");
  const auto said = static_cast<std::int64_t>(profile_field("length", header));
  const std::int64_t value =
      static_cast<std::int64_t>(wire.size()) -
      (layout.length_of_body ? static_cast<std::int64_t>(layout.header.size) : 0) + length.bias +
      (said - static_cast<std::int64_t>(message.size()));
  if (value < 0 || static_cast<std::uint64_t>(value) > most_of(length.width)) {
    return does_not_fit(layout.header, length, std::to_string(value));
  }
  put_number(length, static_cast<std::uint64_t>(value), wire);
  wire.resize(layout.padded(wire.size()), 0);
  return {};
}

// ---- from the wire ----------------------------------------------------------------------------

namespace {

// What the header says that the message has; 0 for less than the header.
std::size_t total_of(const Layout& layout, std::span<const std::uint8_t> wire) {
  const LayoutField& length = *layout.header.find("length");
  const std::uint64_t said = std::min(number_at(length, wire), longest);
  const std::int64_t total =
      static_cast<std::int64_t>(said) - length.bias +
      static_cast<std::int64_t>(layout.length_of_body ? layout.header.size : std::size_t{0});
  return total < static_cast<std::int64_t>(layout.header.size) ? 0
                                                               : static_cast<std::size_t>(total);
}

// Constants and version, without which it is no message of this profile in this layout.
FrameError error_in(const Layout& layout, std::span<const std::uint8_t> wire) {
  if (wire.size() < layout.header.size) {
    return {too_short, wire.size()};
  }
  for (const LayoutConstant& one : layout.header.constants) {
    if (!std::equal(one.octets.begin(),
                    one.octets.end(),
                    wire.begin() + static_cast<std::ptrdiff_t>(one.offset))) {
      return {of_wrong_constant, one.offset};
    }
  }
  const LayoutField& version = *layout.header.find("version");
  if (profile_number(layout, version, number_at(version, wire)) != profile_version) {
    return {version.field->fixed->error, version.offset};
  }
  return {};
}

// The text behind the fields.
FrameError read_text(const Layout& layout,
                     Kind kind,
                     std::span<const std::uint8_t> text,
                     std::size_t offset,
                     std::vector<std::uint8_t>& message) {
  const Call call = kind == Kind::request || kind == Kind::response
                        ? call_in(std::span(message).subspan(header_size))
                        : Call{};
  if (is_bodies(kind, call)) {
    if (text.size() % layout.call.size != 0) {
      return {of_wrong_length, layout.header.find("length")->offset};
    }
    for (; !text.empty(); text = text.subspan(layout.call.size), offset += layout.call.size) {
      message.resize(message.size() + call_size, 0);
      const FrameError error =
          read_part(layout, layout.call, 0, text, std::span(message).last(call_size));
      if (error) {
        return {error.what, offset + error.offset};
      }
    }
    return {};
  }
  if (layout.ascii && is_characters(kind, call)) {
    return append_characters(text, to_ebcdic, message) ? FrameError{}
                                                       : FrameError{of_unfit_value, offset};
  }
  message.insert(message.end(), text.begin(), text.end());
  return {};
}

} // namespace

FrameError from_wire(const Layout& layout,
                     std::span<const std::uint8_t> wire,
                     std::vector<std::uint8_t>& message) {
  message.clear();
  if (const FrameError error = error_in(layout, wire)) {
    return error;
  }
  const LayoutPart& header = layout.header;
  const LayoutField& kind_field = *header.find("kind");
  const std::uint64_t kind = *profile_number(layout, kind_field, number_at(kind_field, wire));
  message.assign(header_size, 0);
  write_number_of(header_table, *header_table.find("magic"), profile_magic, message);
  if (!body_size(static_cast<std::uint8_t>(kind), 0)) {
    return {of_unknown_kind, kind_field.offset};
  }
  if (const FrameError error = read_part(layout, header, kind, wire, message)) {
    return error;
  }
  const auto body = *body_size(static_cast<std::uint8_t>(kind),
                               static_cast<std::uint16_t>(profile_field("flags", message)));
  const LayoutPart& part = body == call_size ? layout.call : layout.hello;
  const std::size_t end = header.size + (body == 0 ? 0 : part.size);
  const std::size_t total = total_of(layout, wire);
  const bool fits = has_text(static_cast<Kind>(kind)) ? total >= end : total == end;
  if (!fits || total == 0 || layout.padded(total) != wire.size()) {
    return {of_wrong_length, header.find("length")->offset};
  }
  if (body > 0) {
    message.resize(header_size + body, 0);
    const FrameError error = read_part(
        layout, part, kind, wire.subspan(header.size), std::span(message).subspan(header_size));
    if (error) {
      return {error.what, header.size + error.offset};
    }
  }
  if (const FrameError error = read_text(
          layout, static_cast<Kind>(kind), wire.subspan(end, total - end), end, message)) {
    return error;
  }
  write_number_of(header_table, *header_table.find("length"), message.size(), message);
  return {};
}

std::optional<WireLength> length_in(const Layout& layout, std::span<const std::uint8_t> wire) {
  if (wire.size() < layout.header.size) {
    return {};
  }
  const std::size_t total = error_in(layout, wire) ? 0 : total_of(layout, wire);
  return WireLength{total, layout.padded(total)};
}

} // namespace pathproof::lfp
