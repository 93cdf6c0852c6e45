// SPDX-License-Identifier: Apache-2.0
// What the JSON writers share. Private to this folder: nobody else needs to see the JSON library.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "conformance/verdict.hpp"

namespace pathproof::reports {

// Keys stay in the order in which they were added, so that equal results give equal bytes.
using Json = nlohmann::ordered_json;

Json to_json(const std::string& text);
Json to_json(const TraceStep& step);
Json to_json(const FrameFieldText& field);
Json to_json(const CaseFrame& frame);
Json to_json(const Rerun& rerun);
Json to_json(const RequirementReference& requirement);
Json to_json(const Deviation& deviation);
Json to_json(const CaseResult& result);
Json to_json(const RequirementRow& row);

template <class Item>
Json list(const std::vector<Item>& items) {
  Json values = Json::array();
  for (const Item& item : items) {
    values.push_back(to_json(item));
  }
  return values;
}

// Two spaces a level and a newline at the end; bytes that are not UTF-8 become U+FFFD.
std::string to_text(const Json& value);

} // namespace pathproof::reports
