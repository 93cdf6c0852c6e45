// SPDX-License-Identifier: Apache-2.0
#include "cmake/testing/catch.hpp"
#include "model/cinet/labels.hpp"
#include "model/core/walk.hpp"

using namespace pathproof;

namespace {

constexpr auto& kinds = cinet::label_kinds;

std::string error_of(const std::string& text) {
  std::string error;
  return parse(text, kinds, error) ? "" : error;
}

} // namespace

TEST_CASE("every label reads back as it was printed") {
  Random random(3);
  for (int i = 0; i < 2000; ++i) {
    Label label{.kind = static_cast<std::uint16_t>(random.below(kinds.size()))};
    for (std::size_t j = 0; j < Label::capacity; ++j) {
      const LabelArgument& argument = kinds[label.kind].arguments[j];
      if (!argument.name.empty()) {
        label.arguments[j] = static_cast<std::uint32_t>(
            random.below(argument.names.empty() ? 32 : argument.names.size()));
      }
    }
    std::string error;
    const auto again = parse(print(label, kinds), kinds, error);
    INFO(print(label, kinds) << error);
    REQUIRE(again.has_value());
    CHECK(*again == label);
  }
}

TEST_CASE("a value that stands for nothing is kept for the oracle to judge") {
  std::string error;
  const auto label = parse("call.socket socket=1 type=carrier-pigeon", kinds, error);
  REQUIRE(label.has_value());
  CHECK(label->arguments[1] == unlisted);
}

TEST_CASE("a reason code is matched where a source fixes it and nowhere else") {
  std::string error;
  const auto eio = parse("return.failure code=-1,122,12345678", kinds, error);
  REQUIRE(eio.has_value());
  CHECK(eio->arguments[0] == static_cast<unsigned>(cinet::Code::eio));
  const auto other = parse("return.failure code=-1,123,12345678", kinds, error);
  REQUIRE(other.has_value());
  CHECK(other->arguments[0] == static_cast<unsigned>(cinet::Code::other));
}

TEST_CASE("a text that is no label is refused with a reason") {
  CHECK(error_of("call.nothing").find("no label") != std::string::npos);
  CHECK(error_of("call.close").find("lacks") != std::string::npos);
  CHECK(error_of("call.close socket=1 socket=1").find("twice") != std::string::npos);
  CHECK(error_of("call.close socket=1 colour=2").find("no argument") != std::string::npos);
  CHECK(!error_of("").empty());
}
