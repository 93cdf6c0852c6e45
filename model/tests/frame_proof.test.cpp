// SPDX-License-Identifier: Apache-2.0
// The proof of a frame's codec: the table that is used passes, and every fault planted in a copy of
// it is refuted. A fault may be in both directions, or in one of them.
#include "model/symbolic/frame_proof.hpp"
#include "cmake/testing/catch.hpp"
#include "model/iucv/hs_frame.hpp"

using namespace pathproof;
using namespace pathproof::symbolic;

namespace {

// The table of AF_IUCV with one field changed.
template <class Edit>
constexpr auto fields_with(std::string_view name, Edit edit) {
  auto fields = iucv::hs_fields;
  for (FrameField& field : fields) {
    if (field.name == name) {
      edit(field);
    }
  }
  return fields;
}

constexpr FrameTable table_of(std::span<const FrameField> fields) {
  FrameTable table = iucv::hs_frame_table;
  table.fields = fields;
  return table;
}

constexpr auto shifted_fields = fields_with("window", [](FrameField& field) { field.offset = 5; });
constexpr FrameTable shifted = table_of(shifted_fields);
constexpr auto overlapping_fields =
    fields_with("iucv_hdr.tag", [](FrameField& field) { field.offset = 78; });
constexpr FrameTable overlapping = table_of(overlapping_fields);
constexpr auto narrow_fields = fields_with("window", [](FrameField& field) { field.width = 1; });
constexpr FrameTable narrow = table_of(narrow_fields);

constexpr FrameTable swapped = [] {
  FrameTable table = iucv::hs_frame_table;
  table.order = ByteOrder::little;
  return table;
}();

constexpr const FrameTable& sound = iucv::hs_frame_table;

template <const FrameTable& written, const FrameTable& read>
FrameProof proof_of() {
  Graph graph;
  const RecordedFrame recorded = record_frame<written, read, iucv::HsFrameOf>(graph);
  return prove_frame(graph, recorded, 60000, true);
}

std::string violated(const FrameProof& proof) {
  std::string text;
  for (const FrameStatement& one : proof.statements) {
    if (one.conclusion == Conclusion::violated) {
      text += (text.empty() ? "" : "; ") + one.id + ": " + one.counterexample.substr(0, 40);
    }
  }
  return text;
}

} // namespace

TEST_CASE("the codec of AF_IUCV is proved for all values and all octets, and not vacuously") {
  const FrameProof proof = proof_of<sound, sound>();
  REQUIRE(proof.statements.size() == 3);
  for (const FrameStatement& one : proof.statements) {
    INFO(one.id << ' ' << one.counterexample << ' ' << one.reason);
    CHECK(one.conclusion == Conclusion::proved);
  }
  CHECK(proof.impossible.empty());
  CHECK(proof.possible == std::size(iucv::hs_kinds) + 1);
  CHECK(proof.scripts.size() == proof.statements.size());
}

TEST_CASE("a table that is no table is refused when it is compiled") {
  CHECK(problem_of(sound).empty());
  CHECK(problem_of(shifted) == "there is a hole before a field");
  CHECK(problem_of(overlapping) == "two fields overlap");
  CHECK(problem_of(narrow) == "there is a hole before a field");
  CHECK_FALSE(members_fit<narrow, iucv::HsFrame>());
}

TEST_CASE("a field that is shifted or overlaps another is refuted, in both directions") {
  CHECK(violated(proof_of<shifted, shifted>()).starts_with("decode_of_encode: "));
  CHECK(violated(proof_of<overlapping, overlapping>())
            .starts_with("decode_of_encode: iucv_hdr.class: "));
}

TEST_CASE("a number that is too narrow is refuted both ways, and octets of no field are seen") {
  const std::string text = violated(proof_of<narrow, narrow>());
  CHECK(text.starts_with("decode_of_encode: window: "));
  CHECK(text.find("encode_of_decode: octets: ") != std::string::npos);
}

TEST_CASE("writing by one table and reading by another is refuted") {
  CHECK(violated(proof_of<swapped, sound>()).starts_with("decode_of_encode: "));
  CHECK(violated(proof_of<sound, swapped>()).find("encode_of_decode: ") != std::string::npos);
  CHECK(violated(proof_of<shifted, sound>()).starts_with("decode_of_encode: "));
  CHECK(violated(proof_of<sound, narrow>()).starts_with("decode_of_encode: window: "));
}

TEST_CASE("a proof about no frame at all says which kinds there are not") {
  // No octet is the version and something else at once.
  static constexpr auto fields = fields_with("iucv_hdr.flags", [](FrameField& field) {
    field.offset = 2;
    field.fixed = FixedValue{3, "wrong flags"};
  });
  static constexpr FrameTable impossible = table_of(fields);
  const FrameProof proof = proof_of<impossible, impossible>();
  CHECK(proof.impossible.size() == std::size(iucv::hs_kinds) + 1);
}
