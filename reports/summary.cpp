// SPDX-License-Identifier: Apache-2.0
#include "reports/summary.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

// What the cases of a verdict did, after "2 cases"; empty for a pass, which hinders nothing.
std::string_view hindrance(Verdict verdict) {
  switch (verdict) {
  case Verdict::pass:
    return "";
  case Verdict::expected_fail:
    return "failed as the profile expects";
  case Verdict::unsupported:
    return "unsupported";
  case Verdict::inconclusive:
    return "inconclusive";
  case Verdict::flaky:
    return "flaky";
  case Verdict::unexpected_pass:
    return "passed against the profile's expectation";
  case Verdict::fail:
    return "failed";
  case Verdict::error:
    return "ended in an error of the kit or the adapter";
  }
  return "";
}

std::vector<std::string> hindrances(const RunResult& result) {
  std::vector<std::string> all;
  if (result.shard.count > 0) {
    all.push_back(
        fmt::format("it is shard {} of {} alone", result.shard.index, result.shard.count));
  } else if (result.cases.empty()) {
    all.emplace_back("nothing ran");
  }
  if (!result.interrupted.empty()) {
    all.push_back(fmt::format("interrupted by {}", one_line(result.interrupted, 20)));
  }
  const Counts counts = count(result.cases);
  for (const Verdict verdict : {Verdict::fail,
                                Verdict::unexpected_pass,
                                Verdict::error,
                                Verdict::flaky,
                                Verdict::inconclusive,
                                Verdict::unsupported,
                                Verdict::expected_fail}) {
    if (counts[verdict] > 0) {
      all.push_back(fmt::format("{} {}", counted(counts[verdict], "case"), hindrance(verdict)));
    }
  }
  const Coverage covered = coverage(result);
  if (covered.skipped > 0 && !result.cases.empty()) {
    all.push_back(fmt::format("{} of {} skipped",
                              grouped(covered.skipped),
                              counted(covered.modelled, "modelled requirement")));
  }
  return all;
}

} // namespace

Verdict Counts::worst() const {
  for (std::size_t i = std::size(all_verdicts); i-- > 0;) {
    if ((*this)[all_verdicts[i]] > 0) {
      return all_verdicts[i];
    }
  }
  return Verdict::pass;
}

Counts count(const std::vector<CaseResult>& cases) {
  Counts counts;
  for (const CaseResult& one : cases) {
    counts.add(one.verdict);
  }
  return counts;
}

std::string to_text(const Counts& counts) {
  std::vector<std::string> parts;
  for (const Verdict verdict : all_verdicts) {
    if (counts[verdict] > 0) {
      parts.push_back(fmt::format("{} {}", grouped(counts[verdict]), to_string(verdict)));
    }
  }
  return parts.empty() ? "nothing" : join(parts, ", ");
}

std::vector<Family> families(const RunResult& result) {
  std::vector<Family> all;
  std::map<std::string_view, std::size_t> place;
  for (const CaseResult& one : result.cases) {
    const auto [found, is_new] = place.try_emplace(one.family, all.size());
    if (is_new) {
      all.push_back({one.family, {}, {}});
    }
    all[found->second].cases.push_back(&one);
    all[found->second].counts.add(one.verdict);
  }
  return all;
}

std::set<std::string> exercised(const RunResult& result) {
  std::set<std::string> ids;
  for (const RequirementRow& row : result.requirements) {
    if (row.reach == Reach::exercised) {
      ids.insert(row.requirement.id);
    }
  }
  return ids;
}

std::vector<std::string> cited_only(const RunResult& result) {
  std::vector<std::string> ids;
  for (const RequirementRow& row : result.requirements) {
    if (row.reach == Reach::cited_only) {
      ids.push_back(row.requirement.id);
    }
  }
  return ids;
}

Coverage coverage(const RunResult& result) {
  Coverage covered;
  for (const RequirementRow& row : result.requirements) {
    if (row.state == "modelled") {
      ++covered.modelled;
      ++(row.reach == Reach::exercised    ? covered.exercised
         : row.reach == Reach::cited_only ? covered.cited_only
                                          : covered.skipped);
    } else {
      ++(row.state == "precondition" ? covered.preconditions : covered.not_modelled);
    }
  }
  return covered;
}

std::string to_text(const Coverage& covered) {
  return fmt::format("{} known: {} modelled ({} exercised, {}{} skipped), {}, {} not modelled",
                     grouped(covered.modelled + covered.preconditions + covered.not_modelled),
                     grouped(covered.modelled),
                     grouped(covered.exercised),
                     covered.cited_only == 0 ? "" : grouped(covered.cited_only) + " cited only, ",
                     grouped(covered.skipped),
                     counted(covered.preconditions, "precondition"),
                     grouped(covered.not_modelled));
}

bool conformant(const RunResult& result) {
  return exit_status(result) == 0 && hindrances(result).empty();
}

std::string conformance_sentence(const RunResult& result) {
  if (!conformant(result)) {
    return "not called conformant: " + join(hindrances(result), ", ");
  }
  const Coverage covered = coverage(result);
  const std::string passed =
      fmt::format("conformant: {} passed", counted(result.cases.size(), "case"));
  if (covered.modelled == 0) {
    return passed;
  }
  return covered.cited_only == 0
             ? passed + ", with every modelled requirement exercised"
             : fmt::format("{}, with {} of {} exercised and the others cited only",
                           passed,
                           grouped(covered.exercised),
                           counted(covered.modelled, "modelled requirement"));
}

} // namespace pathproof::reports
