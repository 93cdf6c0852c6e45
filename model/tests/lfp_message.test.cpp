// SPDX-License-Identifier: Apache-2.0
// Messages of LFP open profile 1: every error, round trips, lengths in a stream.
#include <string>

#include "cmake/testing/catch.hpp"
#include "model/lfp/message.hpp"

using namespace pathproof;
using namespace pathproof::lfp;
using Bytes = std::vector<std::uint8_t>;

namespace {

Header header(Kind kind) {
  Header made;
  made.kind = static_cast<std::uint8_t>(kind);
  made.task = 0x01020304;
  made.request = 0x05060708;
  made.socket = 9;
  made.value = 0x0A0B0C0D;
  made.received = 0x0E0F1011;
  return made;
}

Bytes encoded(Kind kind, const Bytes& text = {}) {
  Bytes octets;
  if (kind == Kind::hello) {
    encode(header(kind), Hello{.mtu = 8192}, octets);
  } else if (kind == Kind::request || kind == Kind::response) {
    encode(header(kind), CallBody{.call = 6, .error = 1128}, text, octets);
  } else {
    encode(header(kind), text, octets);
  }
  return octets;
}

void check_error(const Bytes& octets, std::string_view what, std::size_t offset) {
  const Message message = decode(octets);
  INFO(std::string(what));
  CHECK(message.error == FrameError{what, offset});
  CHECK(message.text.empty());
  CHECK(message.header.kind == 0);
}

} // namespace

TEST_CASE("a message of every kind decodes to what was encoded") {
  for (const NamedValue& one : kinds) {
    INFO(std::string(one.name));
    const auto kind = static_cast<Kind>(one.value);
    const Bytes text = has_text(kind) ? Bytes{0, 1, 0xFF} : Bytes{};
    const Bytes octets = encoded(kind, text);
    const Message message = decode(octets);
    REQUIRE_FALSE(message.error);
    CHECK(message.kind() == kind);
    CHECK(message.header.length == octets.size());
    CHECK(message.header.received == 0x0E0F1011);
    CHECK(Bytes(message.text.begin(), message.text.end()) == text);
    CHECK(message.hello.mtu == (kind == Kind::hello ? 8192U : 0U));
    CHECK(message.call.error == (one.name.starts_with("re") && has_text(kind) ? 1128U : 0U));
    CHECK(length_in(octets) == octets.size());
  }
}

TEST_CASE("a header has its octets in their places, the most significant first") {
  const Bytes octets = encoded(Kind::credit);
  CHECK(octets == Bytes{0x4C, 0x46, 0x50, 0x4F, 0, 0, 0, 32, 1,  6,  0,  0,  1,  2,  3,  4,
                        5,    6,    7,    8,    0, 0, 0, 9,  10, 11, 12, 13, 14, 15, 16, 17});
}

TEST_CASE("data with an address has a call body before its payload") {
  Header data = header(Kind::data);
  data.flags = flag_address;
  Bytes octets;
  encode(data, CallBody{.family = 19, .port = 53}, Bytes{7, 8}, octets);
  const Message message = decode(octets);
  REQUIRE_FALSE(message.error);
  CHECK(message.call.family == 19);
  CHECK(message.call.port == 53);
  CHECK(Bytes(message.text.begin(), message.text.end()) == Bytes{7, 8});
  octets.resize(header_size + call_size - 1);
  octets[7] = static_cast<std::uint8_t>(octets.size());
  check_error(octets, of_wrong_length, 4);
}

TEST_CASE("what is too short, or has another magic or version, is no message") {
  Bytes octets = encoded(Kind::heartbeat);
  check_error({}, too_short, 0);
  check_error(Bytes(octets.begin(), octets.end() - 1), too_short, header_size - 1);
  octets[3] = 0;
  check_error(octets, "wrong magic", 0);
  octets = encoded(Kind::heartbeat);
  octets[8] = 2;
  check_error(octets, "wrong version", 8);
}

TEST_CASE("kinds that are not in the table are no message") {
  for (const unsigned kind : {0U, 12U, 255U}) {
    Bytes octets = encoded(Kind::heartbeat);
    octets[9] = static_cast<std::uint8_t>(kind);
    check_error(octets, of_unknown_kind, 9);
  }
}

TEST_CASE("a length that is not that of the octets, or of the kind, is wrong") {
  Bytes octets = encoded(Kind::credit);
  octets[7] = 33;
  check_error(octets, of_wrong_length, 4);
  octets[7] = 31;
  check_error(octets, of_wrong_length, 4);
  octets = encoded(Kind::credit, {1}); // nothing may follow credit
  check_error(octets, of_wrong_length, 4);
  octets = encoded(Kind::hello);
  octets.pop_back();
  octets[7] = static_cast<std::uint8_t>(octets.size());
  check_error(octets, of_wrong_length, 4);
  octets = encoded(Kind::request);
  octets.resize(header_size);
  octets[7] = header_size;
  check_error(octets, of_wrong_length, 4);
}

TEST_CASE("of a stream the length is known with the header, and 0 where there is no message") {
  Bytes octets = encoded(Kind::data, {1, 2, 3});
  CHECK_FALSE(length_in(std::span(octets).first(header_size - 1)).has_value());
  CHECK(length_in(std::span(octets).first(header_size)) == header_size + 3);
  octets.push_back(0xFF); // of the next message
  CHECK(length_in(octets) == header_size + 3);
  octets[7] = header_size - 1;
  CHECK(length_in(octets) == 0);
  octets = encoded(Kind::data);
  octets[0] = 0;
  CHECK(length_in(octets) == 0);
}

TEST_CASE("the credit point is the threshold's part of the window, and at least one") {
  CHECK(credit_point(65536, 25) == 16384);
  CHECK(credit_point(65535, 25) == 16383);
  CHECK(credit_point(0xFFFFFFFF, 100) == 0xFFFFFFFF);
  CHECK(credit_point(1, 1) == 1);
  CHECK(payload_of(512) == 480);
  CHECK(payload_of(512, true) == 428);
  CHECK(payload_of(32) == 0);
}
