// SPDX-License-Identifier: Apache-2.0
#include "reports/matrix.hpp"

#include "cmake/testing/catch.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"
#include "reports/text.hpp"

using namespace pathproof;
using namespace pathproof::reports;
using support::contains;

TEST_CASE("the requirement matrix is as approved in all three forms") {
  const auto rows = sample::every_verdict().requirements;
  support::check_baseline("matrix.txt", matrix_text(rows));
  support::check_baseline("matrix.md", matrix_markdown(rows));
  support::check_baseline("matrix.json", matrix_json(rows));
}

TEST_CASE("a matrix without rows is still a matrix") {
  CHECK_THAT(matrix_text({}), contains("0 requirements: 0 modelled"));
  CHECK_THAT(matrix_markdown({}), contains("| requirement |"));
  CHECK_THAT(matrix_json({}), contains("\"requirements\": []"));
}

TEST_CASE("no text breaks a row of the matrix") {
  const auto rows = sample::hostile_run().requirements;
  CHECK(split_lines(matrix_text(rows)).size() == rows.size() + 3);
  const std::string markdown = matrix_markdown(rows);
  const auto lines = split_lines(markdown);
  REQUIRE(lines.size() == rows.size() + 4);
  CHECK_THAT(std::string(lines[2]), contains("a\\|b"));
  CHECK_THAT(std::string(lines[2]), contains("&lt;a href"));
}
