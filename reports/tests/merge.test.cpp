// SPDX-License-Identifier: Apache-2.0
#include "reports/merge.hpp"

#include <algorithm>
#include <sstream>

#include "cmake/testing/catch.hpp"
#include "model/core/error.hpp"
#include "reports/json.hpp"
#include "reports/summary.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"

using namespace pathproof;
using namespace pathproof::reports;

namespace {

// The run, its cases dealt out in turn, written and read again.
std::vector<NamedReport> shards_of(const RunResult& whole, std::size_t count) {
  std::vector<NamedReport> shards;
  for (std::size_t index = 0; index < count; ++index) {
    RunResult shard = whole;
    shard.cases.clear();
    shard.shard = {.index = index,
                   .count = count,
                   .cases = whole.cases.size(),
                   .places = {},
                   .settings = {{"steps", "20"}, {"layout", ""}}};
    for (std::size_t i = index; i < whole.cases.size(); i += count) {
      shard.cases.push_back(whole.cases[i]);
      shard.shard.places.push_back(i);
    }
    judge_requirements(shard);
    std::istringstream in(json_report(shard));
    shards.push_back({std::to_string(index) + ".json", read_json(in)});
  }
  return shards;
}

RunResult sample_run() {
  RunResult run = sample::every_verdict();
  judge_requirements(run);
  return run;
}

// What merge says after a change of the last of three shards.
template <class Change>
std::string refusal(Change change) {
  std::vector<NamedReport> shards = shards_of(sample_run(), 3);
  change(shards.back().result);
  try {
    merge(std::move(shards));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

} // namespace

TEST_CASE("merged shards are the run, in whatever order they come") {
  const std::string wanted = json_report(sample_run());
  for (const std::size_t count : {1U, 2U, 3U, 50U}) {
    std::vector<NamedReport> shards = shards_of(sample_run(), count);
    std::rotate(
        shards.begin(), shards.begin() + static_cast<std::ptrdiff_t>(count / 2), shards.end());
    CHECK(json_report(merge(std::move(shards))) == wanted);
  }
}

TEST_CASE("the report of a shard read back gives the same bytes") {
  for (const NamedReport& shard : shards_of(sample_run(), 3)) {
    const std::string text = json_report(shard.result);
    CHECK_THAT(text, support::contains("\"shard\": {"));
    std::istringstream in(text);
    CHECK(json_report(read_json(in)) == text);
  }
}

TEST_CASE("a shard is never called conformant, and one without cases is no mistake") {
  const RunResult all = sample::all_pass();
  const std::vector<NamedReport> shards = shards_of(all, all.cases.size() + 1);
  CHECK_FALSE(conformant(shards.front().result));
  CHECK_THAT(conformance_sentence(shards.front().result), support::contains("it is shard 0 of "));
  CHECK(shards.back().result.cases.empty());
  CHECK(exit_status(shards.back().result) == 0);
  CHECK(exit_status(RunResult{}) == 2);
}

TEST_CASE("shards of different runs are not merged") {
  CHECK(refusal([](RunResult&) {}) == "no error");
  CHECK_THAT(refusal([](RunResult& one) { one.seed += 1; }),
             support::contains("0.json and 2.json are of different runs: seed '"));
  CHECK_THAT(refusal([](RunResult& one) { one.iut = "other"; }), support::contains("iut"));
  CHECK_THAT(refusal([](RunResult& one) { one.role = "other"; }), support::contains("role"));
  CHECK_THAT(refusal([](RunResult& one) { one.profile = "other"; }), support::contains("profile"));
  CHECK_THAT(refusal([](RunResult& one) { one.version = "other"; }), support::contains("version"));
  CHECK_THAT(refusal([](RunResult& one) { one.strict = !one.strict; }),
             support::contains("strict"));
  CHECK_THAT(refusal([](RunResult& one) { one.shard.settings[0].second = "21"; }),
             support::contains("steps '20' and '21'"));
  CHECK_THAT(refusal([](RunResult& one) { one.shard.settings.pop_back(); }),
             support::contains("layout"));
  CHECK_THAT(refusal([](RunResult& one) { one.shard.settings.emplace_back("more", "1"); }),
             support::contains("more none and '1'"));
  CHECK_THAT(refusal([](RunResult& one) { one.shard.cases += 1; }),
             support::contains("number of cases"));
  CHECK_THAT(refusal([](RunResult& one) { one.requirements.front().requirement.level = "x"; }),
             support::contains("of different kits"));
}

TEST_CASE("what is missing, there twice or not whole is not merged") {
  CHECK_THAT(refusal([](RunResult& one) { one.shard.index = 1; }),
             support::contains("1.json and 2.json are both shard 1"));
  CHECK_THAT(refusal([](RunResult& one) { one.shard.count = 0; }),
             support::contains("2.json is no shard"));
  CHECK_THAT(refusal([](RunResult& one) { one.interrupted = "SIGTERM"; }),
             support::contains("2.json was interrupted by SIGTERM"));
  CHECK_THAT(refusal([](RunResult& one) { one.shard.places.front() = 0; }),
             support::contains("0.json and 2.json have the same case of the run: "));
  CHECK_THAT(refusal([](RunResult& one) {
               one.cases.pop_back();
               one.shard.places.pop_back();
             }),
             support::contains("is in no shard"));
  std::vector<NamedReport> shards = shards_of(sample_run(), 3);
  shards.erase(shards.begin() + 1);
  CHECK_THROWS_WITH(merge(shards), "shard 1 of 3 is missing");
  shards.erase(shards.begin());
  CHECK_THROWS_WITH(merge(shards), "shard 0 of 3 is missing");
  CHECK_THROWS_AS(merge({}), UsageError);
}
