// SPDX-License-Identifier: Apache-2.0
#include "reports/matrix.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "reports/json.hpp"
#include "reports/json_values.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

constexpr std::size_t columns = 11;
constexpr std::size_t first_count = 4; // columns 4 to 8 are numbers
constexpr std::size_t last_count = 8;
using Cells = std::array<std::string, columns>;

const Cells& headings() {
  static const Cells names{"requirement",
                           "level",
                           "confidence",
                           "state",
                           "rules",
                           "invariants",
                           "cases",
                           "vectors",
                           "mutants",
                           "verdict",
                           "sentence"};
  return names;
}

bool is_count(std::size_t column) {
  return column >= first_count && column <= last_count;
}

Cells cells_of(const RequirementRow& row) {
  const RequirementReference& one = row.requirement;
  std::string sentence = one.sentence;
  sentence += row.reason.empty() ? "" : fmt::format(" ({}: {})", row.state, row.reason);
  return {visible(one.id),
          visible(one.level),
          visible(one.confidence),
          visible(row.state),
          std::to_string(row.rules),
          std::to_string(row.invariants),
          std::to_string(row.cases),
          std::to_string(row.vectors),
          std::to_string(row.mutants),
          row.verdict.empty() ? "-" : visible(row.verdict),
          visible(sentence)};
}

std::string counts_line(const std::vector<RequirementRow>& rows) {
  const auto in_state = [&](std::string_view state) {
    return static_cast<std::uint64_t>(std::count_if(
        rows.begin(), rows.end(), [&](const RequirementRow& row) { return row.state == state; }));
  };
  return fmt::format("{}: {} modelled, {}, {} not modelled\n",
                     counted(rows.size(), "requirement"),
                     grouped(in_state("modelled")),
                     counted(in_state("precondition"), "precondition"),
                     grouped(in_state("not modelled")));
}

std::string text_line(const Cells& cells, const std::array<std::size_t, columns>& widths) {
  std::string line;
  for (std::size_t i = 0; i + 1 < columns; ++i) {
    const std::string filled = padded(cells[i], widths[i]);
    const std::size_t blanks = filled.size() - cells[i].size();
    line += is_count(i) ? std::string(blanks, ' ') + cells[i] : filled;
    line += "  ";
  }
  return line + cells.back() + '\n';
}

// What Markdown or the HTML in it would take for markup.
std::string markdown(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '<' || letter == '&') {
      result += letter == '<' ? "&lt;" : "&amp;";
      continue;
    }
    if (std::string_view("\\|`*[]~").find(letter) != std::string_view::npos) {
      result += '\\';
    }
    result += letter;
  }
  return result;
}

std::string markdown_line(const Cells& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) {
    line += ' ' + markdown(cell) + " |";
  }
  return line + '\n';
}

} // namespace

std::string matrix_text(const std::vector<RequirementRow>& rows) {
  std::vector<Cells> lines{headings()};
  for (const RequirementRow& row : rows) {
    lines.push_back(cells_of(row));
  }
  std::array<std::size_t, columns> widths{};
  for (const Cells& cells : lines) {
    for (std::size_t i = 0; i < columns; ++i) {
      widths[i] = std::max(widths[i], length(cells[i]));
    }
  }
  std::string text;
  for (const Cells& cells : lines) {
    text += text_line(cells, widths);
  }
  return text + '\n' + counts_line(rows);
}

std::string matrix_markdown(const std::vector<RequirementRow>& rows) {
  std::string text = markdown_line(headings()) + "|";
  for (std::size_t i = 0; i < columns; ++i) {
    text += is_count(i) ? " ---: |" : " --- |";
  }
  text += '\n';
  for (const RequirementRow& row : rows) {
    text += markdown_line(cells_of(row));
  }
  return text + '\n' + counts_line(rows);
}

std::string matrix_json(const std::vector<RequirementRow>& rows) {
  return to_text(Json{{"schema", "pathproof-requirements"},
                      {"schema_version", json_schema_version},
                      {"requirements", list(rows)}});
}

} // namespace pathproof::reports
