// SPDX-License-Identifier: Apache-2.0
#include "conformance/profile.hpp"

#include <algorithm>
#include <functional>
#include <sstream>

#include <toml++/toml.h>

#include "model/core/error.hpp"

namespace pathproof {

namespace {

[[noreturn]] void
complain(const std::string& file, const toml::source_region& where, const std::string& what) {
  throw UsageError(file + ":" + std::to_string(where.begin.line) + ": " + what);
}

std::string text_of(const std::string& file, const toml::node& node, std::string_view key) {
  const auto text = node.value<std::string>();
  if (!node.is_string() || !text || text->empty()) {
    complain(file, node.source(), "'" + std::string(key) + "' takes a text");
  }
  return *text;
}

// "2027-01-31"
std::string date_of(const std::string& file, const toml::node& node) {
  const auto* const value = node.as_date();
  if (value == nullptr) {
    complain(file, node.source(), "'expires' takes a date without quotes: 2027-01-31");
  }
  std::ostringstream text;
  text << value->get();
  return text.str();
}

ExpectedFailure read_expected_failure(const std::string& file, const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr) {
    complain(file, node.source(), "'expected_failure' takes tables: [[expected_failure]]");
  }
  ExpectedFailure expected;
  for (const auto& [key, value] : *table) {
    if (key.str() == "case") {
      expected.case_id = text_of(file, value, key.str());
    } else if (key.str() == "reason") {
      expected.reason = text_of(file, value, key.str());
    } else if (key.str() == "shows") {
      const toml::array* const words = value.as_array();
      if (words == nullptr || words->empty()) {
        complain(file, value.source(), "'shows' takes a list of words of the failure's report");
      }
      for (const toml::node& word : *words) {
        expected.shows.push_back(text_of(file, word, key.str()));
      }
    } else if (key.str() == "sometimes") {
      if (!value.is_boolean()) {
        complain(file, value.source(), "'sometimes' takes true or false");
      }
      expected.sometimes = value.value_or(false);
    } else if (key.str() == "expires") {
      expected.expires = date_of(file, value);
    } else {
      complain(file,
               value.source(),
               "'" + std::string(key.str()) +
                   "' is not known here; expected case, reason, shows, sometimes or expires");
    }
  }
  if (expected.case_id.empty() || expected.reason.empty()) {
    complain(file, node.source(), "an expected failure needs a case and a reason");
  }
  return expected;
}

void read_list(const std::string& file,
               const toml::node& node,
               std::string_view key,
               const std::function<void(const toml::node&)>& each) {
  const toml::array* array = node.as_array();
  if (array == nullptr) {
    complain(file, node.source(), "'" + std::string(key) + "' takes a list");
  }
  for (const toml::node& one : *array) {
    each(one);
  }
}

} // namespace

bool Profile::lacks_capability(std::string_view capability) const {
  return !capability.empty() && std::find(lacks.begin(), lacks.end(), capability) != lacks.end();
}

namespace {

bool is_about(const ExpectedFailure& expected, std::string_view case_id) {
  const bool prefix = expected.case_id.ends_with('*');
  const std::string_view wanted =
      std::string_view(expected.case_id).substr(0, expected.case_id.size() - (prefix ? 1 : 0));
  const std::string_view bare = case_id.substr(0, case_id.rfind('@'));
  return prefix ? case_id.starts_with(wanted) : case_id == wanted || bare == wanted;
}

// Dates in this form are in the order of their texts.
bool has_expired(const ExpectedFailure& expected, const std::string& today) {
  return !today.empty() && !expected.expires.empty() && expected.expires < today;
}

} // namespace

const ExpectedFailure* Profile::expects_failure(std::string_view case_id) const {
  const auto found = std::find_if(
      expected_failures.begin(), expected_failures.end(), [&](const ExpectedFailure& one) {
        return is_about(one, case_id) && !has_expired(one, today);
      });
  return found == expected_failures.end() ? nullptr : &*found;
}

const ExpectedFailure* Profile::expected_until(std::string_view case_id) const {
  const auto found = std::find_if(
      expected_failures.begin(), expected_failures.end(), [&](const ExpectedFailure& one) {
        return is_about(one, case_id) && has_expired(one, today);
      });
  return found == expected_failures.end() || expects_failure(case_id) != nullptr ? nullptr
                                                                                 : &*found;
}

Profile read_profile(const std::string& file) {
  toml::table table;
  try {
    table = toml::parse_file(file);
  } catch (const toml::parse_error& error) {
    complain(file, error.source(), std::string(error.description()));
  }
  Profile profile{
      .file = file, .name = {}, .lacks = {}, .choose = {}, .expected_failures = {}, .today = {}};
  for (const auto& [key, value] : table) {
    const std::string_view name = key.str();
    if (name == "name") {
      profile.name = text_of(file, value, name);
    } else if (name == "lacks") {
      read_list(file, value, name, [&](const toml::node& one) {
        profile.lacks.push_back(text_of(file, one, "lacks"));
      });
    } else if (name == "choose" && value.is_table()) {
      for (const auto& [point, choice] : *value.as_table()) {
        profile.choose[std::string(point.str())] = text_of(file, choice, point.str());
      }
    } else if (name == "expected_failure") {
      read_list(file, value, name, [&](const toml::node& one) {
        profile.expected_failures.push_back(read_expected_failure(file, one));
      });
    } else {
      complain(file,
               value.source(),
               "'" + std::string(name) +
                   "' is not known; expected name, lacks, [choose] or [[expected_failure]]");
    }
  }
  return profile;
}

} // namespace pathproof
