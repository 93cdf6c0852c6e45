// SPDX-License-Identifier: Apache-2.0
#include "reports/measured.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "model/core/error.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

struct Schema {
  std::string_view name;
  std::string_view rows; // of numbers and texts, which have to be there
  std::array<std::string_view, 4> texts;
  std::array<std::string_view, 4> numbers;
};

constexpr std::array schemas{
    Schema{"pathproof-exploration", "levels", {"model"}, {"states", "transitions"}},
    Schema{"pathproof-proofs", "proofs", {"solver"}, {}},
    Schema{"pathproof-mutants", "mutants", {}, {"killed", "equivalent", "survived"}}};

void make_visible(Json& value) {
  if (value.is_string()) {
    value = visible(capped(value.get<std::string>(), 4096));
  } else if (value.is_structured()) {
    for (Json& one : value) {
      make_visible(one);
    }
  }
}

bool has_fields(const Json& value, const Schema& schema) {
  const auto is = [&](std::string_view key, bool (Json::*kind)() const noexcept) {
    const auto found = value.find(std::string(key));
    return key.empty() || (found != value.end() && ((*found).*kind)());
  };
  return is(schema.rows, &Json::is_array) &&
         std::all_of(schema.texts.begin(),
                     schema.texts.end(),
                     [&](auto key) { return is(key, &Json::is_string); }) &&
         std::all_of(schema.numbers.begin(), schema.numbers.end(), [&](auto key) {
           return is(key, &Json::is_number);
         });
}

// Without the matrix there are none to look at.
bool has_killers(const Json& mutants) {
  const auto matrix = mutants.find("matrix");
  if (matrix == mutants.end() || *matrix != true) {
    return true;
  }
  const auto tasks = mutants.find("tasks");
  const auto& all = mutants["mutants"];
  return tasks != mutants.end() && tasks->is_array() &&
         std::all_of(all.begin(), all.end(), [&](const Json& one) {
           const auto killers = one.is_object() ? one.find("killers") : one.end();
           return one.is_object() && killers != one.end() && killers->is_array() &&
                  std::all_of(killers->begin(), killers->end(), [&](const Json& number) {
                    return number.is_number_unsigned() && number.get<std::size_t>() < tasks->size();
                  });
         });
}

} // namespace

Json measured_data(const std::vector<std::string>& texts, const std::vector<std::string>& names) {
  Json all = Json::array();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Json value = Json::parse(texts[i], nullptr, false);
    const std::string schema =
        value.is_object() && value.contains("schema") && value["schema"].is_string()
            ? value["schema"].get<std::string>()
            : "";
    const auto* const known = std::find_if(
        schemas.begin(), schemas.end(), [&](const Schema& one) { return one.name == schema; });
    if (known == schemas.end() || !has_fields(value, *known)) {
      throw UsageError(
          fmt::format("{}: this is not what explore, prove or mutants write with --json",
                      one_line(names.at(i), 300)));
    }
    if (schema == "pathproof-mutants" && !has_killers(value)) {
      throw UsageError(
          fmt::format("{}: its killers are no numbers of tasks", one_line(names.at(i), 300)));
    }
    make_visible(value);
    all.push_back(std::move(value));
  }
  return all;
}

} // namespace pathproof::reports
