// SPDX-License-Identifier: Apache-2.0
#include "reports/failure.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "reports/alternatives.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

constexpr std::size_t heading_columns = 11;
constexpr std::size_t body_columns = screen_columns - heading_columns;
constexpr std::size_t steps_before_max = 8;
// Up to here one line for each permitted label reads best; beyond, alternatives are joined.
constexpr std::size_t labels_listed_max = 8;

enum class Keep { first, last };

// A heading with lines beside it, and what may be cut of them when the screen is full.
struct Section {
  std::string heading;
  std::vector<std::string> lines;
  std::size_t least = 0; // lines that stay, the line about the cut included; 0: all stay
  Keep keep = Keep::first;
  std::string noun = "line"; // what one line holds
  bool gap = false;          // an empty line above
  std::size_t missing = 0;   // how many are not among `lines`
  bool cut = false;          // a line says how many are missing
};

std::size_t height(const Section& section) {
  return section.lines.size() + (section.cut ? 1U : 0U);
}

std::size_t height(const std::vector<Section>& sections) {
  std::size_t lines = 0;
  for (const Section& section : sections) {
    lines += height(section) == 0 ? 0 : height(section) + (section.gap ? 1U : 0U);
  }
  return lines;
}

// Leaves so many lines, the one about the cut included.
void shorten(Section& section, std::size_t lines_max) {
  const std::size_t kept = lines_max - 1;
  const auto excess = static_cast<std::ptrdiff_t>(section.lines.size() - kept);
  section.missing += section.lines.size() - kept;
  section.cut = true;
  auto& lines = section.lines;
  if (section.keep == Keep::first) {
    lines.erase(lines.end() - excess, lines.end());
  } else {
    lines.erase(lines.begin(), lines.begin() + excess);
  }
}

// Cuts sections, in the order given by their headings, until they fit into so many lines.
void fit(std::vector<Section>& sections, std::size_t lines_max) {
  constexpr std::array order{
      "its stderr", "also", "before it", "shrunk to", "repeated", "broken", "permitted"};
  for (const std::string_view heading : order) {
    for (Section& section : sections) {
      const std::size_t have = height(sections);
      if (have <= lines_max) {
        return;
      }
      if (section.heading == heading && height(section) > section.least) {
        const std::size_t spare = height(section) - section.least;
        shorten(section, height(section) - std::min(have - lines_max, spare));
      }
    }
  }
}

std::string to_text(const Section& section) {
  std::vector<std::string> lines = section.lines;
  if (section.cut) {
    const std::string missing = counted(section.missing, section.noun);
    if (section.keep == Keep::first) {
      lines.push_back(fmt::format("... {} more", missing));
    } else {
      lines.insert(lines.begin(), fmt::format("... {} before", missing));
    }
  }
  std::string text = section.gap && !lines.empty() ? "\n" : "";
  std::string_view heading = section.heading;
  for (const std::string& line : lines) {
    text += line.empty() ? std::string(heading) : padded(heading, heading_columns) + line;
    text += '\n';
    heading = "";
  }
  return text;
}

int rank(std::string_view level) {
  return level == "must" ? 3 : level == "profile" ? 2 : level == "note" ? 1 : 0;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& letter : result) {
    letter = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  }
  return result;
}

// People count steps from one.
std::string step_number(const Deviation& deviation) {
  return grouped(deviation.step + 1);
}

std::string step_of_trace(const Deviation& deviation, std::size_t steps) {
  return deviation.step < steps
             ? fmt::format("{} of {}", step_number(deviation), grouped(steps))
             : fmt::format("{}, after the end of the trace", step_number(deviation));
}

std::string shown(std::string_view label) {
  return label.empty() ? "(nothing)" : std::string(label);
}

std::string requirement_ids(const Deviation& deviation) {
  std::vector<std::string> ids;
  for (const RequirementReference& one : deviation.broken) {
    ids.push_back(one.id);
  }
  return join(ids, ", ");
}

std::vector<std::string> requirement_lines(const Deviation& deviation) {
  constexpr std::size_t in_full_max = 3;
  std::vector<std::string> lines;
  std::vector<std::string> others;
  for (const RequirementReference& one : deviation.broken) {
    if (static_cast<std::size_t>(&one - deviation.broken.data()) >= in_full_max) {
      others.push_back(one.id);
      continue;
    }
    std::string facts = fmt::format("{}  {}", one.id, one.level.empty() ? "no level" : one.level);
    facts += one.confidence.empty() ? "" : fmt::format(", confidence {}", one.confidence);
    facts += one.source.empty() ? "" : fmt::format(", stated in {}", one.source);
    lines.push_back(one_line(facts, body_columns));
    for (const std::string& line : wrap(one.sentence, body_columns - 2, 3)) {
      lines.push_back("  " + line);
    }
  }
  for (std::string& line : wrap(join(others, ", "), body_columns, 2)) {
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> few_lines(const std::vector<std::string>& labels) {
  return labels.size() > labels_listed_max ? join_alternatives(labels) : labels;
}

std::vector<std::string> permitted_lines(const Deviation& deviation) {
  if (deviation.permitted.empty()) {
    return {"nothing: the implementation had to stay silent here"};
  }
  const auto labels = few_lines(deviation.permitted);
  std::vector<std::string> lines;
  if (labels.size() < deviation.permitted.size()) {
    lines.push_back(fmt::format("{}, with | between alternatives:",
                                counted(deviation.permitted.size(), "label")));
  }
  for (const std::string& label : labels) {
    std::string indent;
    for (const std::string& line : wrap(label, body_columns - 4, 4)) {
      lines.push_back(indent + line);
      indent = "    ";
    }
  }
  return lines;
}

Section steps_before(const CaseResult& result, const Deviation& deviation) {
  const std::size_t end = std::min(deviation.step, result.trace.size());
  const std::size_t begin = end - std::min(end, steps_before_max);
  const auto from = result.trace.begin() + static_cast<std::ptrdiff_t>(begin);
  std::vector<TraceStep> steps(from, result.trace.begin() + static_cast<std::ptrdiff_t>(end));
  if (deviation.step < result.trace.size()) {
    steps.push_back(result.trace[deviation.step]);
  } else {
    // Silence is judged, but nobody showed it: the trace ends before it.
    steps.push_back({.role = "-", .label = shown(deviation.observed), .by_iut = true});
  }
  return {.heading = "before it",
          .lines = trace_lines(steps, {.first = begin, .marked = end, .columns = body_columns}),
          .least = 4,
          .keep = Keep::last,
          .noun = "step",
          .gap = true,
          .missing = begin};
}

std::vector<std::string> last_steps(const std::vector<TraceStep>& trace) {
  const std::size_t begin = trace.size() - std::min(trace.size(), steps_before_max);
  const auto from = trace.begin() + static_cast<std::ptrdiff_t>(begin);
  return trace_lines({from, trace.end()}, {.first = begin, .columns = body_columns});
}

std::vector<std::string> other_deviations(const CaseResult& result, const Deviation* main) {
  std::vector<std::string> lines;
  for (const Deviation& one : result.deviations) {
    if (&one != main) {
      const std::string text =
          fmt::format("step {}, {} ({}): {} instead of {}",
                      step_number(one),
                      requirement_ids(one),
                      one.level,
                      shown(one.observed),
                      one.permitted.empty() ? "nothing" : join(one.permitted, " or "));
      lines.push_back(one_line(text, body_columns));
    }
  }
  return lines;
}

// Only the end is looked at: the output may have millions of lines.
Section last_of_stderr(const CaseResult& result) {
  constexpr std::size_t lines_max = 5;
  Section section{
      .heading = "its stderr", .lines = {}, .least = 2, .keep = Keep::last, .gap = true};
  std::string_view rest = result.iut_output;
  while (!rest.empty() && section.lines.size() < lines_max) {
    rest.remove_suffix(rest.ends_with('\n') ? 1 : 0);
    const std::size_t begin = rest.rfind('\n') + 1; // npos + 1 is 0
    std::string_view line = rest.substr(begin);
    line.remove_suffix(line.ends_with('\r') ? 1 : 0);
    section.lines.insert(section.lines.begin(), one_line(line, body_columns));
    rest = rest.substr(0, begin);
  }
  section.missing = static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '\n'));
  if (section.missing > 0) {
    shorten(section, lines_max);
  }
  return section;
}

std::vector<std::string> rerun_lines(const CaseResult& result) {
  std::vector<std::string> lines;
  std::string slowest =
      fmt::format("slowest answer: {} ms when it failed", grouped(result.slowest_ms));
  for (const Rerun& one : result.reruns) {
    const std::string where = one.differs_at == no_step ? "the same steps"
                                                        : fmt::format("step {}: {} instead of {}",
                                                                      grouped(one.differs_at + 1),
                                                                      shown(one.now),
                                                                      shown(one.before));
    const std::string text =
        fmt::format("{}, {}", one.recurred ? "failed again" : "did not fail so", where);
    for (std::string& line : wrap(text, body_columns, 2)) {
      lines.push_back(std::move(line));
    }
    slowest += fmt::format(", then {} ms", grouped(one.slowest_ms));
  }
  if (!lines.empty()) {
    lines.insert(lines.begin(), one_line(slowest, body_columns));
  }
  return lines;
}

void add_head(std::vector<Section>& sections, const CaseResult& result) {
  sections.push_back({.heading = "", .lines = wrap(result.title, body_columns, 2)});
  sections.push_back({.heading = "why", .lines = wrap(result.reason, body_columns, 3)});
}

void add_deviation(std::vector<Section>& sections,
                   const CaseResult& result,
                   const Deviation& deviation) {
  sections.push_back(
      {.heading = "broken", .lines = requirement_lines(deviation), .least = 4, .gap = true});
  sections.push_back({.heading = "at step",
                      .lines = {step_of_trace(deviation, result.trace.size())},
                      .gap = true});
  sections.push_back({.heading = "permitted", .lines = permitted_lines(deviation), .least = 5});
  sections.push_back(
      {.heading = "observed", .lines = wrap(shown(deviation.observed), body_columns, 3)});
  sections.push_back(steps_before(result, deviation));
}

void add_without_deviation(std::vector<Section>& sections, const CaseResult& result) {
  sections.push_back(
      {.heading = "cites", .lines = wrap(join(result.requirements, ", "), body_columns, 2)});
  if (result.verdict != Verdict::unexpected_pass) {
    sections.push_back({.heading = "last steps", .lines = last_steps(result.trace), .gap = true});
  }
}

} // namespace

const Deviation* main_deviation(const CaseResult& result) {
  const auto strongest = std::max_element(result.deviations.begin(),
                                          result.deviations.end(),
                                          [](const Deviation& left, const Deviation& right) {
                                            return rank(left.level) < rank(right.level);
                                          });
  return strongest == result.deviations.end() ? nullptr : &*strongest;
}

std::vector<std::string> trace_lines(const std::vector<TraceStep>& steps,
                                     const TraceLayout& layout) {
  constexpr std::size_t role_columns_max = 16;
  const std::size_t number_columns = std::to_string(layout.first + steps.size()).size();
  std::size_t role_columns = 0;
  for (const TraceStep& step : steps) {
    role_columns = std::max(role_columns, length(one_line(step.role, role_columns_max)));
  }
  std::vector<std::string> lines;
  lines.reserve(steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    std::string line = fmt::format("{} {:>{}}  {}  {}  {}  ",
                                   layout.first + i == layout.marked ? '>' : ' ',
                                   layout.first + i + 1,
                                   number_columns,
                                   steps[i].by_iut ? "IUT" : "kit",
                                   padded(one_line(steps[i].role, role_columns_max), role_columns),
                                   steps[i].by_iut ? "<--" : "-->");
    line += layout.columns == 0
                ? visible(steps[i].label)
                : one_line(steps[i].label, layout.columns - std::min(layout.columns, length(line)));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string failure_headline(const CaseResult& result, std::size_t columns) {
  const Deviation* deviation = main_deviation(result);
  if (deviation == nullptr || result.verdict == Verdict::unexpected_pass) {
    return one_line(result.reason.empty() ? result.title : result.reason, columns);
  }
  const auto labels = few_lines(deviation->permitted);
  return one_line(fmt::format("{} ({}): step {} showed {}, permitted: {}",
                              requirement_ids(*deviation),
                              deviation->level,
                              step_number(*deviation),
                              shown(deviation->observed),
                              labels.empty() ? "nothing" : join(labels, " or ")),
                  columns);
}

std::string render_failure(const CaseResult& result) {
  std::vector<Section> sections;
  add_head(sections, result);
  const Deviation* main = main_deviation(result);
  if (main != nullptr) {
    add_deviation(sections, result, *main);
  } else {
    add_without_deviation(sections, result);
  }
  sections.push_back({.heading = "repeated",
                      .lines = rerun_lines(result),
                      .least = 2,
                      .noun = "line",
                      .gap = true});
  sections.push_back({.heading = "shrunk to",
                      .lines = trace_lines(result.shrunk, {.columns = body_columns}),
                      .least = 4,
                      .keep = Keep::last,
                      .noun = "step",
                      .gap = true});
  sections.push_back({.heading = "also",
                      .lines = other_deviations(result, main),
                      .least = 1,
                      .noun = "deviation",
                      .gap = true});
  sections.push_back(last_of_stderr(result));
  sections.push_back(
      {.heading = "run again",
       .lines = {result.reproduction.empty()
                     ? fmt::format("no command was recorded; the seed was {}", result.seed)
                     : visible(result.reproduction)},
       .gap = true});
  fit(sections, screen_lines - 1);
  std::string body;
  for (const Section& section : sections) {
    body += to_text(section);
  }
  const std::string verdict = upper(to_string(result.verdict));
  return fmt::format(
      "{} {}\n{}",
      padded(verdict, heading_columns - 1),
      one_line(result.id, screen_columns - std::max(heading_columns, verdict.size() + 1)),
      body);
}

} // namespace pathproof::reports
