// SPDX-License-Identifier: Apache-2.0
#include "reports/console.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

enum class Ink { good, bad, open };

std::string paint(std::string_view text, Ink ink, bool colour) {
  if (!colour) {
    return std::string(text);
  }
  const std::string_view code = ink == Ink::good ? "32" : ink == Ink::bad ? "1;31" : "33";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

Ink ink_of(Verdict verdict) {
  switch (verdict) {
  case Verdict::pass:
  case Verdict::expected_fail:
    return Ink::good;
  case Verdict::unsupported:
  case Verdict::inconclusive:
  case Verdict::flaky:
    return Ink::open;
  default:
    return Ink::bad;
  }
}

// These are told in full; the other verdicts say all they have to say in one line.
bool told_in_full(Verdict verdict) {
  return verdict == Verdict::fail || verdict == Verdict::unexpected_pass ||
         verdict == Verdict::error || verdict == Verdict::flaky;
}

constexpr std::size_t verdict_columns = 16; // "unexpected-pass" and a blank

std::string head_line(const RunResult& result) {
  std::string line = fmt::format("pathproof {}: {}", result.version, result.iut);
  line += result.role.empty() ? "" : fmt::format(" as {}", result.role);
  line += result.profile.empty() ? "" : fmt::format(", profile {}", result.profile);
  line += fmt::format(", seed {}{}", result.seed, result.strict ? ", strict" : "");
  return one_line(line, screen_columns) + "\n";
}

std::string family_lines(const RunResult& result, bool colour) {
  const std::vector<Family> all = families(result);
  std::size_t columns = 0;
  for (const Family& family : all) {
    columns = std::max(columns, length(one_line(family.name, 50)));
  }
  std::string text;
  for (const Family& family : all) {
    const Verdict worst = family.counts.worst();
    text += fmt::format("{}{}  {}\n",
                        paint(padded(to_string(worst), verdict_columns), ink_of(worst), colour),
                        padded(one_line(family.name, 50), columns),
                        to_text(family.counts));
  }
  return text;
}

std::string painted_failure(const CaseResult& result, bool colour) {
  const std::string text = render_failure(result);
  const std::size_t end = text.find('\n');
  return paint(text.substr(0, end), ink_of(result.verdict), colour) + text.substr(end);
}

std::string failures(const RunResult& result, const ConsoleOptions& options) {
  std::string text;
  std::string in_one_line;
  std::size_t told = 0;
  // What accuses the implementation comes first, so that the limit never hides it behind the rest.
  for (const Verdict verdict :
       {Verdict::fail, Verdict::error, Verdict::unexpected_pass, Verdict::flaky}) {
    for (const CaseResult& one : result.cases) {
      if (one.verdict != verdict) {
        continue;
      }
      if (told++ < options.failures_in_full) {
        text += '\n' + std::string(screen_columns, '-') + '\n';
        text += painted_failure(one, options.colour);
      } else {
        in_one_line += fmt::format("  {}{}\n    {}\n",
                                   padded(to_string(verdict), verdict_columns),
                                   one_line(one.id, screen_columns - verdict_columns - 2),
                                   failure_headline(one, screen_columns - 4));
      }
    }
  }
  if (!in_one_line.empty()) {
    text +=
        fmt::format("\nand {} more, shown in full when selected alone and in the other reports\n{}",
                    grouped(told - options.failures_in_full),
                    in_one_line);
  }
  return text;
}

// Cases with the same verdict and reason in one line, so that a missing capability takes one.
std::string undecided(const RunResult& result, bool colour) {
  std::map<std::pair<Verdict, std::string_view>, std::vector<const CaseResult*>> groups;
  for (const CaseResult& one : result.cases) {
    if (one.verdict != Verdict::pass && !told_in_full(one.verdict)) {
      groups[{one.verdict, one.reason}].push_back(&one);
    }
  }
  std::string text;
  for (const auto& [key, cases] : groups) {
    const auto& [verdict, reason] = key;
    const std::string more =
        cases.size() == 1 ? "" : fmt::format(" and {} more", grouped(cases.size() - 1));
    text += fmt::format(
        "  {}{}\n  {}{}{}\n",
        paint(padded(to_string(verdict), verdict_columns), ink_of(verdict), colour),
        one_line(reason.empty() ? "no reason given" : reason, screen_columns - verdict_columns - 2),
        padded("", verdict_columns),
        one_line(cases.front()->id, screen_columns - verdict_columns - 2 - more.size()),
        more);
  }
  return text.empty() ? "" : "\nundecided or excused\n" + text;
}

std::string notes(const RunResult& result) {
  constexpr std::size_t notes_max = 10;
  std::string text;
  std::uint64_t seen = 0;
  for (const CaseResult& one : result.cases) {
    if (one.verdict != Verdict::pass || one.deviations.empty() || ++seen > notes_max) {
      continue;
    }
    const std::size_t others = one.deviations.size() - 1;
    const std::string more = others == 0 ? "" : fmt::format(" (and {} more)", grouped(others));
    text += fmt::format("  {}{}\n    {}\n",
                        one_line(one.id, screen_columns - 2 - more.size()),
                        more,
                        failure_headline(one, screen_columns - 4));
  }
  if (seen > notes_max) {
    text += fmt::format("  and {} more\n", counted(seen - notes_max, "case"));
  }
  return text.empty() ? "" : "\nnotes (they fail a run only with --strict)\n" + text;
}

std::string summary_lines(std::string_view heading,
                          std::string_view text,
                          Ink ink = Ink::good,
                          bool colour = false) {
  constexpr std::size_t columns = 14;
  std::string lines;
  for (const std::string& line : wrap(text, screen_columns - columns, 10)) {
    lines += padded(heading, columns) + paint(line, ink, colour) + '\n';
    heading = "";
  }
  return lines;
}

} // namespace

std::string console_summary(const RunResult& result, bool colour) {
  std::uint64_t tests = 0;
  std::uint64_t steps = 0;
  for (const CaseResult& one : result.cases) {
    tests += one.tests;
    steps += one.steps;
  }
  std::string text = summary_lines(
      "cases", fmt::format("{}: {}", grouped(result.cases.size()), to_text(count(result.cases))));
  text += summary_lines("work",
                        fmt::format("{} run, {} judged, seed {}",
                                    counted(tests, "generated test"),
                                    counted(steps, "step"),
                                    result.seed));
  if (!result.requirements.empty()) {
    text += summary_lines("requirements", to_text(coverage(result)));
    if (const std::vector<std::string> ids = cited_only(result); !ids.empty()) {
      text += summary_lines("cited only", join(ids, ", "));
    }
  }
  const int status = exit_status(result);
  const Ink ink = conformant(result)           ? Ink::good
                  : status == 0 || status == 3 ? Ink::open
                                               : Ink::bad;
  text += summary_lines("verdict", conformance_sentence(result), ink, colour);
  return text + summary_lines("exit status", std::to_string(status));
}

std::string console_report(const RunResult& result, const ConsoleOptions& options) {
  std::string text = head_line(result) + "\n" + family_lines(result, options.colour);
  text += failures(result, options);
  text += undecided(result, options.colour);
  text += notes(result);
  return text + "\n" + console_summary(result, options.colour);
}

} // namespace pathproof::reports
