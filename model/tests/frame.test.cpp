// SPDX-License-Identifier: Apache-2.0
// Frame tables and the frame of AF_IUCV: octets as the facts give them, totality, round trips.
#include <iconv.h>

#include <map>
#include <set>

#include <rapidcheck.h>

#include "cmake/testing/catch.hpp"
#include "model/core/frame_documents.hpp"
#include "model/core/frame_text.hpp"
#include "model/iucv/hs_frame.hpp"

using namespace pathproof;
using iucv::HsFrame;
using iucv::HsPacket;
using Bytes = std::vector<std::uint8_t>;

namespace {

const FrameTable& table = iucv::hs_frame_table;

Bytes bytes_of(std::string_view digits) {
  Bytes bytes;
  std::string pair;
  for (const char c : digits) {
    if (c != ' ' && (pair += c).size() == 2) {
      bytes.push_back(static_cast<std::uint8_t>(std::stoi(pair, nullptr, 16)));
      pair.clear();
    }
  }
  return bytes;
}

// A SYN of BOXKIT, whose application is CLIENT, to ECHO at KIT, with a limit of 128 messages. Each
// group is a field at the offset that the facts give; BOXKIT is C2D6E7D2C9E3 by them too.
const Bytes& golden_syn() {
  static const Bytes bytes = bytes_of("FBFB 01 02 0080"
                                      "0000000000000000"
                                      "D2C9E34040404040"
                                      "C5C3C8D640404040 0000000000000000"
                                      "0000000000000000"
                                      "C2D6E7D2C9E34040"
                                      "C3D3C9C5D5E34040 0000000000000000"
                                      "00000000 00000000 00000000 00000000"
                                      "00000000 00000000 0000000000000000 00 00");
  return bytes;
}

HsFrame syn() {
  return {.flags = 0x02,
          .window = 128,
          .dest_user_id = iucv::hs_name("KIT"),
          .dest_app_name = iucv::hs_name<16>("ECHO"),
          .src_user_id = iucv::hs_name("BOXKIT"),
          .src_app_name = iucv::hs_name<16>("CLIENT")};
}

// A frame in which no two octets are alike but for the fixed ones, so that none can be misplaced.
Bytes counted() {
  Bytes bytes(iucv::hs_header_size);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(0x80 + i);
  }
  bytes[0] = bytes[1] = 0xFB;
  bytes[2] = 1;
  return bytes;
}

// Octets that are a frame more often than chance would have it.
rc::Gen<Bytes> some_frame() {
  return rc::gen::map(
      rc::gen::pair(rc::gen::container<Bytes>(160, rc::gen::arbitrary<std::uint8_t>()),
                    rc::gen::inRange<std::size_t>(0, 160)),
      [](std::pair<Bytes, std::size_t> made) {
        made.first[0] = made.first[1] = 0xFB;
        made.first[2] = 1;
        made.first[3] &= 0x1F;
        made.first.resize(made.second);
        return made.first;
      });
}

template <class D>
struct LittleFrameOf {
  typename D::template Number<2> a{0};
  typename D::template Number<3> b{0};
  typename D::template Number<8> c{0};
  std::array<typename D::Octet, 2> d{};

  static constexpr auto members() {
    return std::tuple{frame_member<2>(&LittleFrameOf::a),
                      frame_member<3>(&LittleFrameOf::b),
                      frame_member<8>(&LittleFrameOf::c),
                      frame_member<2>(&LittleFrameOf::d)};
  }
};

constexpr std::array little_fields{
    FrameField{.name = "a", .offset = 0, .width = 2, .meaning = "two"},
    FrameField{.name = "b", .offset = 2, .width = 3, .meaning = "three"},
    FrameField{.name = "c", .offset = 5, .width = 8, .meaning = "eight"},
    FrameField{
        .name = "d", .offset = 13, .width = 2, .kind = FieldKind::octets, .meaning = "octets"}};
constexpr FrameTable little{.name = "little",
                            .title = "A little-endian frame",
                            .size = 15,
                            .order = ByteOrder::little,
                            .fields = little_fields};
static_assert(problem_of(little).empty() && members_fit<little, LittleFrameOf<Octets>>());

} // namespace

TEST_CASE("a SYN has the octets that the facts give") {
  CHECK(iucv::encode(syn()) == golden_syn());
  const HsPacket packet = iucv::decode(golden_syn());
  REQUIRE_FALSE(packet.error);
  CHECK(packet.header == syn());
  CHECK(packet.payload.empty());
  CHECK(iucv::hs_kind(packet.header.flags) == iucv::HsKind::syn);
}

TEST_CASE("every field is at its offset, with its most significant octet first") {
  const Bytes bytes = counted();
  const HsFrame frame = iucv::decode(bytes).header;
  CHECK(frame.flags == 0x83);
  CHECK(frame.window == 0x8485);
  CHECK(frame.dest_node_id[0] == 0x86);
  CHECK(frame.dest_user_id[0] == 0x8E);
  CHECK(frame.dest_app_name[0] == 0x96);
  CHECK(frame.src_node_id[0] == 0xA6);
  CHECK(frame.src_user_id[0] == 0xAE);
  CHECK(frame.src_app_name[0] == 0xB6);
  CHECK(frame.message_id == 0xC6C7C8C9);
  CHECK(frame.audit == 0xCACBCCCD);
  CHECK(frame.message_class == 0xCECFD0D1);
  CHECK(frame.tag == 0xD2D3D4D5);
  CHECK(frame.length == 0xD6D7D8D9);
  CHECK(frame.reply_size == 0xDADBDCDD);
  CHECK(frame.parameter_list[0] == 0xDE);
  CHECK(frame.message_flags == 0xE6);
  CHECK(frame.pad == 0xE7);
  CHECK(iucv::encode(frame) == bytes);
}

TEST_CASE("flags are told apart as a whole octet, and what the facts do not know is other") {
  std::map<iucv::HsKind, unsigned> seen;
  for (unsigned flags = 0; flags < 256; ++flags) {
    HsFrame frame = syn();
    frame.flags = static_cast<std::uint8_t>(flags);
    ++seen[iucv::hs_kind(frame.flags)];
    CHECK_FALSE(iucv::decode(iucv::encode(frame)).error);
  }
  CHECK(seen.size() == std::size(iucv::hs_kinds) + 1);
  CHECK(seen[iucv::HsKind::other] == 256 - std::size(iucv::hs_kinds));
}

TEST_CASE("on Ethernet the payload is the frame without 118 octets, whatever the header is") {
  const Bytes payload{0xC1, 0xC2, 0xC3};
  Bytes frame = iucv::encode_ethernet(iucv::ethernet_broadcast, {2, 0, 0, 0, 0, 1}, syn(), payload);
  REQUIRE(frame.size() == 118 + payload.size());
  CHECK(Bytes(frame.begin() + 12, frame.begin() + 16) == bytes_of("FBFB FBFB"));
  for (const bool empty : {false, true}) {
    if (empty) {
      std::fill_n(frame.begin(), ethernet_header_size, std::uint8_t{0});
    }
    CHECK(is_carried_by(table, frame));
    const HsPacket packet = iucv::decode_ethernet(frame);
    REQUIRE_FALSE(packet.error);
    CHECK(packet.header == syn());
    CHECK(Bytes(packet.payload.begin(), packet.payload.end()) == payload);
  }
  frame[14] = 0x60; // IPv6 noise
  CHECK_FALSE(is_carried_by(table, frame));
}

TEST_CASE("errors have a name and an offset") {
  const auto error_of = [](Bytes bytes, std::size_t at, std::uint8_t value) {
    bytes[at] = value;
    return iucv::decode(bytes).error;
  };
  CHECK(error_of(golden_syn(), 0, 0xFA) == FrameError{"wrong magic", 0});
  CHECK(error_of(golden_syn(), 1, 0xBF) == FrameError{"wrong magic", 0});
  CHECK(error_of(golden_syn(), 2, 2) == FrameError{"wrong version", 2});
  Bytes ethernet = iucv::encode_ethernet({}, {}, syn());
  ethernet[16] = 0;
  CHECK(iucv::decode_ethernet(ethernet).error == FrameError{"wrong version", 16});
}

TEST_CASE("octets that are too few are refused at the first that is missing, for every length") {
  for (std::size_t size = 0; size < iucv::hs_header_size; ++size) {
    // A copy of its own, so that a sanitizer sees what is read beyond its end.
    const Bytes bytes(golden_syn().begin(), golden_syn().begin() + static_cast<long>(size));
    CHECK(iucv::decode(bytes).error == FrameError{too_short, size});
    CHECK(kind_of(table, bytes).empty());
    std::string error;
    CHECK(parse(table, print(table, bytes), error) == bytes);
  }
  for (std::size_t size = 0; size < 118; ++size) {
    const Bytes bytes(size, 0xFB);
    is_carried_by(table, bytes);
    CHECK(iucv::decode_ethernet(bytes).error == FrameError{too_short, size});
  }
}

TEST_CASE("any octets give a frame, whose octets are the same, or an error that the table gives") {
  CHECK(rc::check("decode is total", [] {
    const Bytes bytes = *rc::gen::oneOf(some_frame(), rc::gen::arbitrary<Bytes>());
    const HsPacket packet = iucv::decode(bytes);
    RC_ASSERT(packet.error == error_in(table, bytes));
    if (!packet.error) {
      RC_ASSERT(iucv::encode(packet.header, packet.payload) == bytes);
    }
    Bytes ethernet(ethernet_header_size);
    ethernet.insert(ethernet.end(), bytes.begin(), bytes.end());
    RC_ASSERT(iucv::decode_ethernet(ethernet).error.what == packet.error.what);
  }));
}

TEST_CASE("what a table says at run time is what the codec does") {
  CHECK(rc::check("both read the same numbers", [] {
    Bytes bytes = *some_frame();
    bytes.resize(iucv::hs_header_size);
    const auto frame = read_frame<iucv::hs_frame_table, Octets, HsFrame>(bytes.data());
    RC_ASSERT(number_of(table, *table.find("window"), bytes) == frame.window);
    RC_ASSERT(number_of(table, *table.find("iucv_hdr.tag"), bytes) == frame.tag);
    Bytes again(iucv::hs_header_size);
    for (const FrameField& field : table.fields) {
      if (field.is_number()) {
        write_number_of(table, field, number_of(table, field, bytes), again);
      } else {
        std::copy_n(bytes.begin() + static_cast<long>(field.offset),
                    field.width,
                    again.begin() + static_cast<long>(field.offset));
      }
    }
    RC_ASSERT(again == bytes);
  }));
}

TEST_CASE("the text of a frame is short, readable and gives the octets back") {
  CHECK(print(table, golden_syn()) == "afiucv SYN window=128 dest_user_id=KIT dest_app_name=ECHO "
                                      "src_user_id=BOXKIT src_app_name=CLIENT");
  HsFrame odd = syn();
  odd.version = 2;
  odd.flags = 0x21;
  odd.dest_user_id = {0xC1, 0x4A, 0x40, 0x6C, 0x4E, 0, 0x40, 0x40};
  odd.src_app_name[15] = 7;
  odd.src_user_id = {};
  const Bytes bytes = iucv::encode(odd, Bytes{0, 0xFF});
  CHECK(print(table, bytes) ==
        "afiucv other version=2 flags=ACK+0x20 window=128 dest_user_id=A%4A%40%6C%4E%00 "
        "dest_app_name=ECHO src_app_name=CLIENT+0000000000000007 payload=00FF");
  CHECK(rc::check("text round trip", [] {
    const Bytes made = *rc::gen::oneOf(some_frame(), rc::gen::arbitrary<Bytes>());
    std::string error;
    RC_ASSERT(parse(table, print(table, made), error) == made);
  }));
}

TEST_CASE("the text of a frame has only characters that every code page has") {
  CHECK(rc::check("characters", [] {
    const std::string text = print(table, *some_frame());
    RC_ASSERT(std::all_of(
        text.begin(), text.end(), [](char c) { return ebcdic::octet(c) != 0 && c != '"'; }));
  }));
}

TEST_CASE("a text that is no frame is refused with the word that is wrong") {
  const auto refused = [](std::string_view text) {
    std::string error;
    CHECK_FALSE(parse(table, text, error));
    return error.substr(0, error.find(' ', 1));
  };
  CHECK(refused("lfp SYN") == "'lfp'");
  CHECK(refused("afiucv SYM") == "'SYM'");
  CHECK(refused("afiucv SYN windows=1") == "'windows'");
  for (const std::string_view value : {"window=65536",
                                       "window=-1",
                                       "window=",
                                       "flags=SIN",
                                       "flags=0x100",
                                       "dest_user_id=TOOLONGNAME",
                                       "dest_user_id=%4",
                                       "dest_user_id=%",
                                       "dest_user_id=%ZZ",
                                       "dest_user_id=A#",
                                       "dest_app_name=A+00",
                                       "dest_node_id=00",
                                       "payload=0",
                                       "octets=00"}) {
    CHECK(refused("afiucv SYN " + std::string(value)) == "'" + std::string(value) + "'");
  }
  CHECK(rc::check("any text is read or refused", [] {
    std::string error;
    const auto bytes = parse(table, "afiucv " + *rc::gen::arbitrary<std::string>(), error);
    RC_ASSERT(bytes.has_value() == error.empty());
  }));
}

TEST_CASE("a table may be little-endian, with numbers of 3 and 8 octets") {
  const LittleFrameOf<Octets> frame{
      .a = 0x0102, .b = 0x030405, .c = 0x060708090A0B0C0D, .d = {0x0E, 0x0F}};
  Bytes bytes(little.size);
  write_frame<little, Octets>(frame, bytes.data());
  CHECK(bytes == bytes_of("0201 050403 0D0C0B0A09080706 0E0F"));
  const auto again = read_frame<little, Octets, LittleFrameOf<Octets>>(bytes.data());
  CHECK((again.a == frame.a && again.b == frame.b && again.c == frame.c && again.d == frame.d));
  CHECK(number_of(little, little_fields[1], bytes) == 0x030405);
  CHECK(dissector_of(little).find("top:add_le(field[\"c\"], octets(5, 8))") != std::string::npos);
  std::string error;
  CHECK(parse(little, print(little, bytes), error) == bytes);
}

TEST_CASE("a table with a fault has a problem") {
  const auto problem = [](std::size_t field, auto edit) {
    auto fields = iucv::hs_fields;
    edit(fields[field]);
    FrameTable wrong = table;
    wrong.fields = fields;
    return std::string(problem_of(wrong));
  };
  static constexpr NamedValue two_bits[]{{3, "both", ""}};
  static constexpr NamedValue twice[]{{1, "a", ""}, {1, "b", ""}};
  CHECK(problem(3, [](FrameField&) {}).empty());
  CHECK(problem(3, [](FrameField& f) { f.offset = 3; }) == "two fields overlap");
  CHECK(problem(3, [](FrameField& f) { f.offset = 5; }) == "there is a hole before a field");
  CHECK(problem(4, [](FrameField& f) { f.offset = 1; }) ==
        "the fields are not in the order of their offsets");
  CHECK(problem(18, [](FrameField& f) { f.width = 2; }) ==
        "the header does not end with its last field");
  CHECK(problem(3, [](FrameField& f) { f.width = 9; }) ==
        "a number is too wide, or something else has values");
  CHECK(problem(3, [](FrameField& f) { f.name = "flags"; }) == "two fields have one name");
  CHECK(problem(2, [](FrameField& f) { f.flags = two_bits; }) ==
        "a flag is not one bit of a field of flags");
  CHECK(problem(2, [](FrameField& f) { f.values = twice; }) ==
        "a named value does not fit its field, or is named twice");
  CHECK(problem(1, [](FrameField& f) { f.fixed->value = 256; }) ==
        "a fixed value does not fit its field, or its error has no name");
  CHECK(problem(5, [](FrameField& f) { f.significant = 9; }) ==
        "the octets that hold text are not those of a text");
}

TEST_CASE("EBCDIC characters are those of code pages 037 and 1047") {
  unsigned known = 0;
  for (const char* page : {"IBM037", "IBM1047"}) {
    iconv_t converter = iconv_open("ISO-8859-1", page);
    if (converter == reinterpret_cast<iconv_t>(-1)) {
      WARN("iconv does not know " << page);
      continue;
    }
    for (unsigned octet = 0; octet < 256; ++octet) {
      char in = static_cast<char>(octet);
      char out = 0;
      char* from = &in;
      char* to = &out;
      std::size_t in_left = 1;
      std::size_t out_left = 1;
      const char own = ebcdic::character(static_cast<std::uint8_t>(octet));
      if (own != '\0') {
        ++known;
        REQUIRE(iconv(converter, &from, &in_left, &to, &out_left) == 0);
        CHECK(own == out);
        CHECK(ebcdic::octet(own) == octet);
      }
    }
    iconv_close(converter);
  }
  CHECK(known % 82 == 0); // letters, digits, blank and 19 signs
}

TEST_CASE("every field cites a requirement, and every requirement of the frame is cited") {
  std::set<const Requirement*> cited;
  for (const FrameField& field : table.fields) {
    INFO(field.name);
    CHECK(field.cites.size() > 0);
    cited.insert(field.cites.begin(), field.cites.end());
  }
  CHECK(cited ==
        std::set<const Requirement*>(iucv::req::hs_frame.begin(), iucv::req::hs_frame.end()));
  for (const Requirement* one : iucv::req::hs_frame) {
    const bool documented = one->confidence == "SEED" || one->confidence == "DOC";
    CHECK((one->level == Level::must) == documented);
  }
}
