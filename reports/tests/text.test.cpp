// SPDX-License-Identifier: Apache-2.0
#include "reports/text.hpp"

#include "cmake/testing/catch.hpp"
#include "reports/tests/sample.hpp"

using namespace pathproof::reports;
using namespace std::string_literals;

TEST_CASE("plain text stays as it is") {
  CHECK(visible("return code=-1,121 'ä' \U0001F600") == "return code=-1,121 'ä' \U0001F600");
}

TEST_CASE("what acts on a terminal or is illegal in XML becomes a visible escape") {
  CHECK(visible("\0\x07\x1b[31m\x7f"s) == "\\x00\\x07\\x1b[31m\\x7f");
  CHECK(visible("\xc2\x9b") == "\\u009b");     // CSI in one character
  CHECK(visible("\xe2\x80\xae") == "\\u202e"); // right to left override
  CHECK(visible("\xef\xbf\xbe") == "\\ufffe"); // no character in XML 1.0
  CHECK(visible("\r\n\t") == "\\r\\n\\t");
}

TEST_CASE("bytes that are not UTF-8 are shown one by one") {
  CHECK(visible("\xff") == "\\xff");
  CHECK(visible("\xc0\x80") == "\\xc0\\x80");          // overlong NUL
  CHECK(visible("\xe0\x80\x80") == "\\xe0\\x80\\x80"); // overlong
  CHECK(visible("\xed\xa0\x80") == "\\xed\\xa0\\x80"); // surrogate
  CHECK(visible("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
  CHECK(visible("\xf0\x9f\x98") == "\\xf0\\x9f\\x98"); // cut off
  CHECK(visible("\xe2\x82x") == "\\xe2\\x82x");
}

TEST_CASE("newlines and tabs stay where lines are wanted") {
  CHECK(visible("a\r\nb\tc\rd", Newlines::keep) == "a\nb\tc\\rd");
}

TEST_CASE("one line is cut at characters and says so") {
  CHECK(one_line("short", 5) == "short");
  CHECK(one_line("longer", 5) == "lo...");
  CHECK(one_line("ääääää", 5) == "ää...");
  CHECK(one_line("longer", 2) == "..");
  CHECK(length(one_line(std::string(10'000'000, '\0'), 80)) == 80);
}

TEST_CASE("wrapping breaks at blanks, and long words anywhere") {
  CHECK(wrap("one two three", 7, 9) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("abcdefghij", 4, 9) == std::vector<std::string>{"abcd", "efgh", "ij"});
  CHECK(wrap("tp=1|2|31 x", 8, 9) == std::vector<std::string>{"tp=1|2|", "31 x"});
  CHECK(wrap("tp=1|2|3", 7, 9) == std::vector<std::string>{"tp=1|2|", "3"});
  CHECK(wrap("|", 1, 9) == std::vector<std::string>{"|"});
  CHECK(wrap("", 4, 9).empty());
  const auto cut = wrap(std::string(10'000'000, 'x'), 40, 3);
  REQUIRE(cut.size() == 3);
  CHECK(cut.back() == "xxxxxxxxxx ... (10,000,000 bytes in all)"s);
}

TEST_CASE("a capped text keeps both ends and says what is missing") {
  CHECK(capped("abcdef", 6) == "abcdef");
  CHECK(capped("abcdefgh", 6) == "abc\n[... cut here: 2 of 8 bytes left out ...]\nfgh");
  const std::string umlauts = capped("ääääääää", 7);
  CHECK(visible(umlauts, Newlines::keep) == umlauts);
}

TEST_CASE("lines are split at any end of line") {
  CHECK(split_lines("").empty());
  CHECK(split_lines("a\r\n\nb") == std::vector<std::string_view>{"a", "", "b"});
}

TEST_CASE("numbers and nouns read well") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1204511) == "1,204,511");
  CHECK(counted(1, "case") == "1 case");
  CHECK(counted(3000, "case") == "3,000 cases");
}
