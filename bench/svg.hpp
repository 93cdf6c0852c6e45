// SPDX-License-Identifier: Apache-2.0
// What plots are drawn of.
#pragma once

#include <string>

#include <fmt/format.h>

namespace pathproof::bench {

inline std::string text_at(double x, double y, const char* anchor, const std::string& text) {
  return fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor, text);
}

inline std::string line_between(double x1, double y1, double x2, double y2) {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#ddd\"/>\n",
      x1,
      y1,
      x2,
      y2);
}

// Through points "x,y x,y ".
inline std::string curve_through(const std::string& points, const char* colour) {
  return fmt::format(
      "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>\n", points, colour);
}

inline std::string svg_of(const std::string& content) {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"620\" height=\"390\" "
         "font-family=\"sans-serif\" font-size=\"13\">\n"
         "<rect width=\"620\" height=\"390\" fill=\"white\"/>\n" +
         content + "</svg>\n";
}

} // namespace pathproof::bench
