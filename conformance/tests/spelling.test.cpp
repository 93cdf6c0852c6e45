// SPDX-License-Identifier: Apache-2.0
#include "conformance/spelling.hpp"

#include "cmake/testing/catch.hpp"

using namespace pathproof;

TEST_CASE("a mistyped word is recognised by what it was meant to be") {
  const std::vector<std::string> known{"--profile", "--providers", "--json", "--junit", "layer"};
  CHECK(nearest_spelling("--profil", known) == "--profile");
  CHECK(nearest_spelling("--jsno", known) == "--json"); // letters that changed places
  CHECK(nearest_spelling("--juint", known) == "--junit");
  CHECK(nearest_spelling("leyer", known) == "layer");
  CHECK(nearest_spelling("layer", known) == "layer");
}

TEST_CASE("nothing is suggested for a word that is like none") {
  CHECK(nearest_spelling("--colour", {"--json", "--steps"}).empty());
  CHECK(nearest_spelling("", {"layer"}).empty());
  CHECK(nearest_spelling("x", {}).empty());
  CHECK(did_you_mean("baker", {"layer"}).empty());
  CHECK(nearest_spelling(std::string(1'000'000, 'x'), {std::string(1'000'000, 'x')}).empty());
}

TEST_CASE("a suggestion is the end of a sentence") {
  CHECK(did_you_mean("rn", {"run", "list"}) == "; did you mean 'run'?");
}
