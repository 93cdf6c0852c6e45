// SPDX-License-Identifier: Apache-2.0
#include "reports/alternatives.hpp"

#include <algorithm>
#include <set>

#include "cmake/testing/catch.hpp"

using pathproof::reports::join_alternatives;
using Labels = std::vector<std::string>;

namespace {

// Every label that a joined text stands for.
Labels expand(const std::string& joined) {
  const std::size_t bar = joined.find('|');
  if (bar == std::string::npos) {
    return {joined};
  }
  const std::size_t begin = joined.rfind('=', bar) + 1;
  const std::size_t end = std::min(joined.find(' ', bar), joined.size());
  Labels all;
  std::size_t at = begin;
  while (at < end) {
    const std::size_t next = std::min(joined.find('|', at), end);
    const std::string one = joined.substr(0, begin) + joined.substr(at, next - at);
    for (std::string& label : expand(one + joined.substr(end))) {
      all.push_back(std::move(label));
    }
    at = next + 1;
  }
  return all;
}

} // namespace

TEST_CASE("labels that differ in one value become one") {
  CHECK(join_alternatives({"return tp=1 code=0", "return tp=2 code=0"}) ==
        Labels{"return tp=1|2 code=0"});
}

TEST_CASE("labels of different words or names stay apart") {
  const Labels labels{"return code=0", "answer code=0", "return tp=1", "return", "return code=0 x"};
  CHECK(join_alternatives(labels) == labels);
}

TEST_CASE("a repeated label is shown once") {
  CHECK(join_alternatives({"quiet", "quiet"}) == Labels{"quiet"});
  CHECK(join_alternatives({}).empty());
}

TEST_CASE("joined labels stand for exactly the given ones") {
  Labels labels;
  for (const char* const tp : {"1", "2", "3"}) {
    for (const char* const code : {"0", "-1,121", "-1,122"}) {
      if (std::string(tp) != "2" || std::string(code) == "0") {
        labels.push_back(std::string("return tp=") + tp + " code=" + code);
      }
    }
  }
  labels.emplace_back("quiet");
  std::multiset<std::string> shown;
  const Labels joined = join_alternatives(labels);
  for (const std::string& one : joined) {
    for (const std::string& label : expand(one)) {
      shown.insert(label);
    }
  }
  CHECK(shown == std::multiset<std::string>(labels.begin(), labels.end()));
  CHECK(joined.size() == 3);
}
