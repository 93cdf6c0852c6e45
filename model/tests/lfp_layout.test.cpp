// SPDX-License-Identifier: Apache-2.0
// Layouts of LFP messages: what fits gets there and back in every layout, what does not is said.
#include <string>

#include <rapidcheck.h>

#include "cmake/testing/catch.hpp"
#include "model/core/ebcdic.hpp"
#include "model/lfp/layout.hpp"

using namespace pathproof;
using namespace pathproof::lfp;
using Bytes = std::vector<std::uint8_t>;

namespace {

template <class Number>
Number below(Number end) {
  return *rc::gen::inRange<Number>(0, end);
}

bool perhaps() {
  return below(2) == 1;
}

std::uint64_t any_number(std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    value = value << 8U | below<unsigned>(256);
  }
  return value;
}

// ---- layouts --------------------------------------------------------------------------------

// Different values for all names.
std::vector<LayoutCode> some_codes(std::span<const NamedValue> names, std::size_t width) {
  const std::uint64_t first = any_number(width);
  const std::uint64_t step = any_number(width) | 1U;
  std::vector<LayoutCode> codes;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::uint64_t value = first + i * step;
    codes.push_back({names[i].value, width == 8 ? value : value % (std::uint64_t{1} << 8 * width)});
  }
  return codes;
}

std::vector<LayoutCode> some_bits(std::span<const NamedValue> names, std::size_t width) {
  const unsigned first = below<unsigned>(static_cast<unsigned>(8 * width - names.size() + 1));
  std::vector<LayoutCode> codes;
  for (std::size_t i = 0; i < names.size(); ++i) {
    codes.push_back({names[i].value, std::uint64_t{1} << (first + i)});
  }
  return codes;
}

// `wide`: whatever the profile can say fits. Otherwise fields can be narrow, and biased.
LayoutField some_field(const FrameField& field, bool wide) {
  LayoutField one{.field = &field, .order = perhaps() ? ByteOrder::big : ByteOrder::little};
  const bool code = !field.values.empty() || field.kind == FieldKind::flags;
  const std::size_t most = field.is_number() ? 8 : field.width + 5;
  const std::size_t least = !code && (wide || below(8) > 0) ? field.width : 1;
  one.width = least + below(most - least + 1);
  if (!field.values.empty()) {
    one.codes = some_codes(field.values, one.width);
  } else if (field.kind == FieldKind::flags) {
    one.codes = some_bits(field.flags, one.width);
  } else if (field.name == "socket" && (one.width < 4 || perhaps())) {
    one.codes = {
        {no_socket, one.width > 4 ? std::uint64_t{no_socket} + 2000 : any_number(one.width)}};
    if (wide && one.width == 4) {
      one.codes.clear();
    }
  } else if (field.name == "version") {
    one.bias = below(100);
  } else if (field.is_number() && (!wide || one.width > field.width)) {
    one.bias = wide || below(8) > 0 ? below(1000) : below(200) - 100;
  }
  if (one.bias < 0 && field.name != "mtu" && field.name != "result") {
    one.bias = 0; // what a message does not use is 0, and has to fit
  }
  return one;
}

LayoutPart some_part(const FrameTable& table, bool wide) {
  LayoutPart part{.table = &table};
  std::vector<const FrameField*> fields;
  for (const FrameField& field : table.fields) {
    if (is_laid_out(field)) {
      fields.insert(fields.begin() + static_cast<std::ptrdiff_t>(below(fields.size() + 1)), &field);
    }
  }
  for (const FrameField* field : fields) {
    switch (below(6)) {
    case 0:
      part.reserved.push_back({part.size, 1});
      part.size += 1;
      break;
    case 1:
      part.constants.push_back(
          {part.size, Bytes{0xC1, static_cast<std::uint8_t>(below<unsigned>(256))}});
      part.size += 2;
      break;
    default:
      break;
    }
    part.fields.push_back(some_field(*field, wide));
    part.fields.back().offset = part.size;
    part.size += part.fields.back().width;
  }
  return part;
}

Layout some_layout(bool wide) {
  Layout layout{.header = some_part(header_table, wide),
                .hello = some_part(hello_table, wide),
                .call = some_part(call_table, wide),
                .length_of_body = perhaps(),
                .padding = 1 + below<std::size_t>(9),
                .ascii = perhaps(),
                .refusals = {}};
  layout.refusals = some_codes(refusals, layout.header.find("value")->width);
  return layout;
}

// ---- messages -------------------------------------------------------------------------------

template <std::size_t Width>
std::array<std::uint8_t, Width> some_name() {
  std::string text;
  for (std::size_t i = below(Width + 1); i > 0; --i) {
    text += *rc::gen::elementOf(std::string("AZaz09 &-/"));
  }
  return ebcdic::padded<Width>(text);
}

std::uint32_t some_number() {
  return perhaps() ? below(300U) : static_cast<std::uint32_t>(any_number(4));
}

Header some_header(Kind kind) {
  return {.kind = static_cast<std::uint8_t>(kind),
          .flags = static_cast<std::uint16_t>(kind == Kind::data ? below(4U) : 0U),
          .task = some_number(),
          .request = some_number(),
          .socket = perhaps() ? no_socket : below(1000U),
          .value = kind == Kind::refused ? 1 + below(6U) : some_number(),
          .received = some_number()};
}

CallBody some_call() {
  CallBody body{.call = static_cast<std::uint16_t>(1 + below(std::size(calls))),
                .result = some_number(),
                .error = some_number(),
                .argument_1 = some_number(),
                .argument_2 = some_number(),
                .argument_3 = some_number(),
                .family = static_cast<std::uint16_t>(any_number(2)),
                .port = static_cast<std::uint16_t>(any_number(2)),
                .flow_information = some_number(),
                .scope = some_number()};
  for (std::uint8_t& octet : body.address) {
    octet = static_cast<std::uint8_t>(any_number(1));
  }
  return body;
}

Bytes some_text(Kind kind, const CallBody& body) {
  const auto call = static_cast<Call>(body.call);
  Bytes text;
  if (kind == Kind::response && call == Call::gethostbyname) {
    for (std::size_t i = below<std::size_t>(3); i > 0; --i) {
      text.resize(text.size() + call_size);
      write_frame<call_table, Octets>(some_call(), text.data() + text.size() - call_size);
    }
  } else if (has_text(kind)) {
    const auto name = some_name<20>();
    text.assign(name.begin(), name.begin() + static_cast<std::ptrdiff_t>(below<std::size_t>(21)));
  }
  return text;
}

Bytes some_message(Kind kind) {
  const Header header = some_header(kind);
  const CallBody body = some_call();
  const Bytes text = some_text(kind, body);
  Bytes octets;
  if (kind == Kind::hello) {
    encode(header,
           Hello{.minor = static_cast<std::uint16_t>(any_number(2)),
                 .system_id = static_cast<std::uint16_t>(below(100U)),
                 .mtu = 512 + below(0x7FFFFFFFU),
                 .message_limit = some_number(),
                 .window = some_number(),
                 .threshold = 1 + below(100U),
                 .tasks = some_number(),
                 .sockets = some_number(),
                 .heartbeat_interval = some_number(),
                 .heartbeat_misses = some_number(),
                 .user_id = some_name<8>(),
                 .app_name = some_name<8>(),
                 .peer_user_id = some_name<8>(),
                 .peer_app_name = some_name<8>()},
           octets);
  } else if (body_size(header.kind, header.flags) == call_size) {
    encode(header, body, text, octets);
  } else {
    encode(header, text, octets);
  }
  return octets;
}

Kind some_kind() {
  return static_cast<Kind>(1 + below(std::size(kinds)));
}

void check_length(const Layout& layout, const Bytes& wire) {
  const auto length = length_in(layout, wire);
  RC_ASSERT(length.has_value());
  RC_ASSERT(length->with_padding == wire.size());
  Bytes stream = wire;
  stream.push_back(0xFF); // of the next message
  RC_ASSERT(length_in(layout, stream) == length);
  RC_ASSERT(!length_in(layout, std::span(wire).first(layout.header.size - 1)));
}

// ---- what is wrong --------------------------------------------------------------------------

LayoutField& field_of(LayoutPart& part, std::string_view name) {
  return const_cast<LayoutField&>(*part.find(name));
}

Bytes encoded(const Header& header, const Bytes& text = {}) {
  Bytes octets;
  encode(header, text, octets);
  return octets;
}

Header header_of(Kind kind, std::uint32_t value = 0) {
  return {.kind = static_cast<std::uint8_t>(kind), .value = value};
}

} // namespace

TEST_CASE("in a layout that is wide enough every message gets there and back") {
  CHECK(rc::check([] {
    const Layout layout = some_layout(true);
    RC_ASSERT(!problem_of(layout));
    for (const NamedValue& kind : kinds) {
      const Bytes message = some_message(static_cast<Kind>(kind.value));
      Bytes wire;
      Bytes back;
      RC_ASSERT(to_wire(layout, message, wire) == "");
      RC_ASSERT(!from_wire(layout, wire, back));
      RC_ASSERT(back == message);
      check_length(layout, wire);
    }
  }));
}

TEST_CASE("in any layout a message that can be said gets back as it was") {
  CHECK(rc::check([] {
    const Layout layout = some_layout(false);
    RC_PRE(!problem_of(layout));
    const Bytes message = some_message(some_kind());
    Bytes wire;
    Bytes back;
    const bool said = to_wire(layout, message, wire).empty();
    RC_CLASSIFY(said);
    if (said) {
      RC_ASSERT(!from_wire(layout, wire, back));
      RC_ASSERT(back == message);
      check_length(layout, wire);
    }
  }));
}

TEST_CASE("the profile's own layout changes no octet") {
  const Layout layout = open_layout();
  CHECK_FALSE(problem_of(layout));
  CHECK(rc::check([&] {
    const Bytes message = some_message(some_kind());
    Bytes made;
    RC_ASSERT(to_wire(layout, message, made) == "");
    RC_ASSERT(made == message);
    RC_ASSERT(!from_wire(layout, message, made));
    RC_ASSERT(made == message);
  }));
}

TEST_CASE("any octets are a message that decodes, or an error inside of them") {
  CHECK(rc::check([] {
    const Layout layout = some_layout(perhaps());
    Bytes wire;
    if (!to_wire(layout, some_message(some_kind()), wire).empty() || below(10) == 0) {
      wire = *rc::gen::container<Bytes>(rc::gen::arbitrary<std::uint8_t>());
    }
    for (unsigned i = below(3U); i > 0 && !wire.empty(); --i) {
      wire[below(wire.size())] ^= static_cast<std::uint8_t>(1U << below(8U));
    }
    if (below(5) == 0) {
      wire.resize(below(wire.size() + 20));
    }
    Bytes message;
    const FrameError error = from_wire(layout, wire, message);
    RC_CLASSIFY(!error);
    if (error) {
      RC_ASSERT(error.offset <= wire.size());
    } else {
      RC_ASSERT(!decode(message).error);
    }
  }));
}

TEST_CASE("a code that has no name has none on the other side either") {
  CHECK(rc::check([] {
    Layout layout = some_layout(true);
    Bytes wire;
    Bytes message;
    for (const unsigned kind : {0U, 12U, 255U}) {
      RC_ASSERT(to_wire(layout, encoded({.kind = static_cast<std::uint8_t>(kind)}), wire) == "");
      RC_ASSERT(from_wire(layout, wire, message).what == of_unknown_kind);
    }
    CallBody body = some_call();
    body.call = static_cast<std::uint16_t>(17 + below(60000U));
    Bytes request;
    encode(header_of(Kind::request), body, {}, request);
    RC_ASSERT(to_wire(layout, request, wire) == "");
    RC_ASSERT(!from_wire(layout, wire, message));
    const auto call = decode(message).call.call;
    RC_ASSERT(call == 0 || call > std::size(calls));
    RC_ASSERT(to_wire(layout, encoded(header_of(Kind::refused, 7)), wire) == "");
    RC_ASSERT(!from_wire(layout, wire, message));
    const auto reason = decode(message).header.value;
    RC_ASSERT(reason == 0 || reason > std::size(refusals));
  }));
}

TEST_CASE("what does not fit is said, not cut off") {
  Layout layout = open_layout();
  Bytes wire;
  field_of(layout.header,
           "value") = {.field = header_table.find("value"), .offset = 24, .width = 2};
  layout.header.reserved.push_back({26, 2});
  REQUIRE_FALSE(problem_of(layout));
  CHECK(to_wire(layout, encoded(header_of(Kind::credit, 65535)), wire).empty());
  CHECK(to_wire(layout, encoded(header_of(Kind::credit, 65536)), wire) ==
        "header.value: 65536 does not fit in 2 octets");
  CHECK(to_wire(layout, encoded({.flags = 4}), wire) == "header.flags: 4 does not fit in 2 octets");
  CHECK(to_wire(layout, Bytes(31), wire) ==
        "a message without a whole header has no form in a layout");
  CHECK(to_wire(layout, encoded({.magic = 1}), wire) ==
        "magic is not what it always is, which has no form in a layout");
  layout.ascii = true;
  Bytes request;
  encode(header_of(Kind::request), CallBody{.call = 14}, Bytes{0x41}, request);
  CHECK(to_wire(layout, request, wire) == "text: it is not all in ASCII");
}

TEST_CASE("a number that means no socket there is no socket's number") {
  Layout layout = open_layout();
  LayoutField& socket = field_of(layout.header, "socket");
  socket.width = 2;
  layout.header.reserved.push_back({22, 2});
  CHECK(problem_of(layout)->where == "header.socket");
  socket.codes = {{no_socket, 0xFFFF}};
  REQUIRE_FALSE(problem_of(layout));
  Bytes wire;
  Bytes message;
  REQUIRE(to_wire(layout, encoded(header_of(Kind::heartbeat)), wire).empty());
  CHECK(wire[20] == 0xFF);
  REQUIRE_FALSE(from_wire(layout, wire, message));
  CHECK(decode(message).header.socket == no_socket);
  Header header = header_of(Kind::credit);
  header.socket = 0xFFFF;
  CHECK(to_wire(layout, encoded(header), wire) == "header.socket: 65535 does not fit in 2 octets");
}

TEST_CASE("RETCODE keeps its sign in any width") {
  Layout layout = open_layout();
  LayoutField& result = field_of(layout.call, "result");
  result.width = 2;
  layout.call.reserved.push_back({6, 2});
  REQUIRE_FALSE(problem_of(layout));
  for (const std::uint32_t value : {0U, 0xFFFFFFFFU, 0x7FFFU, 0xFFFF8000U}) {
    Bytes response;
    Bytes wire;
    Bytes back;
    encode(header_of(Kind::response), CallBody{.call = 3, .result = value}, {}, response);
    REQUIRE(to_wire(layout, response, wire).empty());
    REQUIRE_FALSE(from_wire(layout, wire, back));
    CHECK(back == response);
  }
  Bytes response;
  encode(header_of(Kind::response), CallBody{.call = 3, .result = 0x8000}, {}, response);
  Bytes wire;
  CHECK(to_wire(layout, response, wire) == "call.result: 32768 does not fit in 2 octets");
}

TEST_CASE("an MTU counts octets on the wire, and so is as much more as the header") {
  Layout layout = open_layout();
  layout.header.size = 40;
  layout.header.reserved.push_back({32, 8});
  REQUIRE_FALSE(problem_of(layout));
  Bytes hello;
  Bytes wire;
  Bytes back;
  encode(header_of(Kind::hello), Hello{.mtu = 512}, hello);
  REQUIRE(to_wire(layout, hello, wire).empty());
  CHECK(Bytes(wire.begin() + 44, wire.begin() + 48) == Bytes{0, 0, 2, 8});
  CHECK(layout.wire_mtu(512) == 520);
  CHECK(layout.profile_mtu(520) == 512);
  CHECK(layout.profile_mtu(3) == 0);
  wire[46] = 0; // 8 octets, less than a header
  REQUIRE_FALSE(from_wire(layout, wire, back));
  CHECK(decode(back).hello.mtu == 0);
}

TEST_CASE("length counts the message or what is behind its header, and padding in neither") {
  Layout layout = open_layout();
  layout.padding = 8;
  const Bytes data = encoded(header_of(Kind::data), {1, 2, 3});
  Bytes wire;
  REQUIRE(to_wire(layout, data, wire).empty());
  CHECK(wire.size() == 40);
  CHECK(wire[7] == 35);
  CHECK(length_in(layout, wire) == WireLength{35, 40});
  layout.length_of_body = true;
  REQUIRE(to_wire(layout, data, wire).empty());
  CHECK(wire[7] == 3);
  CHECK(length_in(layout, wire) == WireLength{35, 40});
  Header wrong = header_of(Kind::heartbeat);
  Bytes octets = encoded(wrong);
  octets[7] = 31;
  CHECK(to_wire(layout, octets, wire) == "header.length: -1 does not fit in 4 octets");
  layout.length_of_body = false;
  REQUIRE(to_wire(layout, octets, wire).empty());
  CHECK(length_in(layout, wire) == WireLength{0, 0});
}
