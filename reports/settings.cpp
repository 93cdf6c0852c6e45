// SPDX-License-Identifier: Apache-2.0
#include "reports/settings.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/text.hpp"

namespace pathproof::reports {

Settings settings_of(const RunResult& result) {
  Settings all{{"version", result.version},
               {"iut", result.iut},
               {"role", result.role},
               {"profile", result.profile},
               {"seed", std::to_string(result.seed)},
               {"strict", result.strict ? "true" : "false"},
               {"number of shards", std::to_string(result.shard.count)},
               {"number of cases", std::to_string(result.shard.cases)}};
  all.insert(all.end(), result.shard.settings.begin(), result.shard.settings.end());
  return all;
}

std::string difference(const Settings& one, const Settings& other) {
  for (std::size_t i = 0; i < std::max(one.size(), other.size()); ++i) {
    const auto value = [&](const Settings& of) {
      const std::string text = i < of.size() ? of[i].second : "";
      return text.empty() ? "none" : "'" + one_line(text, 60) + "'";
    };
    if (i >= one.size() || i >= other.size() || one[i] != other[i]) {
      const std::string& name = (i < one.size() ? one : other)[i].first;
      return fmt::format("{} {} and {}", one_line(name, 40), value(one), value(other));
    }
  }
  return "";
}

} // namespace pathproof::reports
