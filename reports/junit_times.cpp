// SPDX-License-Identifier: Apache-2.0
#include "reports/junit_times.hpp"

#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "model/core/error.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

std::map<std::string, double> junit_times(const std::string& xml, std::string_view name) {
  const std::string file = one_line(name, 300);
  pugi::xml_document document;
  if (const auto parsed = document.load_buffer(xml.data(), xml.size()); !parsed) {
    throw UsageError(fmt::format(
        "{}: this is no JUnit report: {} at byte {}", file, parsed.description(), parsed.offset));
  }
  std::map<std::string, double> times;
  for (const pugi::xml_node suite : document.child("testsuites").children("testsuite")) {
    for (const pugi::xml_node one : suite.children("testcase")) {
      const std::string id =
          std::string(suite.attribute("name").value()) + "/" + one.attribute("name").value();
      const std::string_view text = one.attribute("time").value();
      double seconds = 0;
      const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
      if (error != std::errc{} || rest != text.data() + text.size() || !std::isfinite(seconds) ||
          seconds < 0) {
        throw UsageError(fmt::format("{}: the time of {} is '{}', not a number of seconds",
                                     file,
                                     one_line(id, 200),
                                     one_line(text, 40)));
      }
      times[id] = seconds;
    }
  }
  if (times.empty()) {
    throw UsageError(file + ": this JUnit report has no case");
  }
  return times;
}

} // namespace pathproof::reports
