// SPDX-License-Identifier: Apache-2.0
// What one guest does to the other, the other does to it: CP has no favourites, and is asked both.
#include <set>
#include <sstream>
#include <string>

#include "conformance/cases/iucv/cases.hpp"

namespace pathproof::iucv {

namespace {

// Cases refer to texts; those that are made here live as long as the program.
std::string_view kept(std::string text) {
  static std::set<std::string> texts;
  return *texts.insert(std::move(text)).first;
}

std::string exchanged(std::string word) {
  if (word.starts_with("a.") || word.starts_with("b.")) {
    word.front() = word.front() == 'a' ? 'b' : 'a';
  } else if (word.ends_with("_a") || word.ends_with("_b")) { // event.logon_a
    word.back() = word.back() == 'a' ? 'b' : 'a';
  } else if (word == "user=A" || word == "user=B") {
    word.back() = word.back() == 'A' ? 'B' : 'A';
  }
  return word;
}

std::string_view exchanged_in(std::string_view move) {
  std::istringstream words{std::string(move)};
  std::string made;
  for (std::string word; words >> word;) {
    made += (made.empty() ? "" : " ") + exchanged(word);
  }
  return kept(made);
}

} // namespace

std::vector<Case> exchanged_cases(const std::vector<Case>& cases) {
  std::vector<Case> made;
  for (const Case& one : cases) {
    if (one.generated() || one.roles != std::vector<std::string_view>{"cp"}) {
      continue;
    }
    Case& other = made.emplace_back(one);
    other.id = kept(std::string(one.id) + "_exchanged");
    other.title = kept(std::string(one.title) + ", with the guests exchanged");
    for (std::string_view& move : other.moves) {
      move = exchanged_in(move);
    }
  }
  return made;
}

} // namespace pathproof::iucv
