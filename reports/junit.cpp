// SPDX-License-Identifier: Apache-2.0
#include "reports/junit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "reports/failure.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

// Attributes are one line: a parser turns their newlines into blanks, and lists show them whole.
constexpr std::size_t attribute_columns = 300;
// Names and values stay whole, but a hostile one of megabytes does not.
constexpr std::size_t value_columns = 4096;

using Properties = std::vector<std::pair<std::string, std::string>>;

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

pugi::xml_node add_text(pugi::xml_node parent, const char* name, const std::string& text) {
  pugi::xml_node node = parent.append_child(name);
  node.append_child(pugi::node_pcdata).set_value(text.c_str());
  return node;
}

void add_properties(pugi::xml_node parent, const Properties& properties) {
  pugi::xml_node all = parent.append_child("properties");
  for (const auto& [name, value] : properties) {
    pugi::xml_node property = all.append_child("property");
    set(property, "name", name);
    set(property, "value", one_line(value, value_columns));
  }
}

// Seconds as "0.042". A clock that went wrong must not make the file invalid.
std::string seconds_text(double seconds) {
  return fmt::format("{:.3f}", std::isfinite(seconds) && seconds > 0 ? seconds : 0.0);
}

enum class Outcome { pass, failure, error, skipped, flaky };

Outcome outcome(Verdict verdict) {
  switch (verdict) {
  case Verdict::pass:
    return Outcome::pass;
  case Verdict::fail:
  case Verdict::unexpected_pass:
    return Outcome::failure;
  case Verdict::expected_fail:
  case Verdict::unsupported:
  case Verdict::inconclusive:
    return Outcome::skipped;
  case Verdict::flaky:
    return Outcome::flaky;
  case Verdict::error:
    break;
  }
  return Outcome::error;
}

std::string dotted(std::string_view family) {
  std::string result = one_line(family, attribute_columns);
  std::replace(result.begin(), result.end(), '/', '.');
  return result;
}

// The id without the family, which is usually its last part. What an odd id has beyond that stays:
// GitLab ignores all but the first of two cases with the same name.
std::string name_in_family(const CaseResult& result) {
  std::string_view name = result.id;
  if (name.starts_with(result.family + "/")) {
    name.remove_prefix(result.family.size() + 1);
  }
  return one_line(name, value_columns);
}

Properties properties_of(const CaseResult& result) {
  Properties all;
  for (const std::string& requirement : result.requirements) {
    all.emplace_back("requirement", requirement);
  }
  all.emplace_back("verdict", to_string(result.verdict));
  if (const Deviation* const deviation = main_deviation(result); deviation != nullptr) {
    all.emplace_back("level", deviation->level);
  }
  all.emplace_back("title", result.title);
  all.emplace_back("seed", std::to_string(result.seed));
  all.emplace_back("tests", std::to_string(result.tests));
  all.emplace_back("steps", std::to_string(result.steps));
  all.emplace_back("reproduction", result.reproduction);
  return all;
}

Properties properties_of(const RunResult& result) {
  return {{"pathproof", result.version},
          {"iut", result.iut},
          {"role", result.role},
          {"profile", result.profile},
          {"seed", std::to_string(result.seed)},
          {"strict", result.strict ? "true" : "false"},
          {"exit_status", std::to_string(exit_status(result))},
          {"conformance", conformance_sentence(result)}};
}

void append_lines(std::string& text, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    text += line + '\n';
  }
}

// Every deviation with all that was permitted, then the traces: what did not fit on one screen.
std::string trace_text(const CaseResult& result) {
  std::string text;
  for (const Deviation& deviation : result.deviations) {
    text += fmt::format("deviation at step {} ({}):", deviation.step + 1, deviation.level);
    for (const RequirementReference& one : deviation.broken) {
      text += " " + one.id;
    }
    text += "\n  observed   " + deviation.observed + '\n';
    for (const std::string& label : deviation.permitted) {
      text += "  permitted  " + label + '\n';
    }
  }
  if (!result.trace.empty()) {
    text += "trace\n";
    append_lines(text, trace_lines(result.trace, {.columns = 0}));
  }
  if (!result.shrunk.empty()) {
    text += "shortest reproduction\n";
    append_lines(text, trace_lines(result.shrunk, {.columns = 0}));
  }
  return text;
}

class Writer {
public:
  Writer(const RunResult& result, const JunitOptions& options)
      : result_(result), options_(options), bytes_left_(options.total_bytes_max) {}

  std::string write() {
    pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
    set(declaration, "version", "1.0");
    set(declaration, "encoding", "UTF-8");
    pugi::xml_node root = document_.append_child("testsuites");
    const Counts counts = count(result_.cases);
    set(root, "name", "pathproof");
    set_counts(root, counts, result_.interrupted.empty() ? 0 : 1);
    double seconds = 0;
    for (const CaseResult& one : result_.cases) {
      seconds += one.seconds;
    }
    set(root, "time", seconds_text(seconds));
    for (const Family& family : families(result_)) {
      add_suite(root, family);
    }
    if (!result_.interrupted.empty()) {
      add_interruption(root);
    }
    return text();
  }

private:
  // `skipped` stands only at testsuite: schemas of some readers do not know it at testsuites.
  static void set_counts(pugi::xml_node node, const Counts& counts, std::uint64_t more_errors) {
    std::uint64_t tests = more_errors;
    std::uint64_t failures = 0;
    std::uint64_t errors = more_errors;
    for (const Verdict verdict : all_verdicts) {
      tests += counts[verdict];
      failures += outcome(verdict) == Outcome::failure ? counts[verdict] : 0;
      errors += outcome(verdict) == Outcome::error ? counts[verdict] : 0;
    }
    set(node, "tests", std::to_string(tests));
    set(node, "failures", std::to_string(failures));
    set(node, "errors", std::to_string(errors));
  }

  pugi::xml_node open_suite(pugi::xml_node root,
                            const std::string& name,
                            const Counts& counts,
                            std::uint64_t more_errors) const {
    pugi::xml_node suite = root.append_child("testsuite");
    set(suite, "name", name);
    set_counts(suite, counts, more_errors);
    std::uint64_t skipped = 0;
    for (const Verdict verdict : all_verdicts) {
      skipped += outcome(verdict) == Outcome::skipped ? counts[verdict] : 0;
    }
    set(suite, "skipped", std::to_string(skipped));
    return suite;
  }

  void close_suite_head(pugi::xml_node suite, double seconds) const {
    set(suite, "time", seconds_text(seconds));
    if (!options_.timestamp.empty()) {
      set(suite, "timestamp", one_line(options_.timestamp, attribute_columns));
    }
    add_properties(suite, properties_of(result_));
  }

  void add_suite(pugi::xml_node root, const Family& family) {
    const std::string name = one_line(family.name, attribute_columns);
    pugi::xml_node suite = open_suite(root, name, family.counts, 0);
    double seconds = 0;
    for (const CaseResult* const one : family.cases) {
      seconds += one->seconds;
    }
    close_suite_head(suite, seconds);
    for (const CaseResult* const one : family.cases) {
      add_case(suite, *one);
    }
  }

  void add_interruption(pugi::xml_node root) const {
    pugi::xml_node suite = open_suite(root, "pathproof", {}, 1);
    close_suite_head(suite, 0);
    pugi::xml_node testcase = suite.append_child("testcase");
    set(testcase, "classname", "pathproof");
    set(testcase, "name", "the run was completed");
    set(testcase, "time", "0.000");
    const std::string text = fmt::format("interrupted by {} after {}",
                                         one_line(result_.interrupted, 20),
                                         counted(result_.cases.size(), "case"));
    pugi::xml_node error = add_text(testcase, "error", text);
    set(error, "message", text);
    set(error, "type", "interrupted");
  }

  void add_case(pugi::xml_node suite, const CaseResult& result) {
    pugi::xml_node testcase = suite.append_child("testcase");
    set(testcase, "classname", dotted(result.family));
    set(testcase, "name", name_in_family(result));
    set(testcase, "time", seconds_text(result.seconds));
    const Properties properties = properties_of(result);
    if (options_.case_properties) {
      add_properties(testcase, properties);
    }
    add_outcome(testcase, result);
    std::string out;
    if (!options_.case_properties) {
      for (const auto& [name, value] : properties) {
        out += fmt::format("{}: {}\n", name, value);
      }
    }
    // The trace of a plain pass helps nobody and would make the file too large for CI servers.
    if (result.verdict != Verdict::pass || !result.deviations.empty()) {
      out += trace_text(result);
    }
    add_stream(testcase, "system-out", out);
    add_stream(testcase, "system-err", result.iut_output);
  }

  // The type is the verdict. The text repeats what the message says: GitLab shows only the text.
  static void add_outcome(pugi::xml_node testcase, const CaseResult& result) {
    const std::string verdict(to_string(result.verdict));
    pugi::xml_node node;
    std::string message = failure_headline(result, attribute_columns);
    switch (outcome(result.verdict)) {
    case Outcome::pass:
      return;
    case Outcome::failure:
      node = add_text(testcase, "failure", render_failure(result));
      break;
    case Outcome::error:
      node = add_text(testcase, "error", render_failure(result));
      break;
    case Outcome::skipped:
      message = one_line(fmt::format("{}: {}", verdict, result.reason), attribute_columns);
      set(testcase.append_child("skipped"), "message", message);
      return;
    case Outcome::flaky:
      // No system-out inside, though Surefire has one: junitparser would take it for the case's.
      node = testcase.append_child("flakyFailure");
      add_text(node, "stackTrace", render_failure(result));
      break;
    }
    set(node, "message", message);
    set(node, "type", verdict);
  }

  void add_stream(pugi::xml_node testcase, const char* name, const std::string& text) {
    if (text.empty()) {
      return;
    }
    const std::size_t bytes_max = std::min(options_.stream_bytes_max, bytes_left_);
    const std::string shown =
        bytes_left_ == 0
            ? fmt::format("[... {} bytes left out, the file has enough ...]", grouped(text.size()))
            : visible(capped(text, bytes_max), Newlines::keep);
    bytes_left_ -= std::min(text.size(), bytes_max);
    add_text(testcase, name, shown);
  }

  std::string text() const {
    struct Sink : pugi::xml_writer {
      std::string text;

      void write(const void* data, std::size_t size) override {
        text.append(static_cast<const char*>(data), size);
      }
    } sink;

    document_.save(sink, "  ", pugi::format_default, pugi::encoding_utf8);
    return sink.text;
  }

  const RunResult& result_;
  const JunitOptions& options_;
  std::size_t bytes_left_;
  pugi::xml_document document_;
};

} // namespace

std::string junit_report(const RunResult& result, const JunitOptions& options) {
  return Writer(result, options).write();
}

} // namespace pathproof::reports
