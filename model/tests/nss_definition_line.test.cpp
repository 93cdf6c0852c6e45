// SPDX-License-Identifier: Apache-2.0
#include <rapidcheck.h>

#include <set>
#include <string>

#include "cmake/testing/catch.hpp"
#include "model/core/error.hpp"
#include "model/nss/definition_line.hpp"
#include "model/nss/labels.hpp"
#include "model/nss/requirements.hpp"

using namespace pathproof;
using namespace pathproof::nss;

namespace {

constexpr std::string_view savelx = "DEFSYS LXSHR 0-FF EW 100-2FF SR 300-4FF EW MINSIZE=64M";
constexpr std::string_view of_linux =
    "DEFSYS LINUX31 00000-000FF EW 00100-003FF SR 00400-005A7 EW MINSIZE=0005792K PARMREGS=0-13";

std::string error_of(std::string_view text) {
  try {
    static_cast<void>(read_definition(text));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

std::set<std::string_view> refused(std::string_view text) {
  std::set<std::string_view> ids;
  for (const DefinitionFinding& one : findings_of(read_definition(text))) {
    if (one.refused) {
      ids.insert(one.requirement->id);
    }
  }
  return ids;
}

template <class T>
T any_of(std::initializer_list<T> values) {
  return *rc::gen::elementOf(std::vector<T>(values));
}

DefinitionLine any_definition() {
  DefinitionLine line;
  line.name = *rc::gen::suchThat(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("ABCXYZ0189"))),
      [](const std::string& name) { return !name.empty() && name.size() <= 8; });
  const auto ranges = *rc::gen::inRange(1, 6);
  for (int i = 0; i < ranges; ++i) {
    line.ranges.push_back({*rc::gen::inRange(0U, 0x8000000U),
                           *rc::gen::inRange(0U, 0x8000000U),
                           static_cast<PageCode>(*rc::gen::inRange(0U, coded))});
  }
  if (*rc::gen::arbitrary<bool>()) {
    line.minsize_k = *rc::gen::inRange(0U, 10000000U);
  }
  line.restricted = *rc::gen::arbitrary<bool>();
  line.group = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) {
    const unsigned first = *rc::gen::inRange(0U, 16U);
    line.registers = ParameterRegisters{.first = first, .last = *rc::gen::inRange(first, 16U)};
  } else if (*rc::gen::arbitrary<bool>()) {
    line.registers = ParameterRegisters{.none = true};
  }
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    line.modes.push_back(any_of<std::string>({"ESA", "XA", "XC", "Z"}));
  }
  return line;
}

} // namespace

TEST_CASE("what is printed of a DEFSYS is read as the same") {
  CHECK(rc::check([] {
    const DefinitionLine line = any_definition();
    RC_ASSERT(read_definition(print(line)) == line);
  }));
}

TEST_CASE("any text is a DEFSYS or an error of one line") {
  CHECK(rc::check([] {
    const auto words = *rc::gen::container<std::vector<std::string>>(
        rc::gen::elementOf(std::vector<std::string>{"0-FF",
                                                    "EW",
                                                    "SR",
                                                    "80-17F",
                                                    "MINSIZE=",
                                                    "=",
                                                    "-",
                                                    "MINSIZE=9M",
                                                    "RSTD",
                                                    "PARMREGS=0-13",
                                                    "MACHMODE",
                                                    "ESA,XA",
                                                    "A,,B",
                                                    "G-1",
                                                    "\x01",
                                                    "VMGROUP"}));
    std::string text = "defsys a";
    for (const std::string& word : words) {
      text += " " + word;
    }
    const std::string error = error_of(text);
    RC_ASSERT(error.find('\n') == std::string::npos);
    if (error.empty()) {
      RC_ASSERT(read_definition(print(read_definition(text))) == read_definition(text));
    }
  }));
}

TEST_CASE("the definition of SAVELX is read as its EXEC says it") {
  const DefinitionLine line = read_definition(savelx);
  CHECK(line.name == "LXSHR");
  CHECK(line.ranges == std::vector<PageRange>{{0, 0xFF, PageCode::ew},
                                              {0x100, 0x2FF, PageCode::sr},
                                              {0x300, 0x4FF, PageCode::ew}});
  CHECK(least_storage_k(line) == 64 * 1024);
  CHECK(findings_of(line).empty());
  CHECK(print(line) == savelx);
  // X'10000' is in page 10, which is saved and private [NSS-076].
  constexpr std::uint32_t stop = 0x10000 / page_size;
  CHECK(stop == 0x10);
  CHECK((line.ranges[0].first <= stop && stop <= line.ranges[0].last));
  CHECK((is_saved(line.ranges[0].code) && !is_shared(line.ranges[0].code)));
}

TEST_CASE("a definition of Linux is read, with its MINSIZE four times its last page") {
  const DefinitionLine line = read_definition(of_linux);
  CHECK(line.registers == ParameterRegisters{.first = 0, .last = 13});
  CHECK(line.minsize_k == (0x5A7 + 1) * 4);
  CHECK(findings_of(line).empty());
}

TEST_CASE("without MINSIZE the bound is the highest page") {
  CHECK(least_storage_k(read_definition("DEFSYS A 0-FF EW 400-4FF EW")) == 5 * 1024);
}

TEST_CASE("what CP refuses is found, and what it does not is not") {
  CHECK(refused("DEFSYS A 0-7F EW 80-FF SR") == std::set<std::string_view>{"NSS-011"});
  CHECK(refused("DEFSYS A 0-180 EW 190-1FF SR") == std::set<std::string_view>{"NSS-011"});
  CHECK(refused("DEFSYS A 0-FF EW 80-17F EW") == std::set<std::string_view>{"NSS-014"});
  CHECK(refused("DEFSYS A FF-0 EW") == std::set<std::string_view>{"NSS-014"});
  CHECK(refused("DEFSYS A 100-1FF EW 0-FF EW") == std::set<std::string_view>{"NSS-014"});
  CHECK(refused("DEFSYS A 0-0 EW 1-7F EN 80-FF ER 100-2FF SR 300-37F SN").empty());
  CHECK(findings_of(read_definition("DEFSYS 190 0-FF EW")).front().requirement == &req::nss_005);
  CHECK(findings_of(read_definition("DEFSYS SYS 7FF00-7FF00 EW")).front().requirement ==
        &req::nss_009);
}

TEST_CASE("the definitions that labels stand for are what the model takes them for") {
  for (unsigned layout = 0; layout < layout_names.size(); ++layout) {
    std::string text(layout_names[layout]);
    for (char& c : text) {
      c = c == ':' || c == ',' ? ' ' : c;
    }
    INFO(text);
    const DefinitionLine line = read_definition("DEFSYS A " + text);
    CHECK(refused("DEFSYS A " + text).empty() == (layout < codes.size()));
    CHECK(least_storage_k(line) == 5 * 1024);
    if (layout >= codes.size()) {
      continue;
    }
    const auto all = with_rest_of_segments(line);
    for (unsigned page = 0; page < pages_max; ++page) {
      unsigned found = 0;
      for (const PageRange& one : all) {
        if (one.first <= page_numbers[page] && page_numbers[page] <= one.last) {
          ++found;
          CHECK(one.code == codes[layout][page]);
        }
      }
      CHECK(found == 1);
    }
  }
}

TEST_CASE("an error names the word that is wrong") {
  const std::pair<std::string_view, std::string_view> wrong[]{
      {"", "DEFSYS: expected 'DEFSYS name range code [range code ...]', not ''"},
      {"DEFSYS", "DEFSYS: there is no name behind it"},
      {"DEFSYS TOOLONGNAME 0-FF EW",
       "DEFSYS: word 2 ('TOOLONGNAME') is no name of 1 to 8 alphanumeric characters"},
      {"DEFSYS LOADDEV 0-FF EW", "DEFSYS: word 2 ('LOADDEV') is a reserved name"},
      {"DEFSYS A", "DEFSYS: A has no range of pages"},
      {"DEFSYS A 0-GG EW",
       "DEFSYS: word 3 ('0-GG') is no range of pages: 'GG' is no hexadecimal number of a page up "
       "to 7FFFFFF"},
      {"DEFSYS A 0-8000000 EW",
       "DEFSYS: word 3 ('0-8000000') is no range of pages: '8000000' is no hexadecimal number of "
       "a page up to 7FFFFFF"},
      {"DEFSYS A 0-FF", "DEFSYS: word 3 ('0-FF') is a range without a code behind it"},
      {"DEFSYS A 0-FF XX",
       "DEFSYS: word 4 ('XX') is no code of pages; expected EW, EN, ER, SW, SN, SR or SC"},
      {"DEFSYS A 0-FF EW MINSIZE=64",
       "DEFSYS: word 5 ('MINSIZE=64') has no size; expected MINSIZE=nnnnnnnK or MINSIZE=nnnnM"},
      {"DEFSYS A 0-FF EW MINSIZE=00000064K",
       "DEFSYS: word 5 ('MINSIZE=00000064K') has no size; expected MINSIZE=nnnnnnnK or "
       "MINSIZE=nnnnM"},
      {"DEFSYS A 0-FF EW PARMREGS=0-16",
       "DEFSYS: word 5 ('PARMREGS=0-16') has no registers; expected PARMREGS=m-n of 0 to 15, or "
       "PARMREGS=NONE"},
      {"DEFSYS A 0-FF EW PARMREGS=5-2",
       "DEFSYS: word 5 ('PARMREGS=5-2') has registers in descending order"},
      {"DEFSYS A 0-FF EW RSTD RSTD", "DEFSYS: word 6 ('RSTD') says what was said before"},
      {"DEFSYS A 0-FF EW MACHMODE", "DEFSYS: word 5 ('MACHMODE') has no modes behind it"},
      {"DEFSYS A 0-FF EW LOADNSHR",
       "DEFSYS: word 5 ('LOADNSHR') is no operand; expected a range of pages, MINSIZE=, RSTD, "
       "PARMREGS=, VMGROUP or MACHMODE"}};
  for (const auto& [text, error] : wrong) {
    CHECK(error_of(text) == error);
  }
}
