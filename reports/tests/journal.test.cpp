// SPDX-License-Identifier: Apache-2.0
#include "reports/journal.hpp"

#include <algorithm>

#include <sys/wait.h>
#include <unistd.h>

#include "cmake/testing/catch.hpp"
#include "model/core/error.hpp"
#include "reports/json.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"
#include "reports/text.hpp"

using namespace pathproof;
using namespace pathproof::reports;

namespace {

const Settings settings{{"seed", "1"}, {"iut", "exec:./a \"b\""}};

const std::string began = "2026-11-20T09:30:00";

std::vector<CaseResult> cases() {
  std::vector<CaseResult> few = sample::every_verdict().cases;
  few.resize(4);
  few[1].seconds = 0.0123456789;
  return few;
}

void write_journal(const std::string& file) {
  Journal journal(file);
  journal.start(settings, began);
  for (const CaseResult& one : cases()) {
    journal.add(one);
  }
}

std::string refusal(const std::string& file, const Settings& wanted = settings) {
  try {
    Journal journal(file);
    journal.start(wanted, began);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

std::size_t lines_of(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

} // namespace

TEST_CASE("a journal gives back what was put into it") {
  const std::string file = support::fresh_folder("journal") + "/run.journal";
  write_journal(file);
  const Journal journal(file);
  CHECK(journal.began() == began);
  REQUIRE(journal.cases().size() == cases().size());
  for (std::size_t i = 0; i < cases().size(); ++i) {
    CHECK(json_line(journal.cases()[i]) == json_line(cases()[i]));
  }
  CHECK(journal.cases()[1].seconds == 0.0123456789);
}

TEST_CASE("a journal that is cut at any byte goes on from its whole records") {
  const std::string file = support::fresh_folder("journal_cut") + "/run.journal";
  write_journal(file);
  const std::string whole = support::read_file(file);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO("cut at byte " << size);
    support::put_file(file, whole.substr(0, size));
    const std::size_t lines = lines_of(std::string_view(whole).substr(0, size));
    Journal journal(file);
    REQUIRE(journal.cases().size() == (lines == 0 ? 0 : lines - 1));
    CHECK(journal.began() == (lines == 0 ? "" : began));
    journal.start(settings, began);
    for (std::size_t i = journal.cases().size(); i < cases().size(); ++i) {
      journal.add(cases()[i]);
    }
    REQUIRE(support::read_file(file) == whole);
  }
}

TEST_CASE("an octet that is not as it was is found, and the journal stays as it is") {
  const std::string file = support::fresh_folder("journal_damage") + "/run.journal";
  write_journal(file);
  const std::string whole = support::read_file(file);
  const std::size_t last = whole.rfind('\n', whole.size() - 2) + 1;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    INFO("byte " << at);
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    support::put_file(file, damaged);
    if (at + 1 >= last) { // as good as torn: it is dropped, with the one that has lost its end
      const Journal journal(file);
      CHECK(journal.cases().size() == cases().size() - (at + 1 == last ? 2 : 1));
      continue;
    }
    const std::string said = refusal(file);
    const std::size_t line = lines_of(std::string_view(whole).substr(0, at)) + 1;
    if (said.find("is no journal") == std::string::npos || line > 1) {
      CHECK_THAT(
          said,
          support::contains("run.journal:" + std::to_string(line) + ": this record is damaged"));
    }
    CHECK(support::read_file(file) == damaged);
  }
}

TEST_CASE("records that are lost, doubled or in another order are damage") {
  const std::string file = support::fresh_folder("journal_order") + "/run.journal";
  write_journal(file);
  const std::string whole = support::read_file(file);
  std::vector<std::string> lines;
  for (const std::string_view line : split_lines(whole)) {
    lines.push_back(std::string(line) + "\n");
  }
  const auto with = [&](const std::vector<std::size_t>& order) {
    std::string text;
    for (const std::size_t i : order) {
      text += lines[i];
    }
    support::put_file(file, text);
    return refusal(file);
  };
  CHECK(with({0, 1, 2, 3, 4}) == "no error");
  CHECK_THAT(with({0, 2, 3, 4}), support::contains("run.journal:2: this record is damaged"));
  CHECK_THAT(with({0, 1, 1, 2, 3, 4}), support::contains("run.journal:3: this record is damaged"));
  CHECK_THAT(with({0, 2, 1, 3, 4}), support::contains("run.journal:2: this record is damaged"));
  CHECK_THAT(with({1, 2, 3, 4}), support::contains("this is no journal"));
}

TEST_CASE("the journal of another run, and what is no journal, is refused and not touched") {
  const std::string folder = support::fresh_folder("journal_other");
  const std::string file = folder + "/run.journal";
  write_journal(file);
  const std::string whole = support::read_file(file);
  CHECK_THAT(refusal(file, {{"seed", "2"}, settings[1]}),
             support::contains("it is that of another run: seed '1' and '2'"));
  CHECK_THAT(refusal(file, {settings[0], {"iut", "reference"}}), support::contains("iut"));
  CHECK_THAT(refusal(file, {settings[0]}), support::contains("iut"));
  CHECK(support::read_file(file) == whole);
  for (const std::string text : {"\n", "a", "{}", "{\"schema\": \"pathproof-report\"}\n"}) {
    support::put_file(file, text);
    CHECK_THAT(refusal(file), support::contains("this is no journal of a run"));
    CHECK(support::read_file(file) == text);
  }
  CHECK_THAT(refusal(folder), support::contains("no regular file"));
  CHECK_THAT(refusal("/dev/null"), support::contains("no regular file"));
  CHECK_THAT(refusal(folder + "/missing/run.journal"), support::contains("No such file"));
}

TEST_CASE("two runs do not write one journal") {
  const std::string file = support::fresh_folder("journal_twice") + "/run.journal";
  Journal journal(file);
  journal.start(settings, began);
  const pid_t other = fork();
  if (other == 0) { // locks are those of a process
    _exit(refusal(file).find("another run is writing it") == std::string::npos ? 1 : 0);
  }
  int status = -1;
  REQUIRE(waitpid(other, &status, 0) == other);
  CHECK(status == 0);
}
