// SPDX-License-Identifier: Apache-2.0
#include "conformance/spelling.hpp"

#include <algorithm>

namespace pathproof {

namespace {

constexpr std::size_t letters_max = 200; // of a word that anybody types

std::size_t mistakes(std::string_view a, std::string_view b) {
  // Row i has the mistakes between the first i letters of a and each beginning of b.
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

} // namespace

std::string nearest_spelling(std::string_view word, const std::vector<std::string>& known) {
  std::string nearest;
  std::size_t fewest = std::max<std::size_t>(1, std::min(word.size(), letters_max) / 3) + 1;
  for (const std::string& one : known) {
    if (word.size() > letters_max || one.size() > letters_max) {
      continue;
    }
    if (const std::size_t number = mistakes(word, one); number < fewest) {
      fewest = number;
      nearest = one;
    }
  }
  return nearest;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::string nearest = nearest_spelling(word, known);
  return nearest.empty() ? "" : "; did you mean '" + nearest + "'?";
}

} // namespace pathproof
