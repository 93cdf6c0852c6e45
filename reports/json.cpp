// SPDX-License-Identifier: Apache-2.0
#include "reports/json.hpp"

#include <utility>

#include "reports/json_values.hpp"
#include "reports/summary.hpp"

namespace pathproof::reports {

Json to_json(const std::string& text) {
  return text;
}

// What most steps and cases have not is left out.
Json to_json(const TraceStep& step) {
  Json made{{"role", step.role}, {"label", step.label}, {"by_iut", step.by_iut}};
  if (!step.to.empty()) {
    made["to"] = step.to;
  }
  return made;
}

Json to_json(const FrameFieldText& field) {
  return {{"name", field.name},
          {"offset", field.offset},
          {"width", field.width},
          {"value", field.value},
          {"wrong", field.wrong}};
}

Json to_json(const CaseFrame& frame) {
  Json made{{"number", frame.number},
            {"octets", frame.octets},
            {"table", frame.table},
            {"fields", list(frame.fields)},
            {"malformed", frame.malformed}};
  if (frame.step != no_step) {
    made["step"] = frame.step;
  }
  return made;
}

Json to_json(const Rerun& rerun) {
  Json made{{"recurred", rerun.recurred},
            {"before", rerun.before},
            {"now", rerun.now},
            {"slowest_ms", rerun.slowest_ms}};
  if (rerun.differs_at != no_step) {
    made["differs_at"] = rerun.differs_at;
  }
  return made;
}

Json to_json(const Deviation& deviation) {
  return {{"step", deviation.step},
          {"observed", deviation.observed},
          {"permitted", list(deviation.permitted)},
          {"broken", list(deviation.broken)},
          {"level", deviation.level}};
}

Json to_json(const CaseResult& result) {
  Json made{{"id", result.id},
            {"family", result.family},
            {"title", result.title},
            {"requirements", list(result.requirements)},
            {"fired", list(result.fired)},
            {"verdict", to_string(result.verdict)},
            {"reason", result.reason},
            {"deviations", list(result.deviations)},
            {"trace", list(result.trace)},
            {"shrunk", list(result.shrunk)},
            {"reproduction", result.reproduction},
            // As text: a seed has 64 bits, and many readers of JSON keep only 53 of a number.
            {"seed", std::to_string(result.seed)},
            {"tests", result.tests},
            {"steps", result.steps},
            {"iut_output", result.iut_output}};
  if (!result.frames.empty()) {
    made["frames"] = list(result.frames);
  }
  if (!result.capture.empty()) {
    made["capture"] = result.capture;
  }
  if (!result.reruns.empty()) {
    made["reruns"] = list(result.reruns);
    made["slowest_ms"] = result.slowest_ms;
  }
  return made;
}

Json to_json(const RequirementReference& requirement) {
  return {{"id", requirement.id},
          {"level", requirement.level},
          {"sentence", requirement.sentence},
          {"source", requirement.source},
          {"confidence", requirement.confidence}};
}

Json to_json(const RequirementRow& row) {
  return {{"requirement", to_json(row.requirement)},
          {"state", row.state},
          {"reason", row.reason},
          {"rules", row.rules},
          {"invariants", row.invariants},
          {"cases", row.cases},
          {"vectors", row.vectors},
          {"mutants", row.mutants},
          {"verdict", row.verdict},
          {"cited", row.cited},
          {"fired", row.fired},
          {"reach", to_string(row.reach)}};
}

namespace {

Json to_json(const Shard& shard) {
  Json settings = Json::object();
  for (const auto& [name, value] : shard.settings) {
    settings[name] = value;
  }
  return {{"index", shard.index},
          {"count", shard.count},
          {"cases", shard.cases},
          {"places", shard.places},
          {"settings", std::move(settings)}};
}

// For readers that only want the outcome; read_json derives it again from the cases.
Json summary(const RunResult& result) {
  const Counts counts = count(result.cases);
  const Coverage covered = coverage(result);
  Json cases = {{"total", result.cases.size()}};
  for (const Verdict verdict : all_verdicts) {
    cases[std::string(to_string(verdict))] = counts[verdict];
  }
  return {{"exit_status", exit_status(result)},
          {"conformant", conformant(result)},
          {"sentence", conformance_sentence(result)},
          {"cases", std::move(cases)},
          {"requirements",
           {{"modelled", covered.modelled},
            {"exercised", covered.exercised},
            {"cited_only", covered.cited_only},
            {"skipped", covered.skipped},
            {"preconditions", covered.preconditions},
            {"not_modelled", covered.not_modelled}}}};
}

} // namespace

std::string to_text(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string json_line(const CaseResult& result) {
  return Json{{"case", to_json(result)}, {"seconds", result.seconds}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
}

std::string json_report(const RunResult& result) {
  Json report{{"schema", "pathproof-report"},
              {"schema_version", json_schema_version},
              {"version", result.version},
              {"iut", result.iut},
              {"role", result.role},
              {"profile", result.profile},
              {"seed", std::to_string(result.seed)},
              {"strict", result.strict},
              {"interrupted", result.interrupted}};
  if (result.shard.count > 0) {
    report["shard"] = to_json(result.shard);
  }
  report["summary"] = summary(result);
  report["cases"] = list(result.cases);
  report["requirements"] = list(result.requirements);
  return to_text(report);
}

} // namespace pathproof::reports
