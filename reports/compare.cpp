// SPDX-License-Identifier: Apache-2.0
#include "reports/compare.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "reports/failure.hpp"
#include "reports/markdown.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

using Place = std::pair<std::string_view, unsigned>; // an id, and which case of that id

std::map<Place, const CaseResult*> by_id(const RunResult& run) {
  std::map<std::string_view, unsigned> times;
  std::map<Place, const CaseResult*> all;
  for (const CaseResult& one : run.cases) {
    all[{one.id, times[one.id]++}] = &one;
  }
  return all;
}

bool failing(Verdict verdict) {
  return verdict == Verdict::fail || verdict == Verdict::unexpected_pass ||
         verdict == Verdict::error;
}

std::set<std::string> broken_by(const CaseResult& one) {
  std::set<std::string> ids;
  const Deviation* const main = main_deviation(one);
  if (main != nullptr) {
    for (const RequirementReference& broken : main->broken) {
      ids.insert(broken.id);
    }
  }
  return ids;
}

ChangedCase changed(const CaseResult* before, const CaseResult* now) {
  constexpr std::size_t columns = 200;
  const CaseResult& shown = now == nullptr || now->verdict == Verdict::pass ? *before : *now;
  return {.id = (now == nullptr ? before : now)->id,
          .before = before == nullptr ? "" : std::string(to_string(before->verdict)),
          .now = now == nullptr ? "" : std::string(to_string(now->verdict)),
          .why = failure_headline(shown, columns)};
}

void sort_in(const CaseResult* before, const CaseResult* now, Comparison& all) {
  if (now == nullptr) {
    if (decided(before->verdict)) {
      all.no_longer_decided.push_back(changed(before, now));
    }
    return;
  }
  const bool failed = before != nullptr && failing(before->verdict);
  if (failing(now->verdict) && !failed) {
    all.newly_failing.push_back(changed(before, now));
  } else if (failing(now->verdict)) {
    ++all.still_failing;
    if (now->verdict != before->verdict || broken_by(*now) != broken_by(*before)) {
      all.failing_otherwise.push_back(changed(before, now));
    }
  } else if (now->verdict == Verdict::flaky) {
    if (before == nullptr || before->verdict != Verdict::flaky) {
      all.newly_flaky.push_back(changed(before, now));
    }
  } else if (now->verdict == Verdict::pass && before != nullptr &&
             (failed || before->verdict == Verdict::flaky)) {
    all.fixed.push_back(changed(before, now));
  } else if (before != nullptr && decided(before->verdict) && !decided(now->verdict)) {
    all.no_longer_decided.push_back(changed(before, now));
  } else if (before != nullptr && before->verdict == now->verdict) {
    ++all.unchanged;
  }
}

void compare_settings(const RunResult& before, const RunResult& now, Comparison& all) {
  const auto add = [&](std::string_view name, const std::string& old, const std::string& later) {
    if (old != later) {
      all.settings.push_back(fmt::format("{}: {}, then {}",
                                         name,
                                         old.empty() ? "none" : one_line(old, 80),
                                         later.empty() ? "none" : one_line(later, 80)));
    }
  };
  add("version", before.version, now.version);
  add("under test", before.iut, now.iut);
  add("role", before.role, now.role);
  add("profile", before.profile, now.profile);
  add("seed", std::to_string(before.seed), std::to_string(now.seed));
  add("strict", before.strict ? "yes" : "no", now.strict ? "yes" : "no");
  add("interrupted", before.interrupted, now.interrupted);
}

// A kind of change, as both texts show it.
struct Part {
  std::string_view heading;
  const std::vector<ChangedCase>& cases;
};

std::vector<Part> parts_of(const Comparison& all) {
  return {{"newly failing", all.newly_failing},
          {"newly flaky", all.newly_flaky},
          {"failing otherwise", all.failing_otherwise},
          {"no longer decided", all.no_longer_decided},
          {"fixed", all.fixed}};
}

std::string change(const ChangedCase& one) {
  return fmt::format("{} -> {}",
                     one.before.empty() ? "not there" : one.before,
                     one.now.empty() ? "not there" : one.now);
}

std::string sentence(const Comparison& all) {
  std::vector<std::string> parts;
  for (const Part& part : parts_of(all)) {
    if (!part.cases.empty()) {
      parts.push_back(fmt::format("{} {}", grouped(part.cases.size()), part.heading));
    }
  }
  if (!all.requirements_lost.empty()) {
    parts.push_back(counted(all.requirements_lost.size(), "requirement") + " lost");
  }
  parts.push_back(grouped(all.still_failing) + " still failing");
  parts.push_back(grouped(all.unchanged) + " unchanged");
  const int status = exit_status(all);
  return fmt::format("{}: {}",
                     status == 0   ? "nothing is worse"
                     : status == 1 ? "worse"
                                   : "less sure",
                     join(parts, ", "));
}

} // namespace

Comparison compare(const RunResult& before, const RunResult& now) {
  Comparison all;
  compare_settings(before, now, all);
  const auto old_cases = by_id(before);
  const auto new_cases = by_id(now);
  for (const auto& [place, one] : old_cases) {
    const auto found = new_cases.find(place);
    sort_in(one, found == new_cases.end() ? nullptr : found->second, all);
  }
  for (const auto& [place, one] : new_cases) {
    if (!old_cases.contains(place)) {
      sort_in(nullptr, one, all);
    }
  }
  const std::set<std::string> had = exercised(before);
  const std::set<std::string> has = exercised(now);
  std::set_difference(
      had.begin(), had.end(), has.begin(), has.end(), std::back_inserter(all.requirements_lost));
  std::set_difference(
      has.begin(), has.end(), had.begin(), had.end(), std::back_inserter(all.requirements_won));
  return all;
}

int exit_status(const Comparison& all) {
  if (!all.newly_failing.empty()) {
    return 1;
  }
  return all.newly_flaky.empty() && all.no_longer_decided.empty() && all.requirements_lost.empty()
             ? 0
             : 3;
}

std::string to_text(const Comparison& all, std::size_t cases_max) {
  constexpr std::size_t columns = 100;
  std::string text;
  for (const std::string& one : all.settings) {
    text += "not the same       " + one + "\n";
  }
  for (const Part& part : parts_of(all)) {
    for (std::size_t i = 0; i < std::min(part.cases.size(), cases_max); ++i) {
      const ChangedCase& one = part.cases[i];
      text += fmt::format("{:<18} {} ({})\n", part.heading, one_line(one.id, columns), change(one));
      if (!one.why.empty()) {
        text += fmt::format("{:<18}   {}\n", "", one_line(one.why, columns));
      }
    }
    if (part.cases.size() > cases_max) {
      text += fmt::format("{:<18} … and {} more\n", "", part.cases.size() - cases_max);
    }
  }
  const auto requirements = [&](std::string_view heading, const std::vector<std::string>& ids) {
    for (const std::string& line : wrap(join(ids, ", "), columns - 19, 20)) {
      text += fmt::format("{:<18} {}\n", heading, line);
      heading = "";
    }
  };
  requirements("coverage lost", all.requirements_lost);
  requirements("coverage won", all.requirements_won);
  return text + sentence(all) + "\n";
}

std::string to_markdown(const Comparison& all, std::size_t cases_max) {
  std::string text = "## pathproof: compared\n\n" + markdown_text(sentence(all)) + "\n";
  for (const std::string& one : all.settings) {
    text += "\n- not the same: " + markdown_text(one);
  }
  text += all.settings.empty() ? "" : "\n";
  for (const Part& part : parts_of(all)) {
    if (part.cases.empty()) {
      continue;
    }
    text += fmt::format("\n### {}: {}\n\n| case | verdict | why |\n|---|---|---|\n",
                        part.heading,
                        grouped(part.cases.size()));
    for (std::size_t i = 0; i < std::min(part.cases.size(), cases_max); ++i) {
      const ChangedCase& one = part.cases[i];
      text += fmt::format("| {} | {} | {} |\n",
                          markdown_text(one.id),
                          markdown_text(change(one)),
                          markdown_text(one.why));
    }
    if (part.cases.size() > cases_max) {
      text += fmt::format("\n… and {} more\n", grouped(part.cases.size() - cases_max));
    }
  }
  if (!all.requirements_lost.empty()) {
    text += "\n### coverage lost\n\n" + markdown_text(join(all.requirements_lost, ", ")) + "\n";
  }
  return text;
}

} // namespace pathproof::reports
