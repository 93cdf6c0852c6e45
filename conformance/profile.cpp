// SPDX-License-Identifier: Apache-2.0
#include "conformance/profile.hpp"

#include <algorithm>
#include <functional>

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
    } else {
      complain(file,
               value.source(),
               "'" + std::string(key.str()) +
                   "' is not known here; expected case, reason, shows or sometimes");
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

const ExpectedFailure* Profile::expects_failure(std::string_view case_id) const {
  for (const ExpectedFailure& one : expected_failures) {
    const bool prefix = one.case_id.ends_with('*');
    const std::string_view wanted =
        std::string_view(one.case_id).substr(0, one.case_id.size() - (prefix ? 1 : 0));
    const std::string_view bare = case_id.substr(0, case_id.rfind('@'));
    if (prefix ? case_id.starts_with(wanted) : case_id == wanted || bare == wanted) {
      return &one;
    }
  }
  return nullptr;
}

Profile read_profile(const std::string& file) {
  toml::table table;
  try {
    table = toml::parse_file(file);
  } catch (const toml::parse_error& error) {
    complain(file, error.source(), std::string(error.description()));
  }
  Profile profile{.file = file, .name = {}, .lacks = {}, .choose = {}, .expected_failures = {}};
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
