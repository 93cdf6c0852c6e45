// SPDX-License-Identifier: Apache-2.0
#include "reports/alternatives.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>

#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

using Words = std::vector<std::string>;

Words split_words(std::string_view label) {
  Words words;
  std::size_t end = 0;
  while ((end = label.find(' ')) != std::string_view::npos) {
    words.emplace_back(label.substr(0, end));
    label.remove_prefix(end + 1);
  }
  words.emplace_back(label);
  return words;
}

// The length of "name=" at the front of a word; 0 for a word that is no argument.
std::size_t name_length(std::string_view word) {
  const std::size_t equals = word.find('=');
  return equals == std::string_view::npos ? 0 : equals + 1;
}

// What must agree for two labels to be joined at a word: all other words, and its argument's name.
std::string frame(const Words& words, std::size_t at) {
  std::string result = std::to_string(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    result += '\n';
    result += i == at ? word.substr(0, name_length(word)) : word;
  }
  return result;
}

// Joins the labels that differ only in the value at one place. Each label belongs to one frame and
// a value already joined takes part as a whole, so no label is added or lost.
std::vector<Words> joined_at(const std::vector<Words>& labels, std::size_t at) {
  std::vector<Words> result;
  std::map<std::string, std::size_t> place;
  for (const Words& words : labels) {
    if (at >= words.size() || name_length(words[at]) == 0) {
      result.push_back(words);
      continue;
    }
    const auto [found, is_new] = place.try_emplace(frame(words, at), result.size());
    if (is_new) {
      result.push_back(words);
    } else {
      result[found->second][at] += '|' + words[at].substr(name_length(words[at]));
    }
  }
  return result;
}

} // namespace

std::vector<std::string> join_alternatives(const std::vector<std::string>& labels) {
  std::vector<Words> all;
  std::size_t words_max = 0;
  for (const std::string& label : labels) {
    Words words = split_words(label);
    if (std::find(all.begin(), all.end(), words) == all.end()) {
      words_max = std::max(words_max, words.size());
      all.push_back(std::move(words));
    }
  }
  for (std::size_t at = words_max; at-- > 0;) {
    all = joined_at(all, at);
  }
  std::vector<std::string> result;
  result.reserve(all.size());
  for (const Words& words : all) {
    result.push_back(join(words, " "));
  }
  return result;
}

} // namespace pathproof::reports
