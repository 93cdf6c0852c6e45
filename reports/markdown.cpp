// SPDX-License-Identifier: Apache-2.0
#include "reports/markdown.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "reports/failure.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

constexpr std::size_t columns_max = 300;
constexpr std::size_t reasons_max = 20;

bool went_wrong(Verdict verdict) {
  return verdict == Verdict::fail || verdict == Verdict::unexpected_pass ||
         verdict == Verdict::error || verdict == Verdict::flaky;
}

// A fence that is longer than any row of its sign in the text.
std::string fenced(const std::string& text) {
  std::size_t longest = 2;
  std::size_t row = 0;
  for (const char c : text) {
    row = c == '`' ? row + 1 : 0;
    longest = std::max(longest, row);
  }
  const std::string fence(longest + 1, '`');
  return fence + "text\n" + text + fence + "\n";
}

std::vector<Verdict> verdicts_of(const Counts& counts) {
  std::vector<Verdict> verdicts;
  for (const Verdict verdict : all_verdicts) {
    if (counts[verdict] > 0) {
      verdicts.push_back(verdict);
    }
  }
  std::reverse(verdicts.begin(), verdicts.end());
  return verdicts;
}

std::string family_table(const RunResult& result) {
  const std::vector<Verdict> verdicts = verdicts_of(count(result.cases));
  std::string head = "| family |";
  std::string rule = "|---|";
  for (const Verdict verdict : verdicts) {
    head += fmt::format(" {} |", to_string(verdict));
    rule += "--:|";
  }
  std::string text = "\n" + head + "\n" + rule + "\n";
  for (const Family& family : families(result)) {
    text += fmt::format("| {} |", markdown_text(family.name));
    for (const Verdict verdict : verdicts) {
      text += fmt::format(" {} |", grouped(family.counts[verdict]));
    }
    text += '\n';
  }
  return text;
}

std::string failures(const RunResult& result, std::size_t most) {
  std::string text;
  std::size_t shown = 0;
  std::size_t all = 0;
  for (const CaseResult& one : result.cases) {
    if (!went_wrong(one.verdict)) {
      continue;
    }
    ++all;
    if (shown < most) {
      ++shown;
      text += fmt::format("\n<details><summary>{} {}</summary>\n\n{}\n</details>\n",
                          to_string(one.verdict),
                          markdown_text(one.id),
                          fenced(render_failure(one)));
    }
  }
  if (all == 0) {
    return "";
  }
  if (all > shown) {
    text += fmt::format("\n… and {} more\n", grouped(all - shown));
  }
  return "\n### What went wrong\n" + text;
}

// What was not decided, by its reasons, the most frequent first.
std::string skipped(const RunResult& result) {
  std::map<std::pair<Verdict, std::string>, std::size_t> reasons;
  for (const CaseResult& one : result.cases) {
    if (one.verdict == Verdict::unsupported || one.verdict == Verdict::inconclusive ||
        one.verdict == Verdict::expected_fail) {
      ++reasons[{one.verdict, one.reason}];
    }
  }
  if (reasons.empty()) {
    return "";
  }
  std::vector<std::pair<std::pair<Verdict, std::string>, std::size_t>> sorted(reasons.begin(),
                                                                              reasons.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second > b.second;
  });
  std::string text =
      "\n### What was skipped, and why\n\n| cases | verdict | reason |\n|--:|---|---|\n";
  for (std::size_t i = 0; i < std::min(sorted.size(), reasons_max); ++i) {
    const auto& [key, number] = sorted[i];
    text += fmt::format("| {} | {} | {} |\n",
                        grouped(number),
                        to_string(key.first),
                        markdown_text(one_line(key.second, columns_max)));
  }
  if (sorted.size() > reasons_max) {
    text += fmt::format("\n… and {} more reasons\n", sorted.size() - reasons_max);
  }
  return text;
}

// What GitHub's commands take for the end of a value.
std::string annotated(std::string_view text, bool property) {
  std::string result;
  for (const char c : text) {
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) {
      result += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      result += c;
    }
  }
  return result;
}

} // namespace

std::string markdown_text(std::string_view text) {
  constexpr std::string_view signs = "\\`*_{}[]()<>#+!|~&@$";
  std::string result;
  for (const char c : visible(text)) {
    if (signs.find(c) != std::string_view::npos) {
      result += fmt::format("&#{};", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      result += c;
    }
  }
  return result;
}

std::string markdown_report(const RunResult& result, std::size_t failures_max) {
  std::string text = fmt::format("## pathproof: {}\n\n**{}**\n\n",
                                 markdown_text(one_line(result.iut, columns_max)),
                                 markdown_text(conformance_sentence(result)));
  text += fmt::format("{}; {}; requirements {}; seed {}{}{}; pathproof {}\n",
                      counted(result.cases.size(), "case"),
                      to_text(count(result.cases)),
                      to_text(coverage(result)),
                      result.seed,
                      result.role.empty() ? "" : "; role " + markdown_text(result.role),
                      result.profile.empty() ? "" : "; profile " + markdown_text(result.profile),
                      markdown_text(result.version));
  if (!result.cases.empty()) {
    text += family_table(result);
  }
  text += failures(result, failures_max) + skipped(result);
  if (const std::vector<std::string> ids = cited_only(result); !ids.empty()) {
    text += "\n### Requirements whose rules fired in no case that cites them\n\n" +
            markdown_text(join(ids, ", ")) + "\n";
  }
  return text;
}

std::string github_annotations(const RunResult& result) {
  constexpr std::size_t shown_max = 10; // of each level, in one step of a job

  struct Level {
    std::string_view name;
    bool (*has)(Verdict);
  };

  constexpr std::array levels{Level{"error",
                                    [](Verdict v) {
                                      return v == Verdict::fail || v == Verdict::error ||
                                             v == Verdict::unexpected_pass;
                                    }},
                              Level{"warning", [](Verdict v) {
                                      return v == Verdict::flaky || v == Verdict::inconclusive;
                                    }}};
  std::string text;
  for (const Level& level : levels) {
    const auto all = static_cast<std::size_t>(
        std::count_if(result.cases.begin(), result.cases.end(), [&](const CaseResult& one) {
          return level.has(one.verdict);
        }));
    const std::size_t most = all > shown_max ? shown_max - 1 : all;
    std::size_t shown = 0;
    for (const CaseResult& one : result.cases) {
      if (!level.has(one.verdict) || shown == most) {
        continue;
      }
      ++shown;
      const std::string message =
          failure_headline(one, columns_max) + "\nrun again: " + visible(one.reproduction);
      text += fmt::format(
          "::{} title={}::{}\n",
          level.name,
          annotated(fmt::format("{} {}", to_string(one.verdict), one_line(one.id, 200)), true),
          annotated(message, false));
    }
    if (all > most) {
      text += fmt::format("::{} title=pathproof::and {} more\n", level.name, grouped(all - most));
    }
  }
  return text;
}

} // namespace pathproof::reports
