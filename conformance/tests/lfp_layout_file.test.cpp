// SPDX-License-Identifier: Apache-2.0
// Layouts of LFP messages from files: the example puts octets where it says, and each wrong file
// has its line and its sentence.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "cmake/testing/catch.hpp"
#include "conformance/iut/lfp/layout_file.hpp"
#include "conformance/iut/lfp/wire.hpp"
#include "model/core/ebcdic.hpp"
#include "model/core/error.hpp"

using namespace pathproof;
using namespace pathproof::lfp;
using iut::lfp::read_layout;
using iut::lfp::Wire;
using Bytes = std::vector<std::uint8_t>;

namespace {

const std::string example = PATHPROOF_SOURCE_DIR "/examples/lfp/layout-example.toml";

struct File {
  explicit File(const std::string& text) { std::ofstream(name) << text; }

  ~File() { std::remove(name.c_str()); }

  std::string name = std::tmpnam(nullptr);
};

std::string text_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::string complaint(const std::string& text) {
  const File file(text);
  try {
    static_cast<void>(read_layout(file.name));
  } catch (const UsageError& error) {
    return std::string(error.what()).substr(file.name.size());
  }
  return "";
}

// The complaint about the example with one text in place of another, its line as "+N" behind the
// begin of what was replaced.
std::string complaint(const std::string& from, const std::string& to) {
  std::string text = text_of(example);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  const auto line =
      1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  text.replace(at, from.size(), to);
  const std::string found = complaint(text);
  REQUIRE(found.size() > 1);
  const std::size_t end = found.find(':', 1);
  const long said = std::stol(found.substr(1, end - 1));
  return "+" + std::to_string(said - line) + found.substr(end);
}

Bytes octets(std::string_view digits) {
  Bytes made;
  std::string pair;
  for (const char one : digits) {
    if (one != ' ' && (pair += one).size() == 2) {
      made.push_back(static_cast<std::uint8_t>(std::stoi(pair, nullptr, 16)));
      pair.clear();
    }
  }
  return made;
}

void check_octets(const Bytes& message, const Bytes& expected) {
  const auto layout = read_layout(example);
  Bytes wire;
  CHECK(to_wire(*layout, message, wire).empty());
  CHECK(wire == expected);
  Bytes back;
  CHECK_FALSE(from_wire(*layout, expected, back));
  CHECK(back == message);
}

} // namespace

TEST_CASE("the example lays a credit out as it says") {
  Bytes message;
  encode(Header{.kind = static_cast<std::uint8_t>(Kind::credit),
                .task = 0x01020304,
                .socket = 5,
                .value = 0x0A0B0C0D,
                .received = 7},
         std::span<const std::uint8_t>(),
         message);
  check_octets(message,
               octets("0203 00 00 000000 03 C6D7 0500 0700000000000000 0A0B0C0D 04030201 00000000"
                      "0D0A1A0A"));
}

TEST_CASE("the example lays a hello out as it says, with names in ASCII and its own MTU") {
  Bytes message;
  encode(Header{.kind = static_cast<std::uint8_t>(Kind::hello)},
         Hello{.system_id = 2,
               .mtu = 512,
               .message_limit = 0x0102,
               .window = 0x01020304,
               .threshold = 25,
               .tasks = 3,
               .sockets = 4,
               .heartbeat_interval = 5,
               .heartbeat_misses = 6,
               .user_id = ebcdic::padded<name_size>("VSER05"),
               .app_name = ebcdic::padded<name_size>("A"),
               .peer_user_id = ebcdic::padded<name_size>("LINR02"),
               .peer_app_name = ebcdic::padded<name_size>("LINLFP")},
         message);
  check_octets(message,
               octets("0101 00 00 000044 03 C6D7 FFFF 0000000000000000 00000000 00000000 00000000"
                      "0D0A1A0A"
                      "00 00 02 19 56534552303520202020 41202020202020202020 4C494E5230322020"
                      "4C494E4C46502020 0300 0400 0102 0600 05000000 0402000000000000"
                      "0000000001020304"));
}

TEST_CASE("the example lays a request out as it says, and pads it") {
  Bytes message;
  CallBody body{.call = static_cast<std::uint16_t>(Call::gethostbyname), .family = 2, .port = 80};
  body.address[0] = 127;
  encode(Header{.kind = static_cast<std::uint8_t>(Kind::request)},
         body,
         ebcdic::octets_of("HOST1"),
         message);
  check_octets(message,
               octets("0102 00 00 000041 03 C6D7 FFFF 0000000000000000 00000000 00000000 00000000"
                      "0D0A1A0A"
                      "CA B0 0000 0000000000000000 00000000 00000000 00000000"
                      "7F000000000000000000000000000000 0000000000000000 00000000 50000000"
                      "66000000 484F535431 000000"));
}

TEST_CASE("on the wire of a layout the MTU bounds what the message has there") {
  const auto layout = read_layout(example);
  Wire wire(layout);
  CHECK(wire.most(512) == 516);
  CHECK(wire.longer_call() == 8);
  Bytes message;
  Bytes made;
  encode(Header{.kind = static_cast<std::uint8_t>(Kind::data)}, Bytes(480), message);
  REQUIRE(wire.encode(message, made).empty());
  CHECK(made.size() == 516);
  CHECK_FALSE(wire.is_too_long(made, 512));
  CHECK(wire.is_too_long(made, 511)); // padding would have room for it
  CHECK(wire.length_in(made) == WireLength{516, 516});
  CHECK(wire.decode(made).text.size() == 480);
  made[8] = 0;
  CHECK(wire.decode(made).error == FrameError{of_wrong_constant, 8});
  Wire plain;
  CHECK(plain.most(512) == 512);
  CHECK(plain.decode(message).text.data() == message.data() + header_size); // no copy
}

TEST_CASE("the text of a layout gives that layout again, in which messages have the same octets") {
  const auto shown = [](const Layout& layout) {
    const File file(iut::lfp::text_of(layout));
    return read_layout(file.name);
  };
  const Layout own = open_layout();
  CHECK(iut::lfp::text_of(*shown(own)) == iut::lfp::text_of(own));
  Bytes hello;
  Bytes wire;
  encode(Header{.kind = static_cast<std::uint8_t>(Kind::hello)}, Hello{.mtu = 600}, hello);
  REQUIRE(to_wire(*shown(own), hello, wire).empty());
  CHECK(wire == hello);
  const auto other = read_layout(example);
  Bytes again;
  REQUIRE(to_wire(*other, hello, wire).empty());
  REQUIRE(to_wire(*shown(*other), hello, again).empty());
  CHECK(again == wire);
  CHECK(iut::lfp::text_of(*shown(*other)) == iut::lfp::text_of(*other));
}

TEST_CASE("without tables of codes the numbers are the profile's") {
  std::string text = text_of(example);
  text.resize(text.find("[kinds]"));
  const File file(text);
  const auto layout = read_layout(file.name);
  CHECK(layout->header.find("kind")->codes[2].wire == 3);
  CHECK(layout->call.find("call")->codes[15].wire == 16);
  CHECK(layout->refusals.size() == std::size(refusals));
}

TEST_CASE("a wrong layout is refused with its line and one sentence") {
  CHECK(complaint("order =\n").starts_with(":1: "));
  CHECK(complaint("") == ":1: there is no [header]");
  CHECK(complaint("x = 1\n") ==
        ":1: 'x' is not known; expected order, length, padding, names, [header], [hello], [call], "
        "[kinds], [flags], [refusals] or [calls]");
  CHECK(complaint("\norder = 'middle'\n") == ":2: 'order' takes \"big\" or \"little\"");
  CHECK(complaint("length = 1\n") == ":1: 'length' takes \"message\" or \"body\"");
  CHECK(complaint("padding = 'x'\n") == ":1: 'padding' takes a number from 0 to 65535");
  CHECK(complaint("header = 1\n") == ":1: [header] takes a table");
  CHECK(complaint("padding = 4", "padding = 0") ==
        "+0: messages cannot be padded to a multiple of 0: 1 to 256");
  CHECK(complaint("task = { offset = 24, width = 4 }\n", "") ==
        "+-16: header needs a place for its field 'task': request, response, cancel: the z/VSE "
        "task");
  CHECK(complaint("task = { offset = 24, width = 4 }", "task = { offset = 23, width = 5 }") ==
        "+0: field 'task' of header overlaps field 'value'");
  CHECK(complaint("task = { offset = 24, width = 4 }", "task = { offset = 24, width = 3 }") ==
        "+1: octets 27 to 27 of header belong to nothing; say what they are, or that they are "
        "reserved");
  CHECK(complaint("task = { offset = 24, width = 4 }", "task = { width = 4 }") ==
        "+0: field 'task' of header needs an offset");
  CHECK(complaint("task = { offset = 24, width = 4 }", "task = { offset = 24, size = 4 }") ==
        "+0: 'size' is not known here; expected offset, width, order, bias");
  CHECK(complaint("task = { offset = 24, width = 4 }", "magic = { offset = 24, width = 4 }") ==
        "+0: [header] has no field 'magic'");
  CHECK(complaint("none = 0xFFFF", "none = 0x10000") ==
        "+0: field 'socket' of header has no room for FFFFFFFF, which is no socket: say 'none'");
  CHECK(complaint("size = 36", "sizes = 36") ==
        "+0: 'sizes' is not known in [header]; expected size, fields, constants or reserved");
  CHECK(complaint("size = 36", "size = 35") ==
        "+3: the constant at 32 ends behind the 35 octets of header");
  CHECK(complaint("\"C6D7\"", "\"C6D\"") ==
        "+0: 'octets' takes pairs of hexadecimal digits in a text");
  CHECK(complaint("reserved = [{ offset = 3, width = 1 }]", "reserved = 3") ==
        "+0: 'reserved' takes a list of tables");
  CHECK(complaint("credit = 0x0302", "credit = 0x0301") ==
        "+0: 'credit' of kinds has the value of 'data'");
  CHECK(complaint("credit = 0x0302", "credits = 0x0302") == "+0: [kinds] has no 'credits'");
  CHECK(complaint("credit = 0x0302", "") == "+-6: 'credit' of kinds needs one value");
  CHECK(complaint("INITAPI = 0xA0", "INITAPI = 0x1A0") ==
        "+0: 'INITAPI' of calls is 416, which does not fit in 1 octet");
  CHECK(complaint("MORE = 0x80", "MORE = 0x81") == "+0: 'MORE' of flags is not one bit");
  CHECK(complaint("busy = 0x80000004", "busy = 0x80000001") ==
        "+0: 'busy' of refusals has the value of 'version'");
}
