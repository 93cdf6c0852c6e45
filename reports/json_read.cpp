// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <istream>
#include <utility>

#include <fmt/format.h>

#include "model/core/error.hpp"
#include "reports/json.hpp"
#include "reports/json_values.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

// A value and the way to it. The way is spelled out only for an error: a report may hold a million
// steps. A node must not outlive the one it came from.
class Node {
public:
  Node(const Json& value, std::string_view file) : value_(value), name_(file) {}

  // The member of an object; a missing one is an error.
  Node operator[](const char* key) const {
    const auto found = value_.find(key);
    if (found == value_.end()) {
      fail(fmt::format("the field '{}' is missing", key));
    }
    return {*found, this, key, 0};
  }

  bool has(const char* key) const { return value_.contains(key); }

  // Refuses what this reader would silently drop.
  void has_only(std::initializer_list<std::string_view> keys) const {
    if (!value_.is_object()) {
      fail("an object is expected");
    }
    for (const auto& member : value_.items()) {
      if (std::find(keys.begin(), keys.end(), member.key()) == keys.end()) {
        fail(fmt::format("the field '{}' is not known", one_line(member.key(), 60)));
      }
    }
  }

  std::string text() const {
    if (!value_.is_string()) {
      fail("a text is expected");
    }
    return value_.get<std::string>();
  }

  bool flag() const {
    if (!value_.is_boolean()) {
      fail("true or false is expected");
    }
    return value_.get<bool>();
  }

  std::uint64_t number() const {
    if (!value_.is_number_unsigned()) {
      fail("a whole number that is not negative is expected");
    }
    return value_.get<std::uint64_t>();
  }

  double real() const {
    if (!value_.is_number()) {
      fail("a number is expected");
    }
    return value_.get<double>();
  }

  std::uint64_t number_as_text() const {
    const std::string digits = text();
    std::uint64_t number = 0;
    const char* const end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc{} || rest != end) {
      fail("a decimal number of at most 64 bits, as a text, is expected");
    }
    return number;
  }

  template <class Item>
  std::vector<Item> list(Item (*read)(const Node&)) const {
    if (!value_.is_array()) {
      fail("a list is expected");
    }
    std::vector<Item> items;
    items.reserve(value_.size());
    for (std::size_t i = 0; i < value_.size(); ++i) {
      items.push_back(read(Node(value_[i], this, "", i)));
    }
    return items;
  }

  // An object whose members are texts.
  std::vector<std::pair<std::string, std::string>> texts() const {
    if (!value_.is_object()) {
      fail("an object is expected");
    }
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& member : value_.items()) {
      all.emplace_back(member.key(), Node(member.value(), this, member.key(), 0).text());
    }
    return all;
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw UsageError(fmt::format("{}: {}", path(), what));
  }

private:
  Node(const Json& value, const Node* parent, std::string_view name, std::size_t index)
      : value_(value), parent_(parent), name_(name), index_(index) {}

  // "report.json: cases[3].verdict"
  std::string path() const {
    if (parent_ == nullptr) {
      return one_line(name_, 300);
    }
    if (name_.empty()) {
      return fmt::format("{}[{}]", parent_->path(), index_);
    }
    return fmt::format("{}{}{}", parent_->path(), parent_->parent_ == nullptr ? ": " : ".", name_);
  }

  const Json& value_;
  const Node* parent_ = nullptr;
  std::string_view name_; // of the file, or of the member; empty for an item of a list
  std::size_t index_ = 0;
};

std::string read_text(const Node& node) {
  return node.text();
}

Verdict read_verdict(const Node& node) {
  const std::string name = node.text();
  const auto* const found =
      std::find_if(std::begin(all_verdicts), std::end(all_verdicts), [&](Verdict verdict) {
        return to_string(verdict) == name;
      });
  if (found == std::end(all_verdicts)) {
    node.fail(fmt::format("'{}' is no verdict", one_line(name, 60)));
  }
  return *found;
}

TraceStep read_step(const Node& node) {
  node.has_only({"role", "label", "by_iut", "to"});
  return {.role = node["role"].text(),
          .label = node["label"].text(),
          .by_iut = node["by_iut"].flag(),
          .to = node.has("to") ? node["to"].text() : ""};
}

FrameFieldText read_field(const Node& node) {
  node.has_only({"name", "offset", "width", "value", "wrong"});
  return {.name = node["name"].text(),
          .offset = node["offset"].number(),
          .width = node["width"].number(),
          .value = node["value"].text(),
          .wrong = node["wrong"].flag()};
}

CaseFrame read_frame(const Node& node) {
  node.has_only({"number", "octets", "table", "fields", "malformed", "step"});
  return {.number = node["number"].number(),
          .step = node.has("step") ? node["step"].number() : no_step,
          .octets = node["octets"].text(),
          .table = node["table"].text(),
          .fields = node["fields"].list(read_field),
          .malformed = node["malformed"].text()};
}

Rerun read_rerun(const Node& node) {
  node.has_only({"recurred", "before", "now", "slowest_ms", "differs_at"});
  return {.recurred = node["recurred"].flag(),
          .differs_at = node.has("differs_at") ? node["differs_at"].number() : no_step,
          .before = node["before"].text(),
          .now = node["now"].text(),
          .slowest_ms = node["slowest_ms"].number()};
}

RequirementReference read_reference(const Node& node) {
  node.has_only({"id", "level", "sentence", "source", "confidence"});
  return {.id = node["id"].text(),
          .level = node["level"].text(),
          .sentence = node["sentence"].text(),
          .source = node["source"].text(),
          .confidence = node["confidence"].text()};
}

Deviation read_deviation(const Node& node) {
  node.has_only({"step", "observed", "permitted", "broken", "level"});
  return {.step = node["step"].number(),
          .observed = node["observed"].text(),
          .permitted = node["permitted"].list(read_text),
          .broken = node["broken"].list(read_reference),
          .level = node["level"].text()};
}

CaseResult read_case(const Node& node) {
  node.has_only({"id",
                 "family",
                 "title",
                 "requirements",
                 "fired",
                 "verdict",
                 "reason",
                 "deviations",
                 "trace",
                 "shrunk",
                 "reproduction",
                 "seed",
                 "tests",
                 "steps",
                 "iut_output",
                 "frames",
                 "capture",
                 "reruns",
                 "slowest_ms"});
  const bool repeated = node.has("reruns");
  return {.id = node["id"].text(),
          .family = node["family"].text(),
          .title = node["title"].text(),
          .requirements = node["requirements"].list(read_text),
          .verdict = read_verdict(node["verdict"]),
          .reason = node["reason"].text(),
          .deviations = node["deviations"].list(read_deviation),
          .trace = node["trace"].list(read_step),
          .shrunk = node["shrunk"].list(read_step),
          .reproduction = node["reproduction"].text(),
          .seed = node["seed"].number_as_text(),
          .tests = node["tests"].number(),
          .steps = node["steps"].number(),
          .seconds = 0,
          .iut_output = node["iut_output"].text(),
          .frames = node.has("frames") ? node["frames"].list(read_frame) : std::vector<CaseFrame>{},
          .capture = node.has("capture") ? node["capture"].text() : "",
          .reruns = repeated ? node["reruns"].list(read_rerun) : std::vector<Rerun>{},
          .slowest_ms = repeated ? node["slowest_ms"].number() : 0,
          .fired = node["fired"].list(read_text)};
}

Reach read_reach(const Node& node) {
  const std::string name = node.text();
  for (const Reach reach : {Reach::none, Reach::skipped, Reach::cited_only, Reach::exercised}) {
    if (to_string(reach) == name) {
      return reach;
    }
  }
  node.fail(fmt::format("'{}' is no reach of a requirement", one_line(name, 60)));
}

RequirementRow read_row(const Node& node) {
  node.has_only({"requirement",
                 "state",
                 "reason",
                 "rules",
                 "invariants",
                 "cases",
                 "vectors",
                 "mutants",
                 "verdict",
                 "cited",
                 "fired",
                 "reach"});
  return {.requirement = read_reference(node["requirement"]),
          .state = node["state"].text(),
          .reason = node["reason"].text(),
          .rules = node["rules"].number(),
          .invariants = node["invariants"].number(),
          .cases = node["cases"].number(),
          .vectors = node["vectors"].number(),
          .mutants = node["mutants"].number(),
          .verdict = node["verdict"].text(),
          .cited = node["cited"].number(),
          .fired = node["fired"].number(),
          .reach = read_reach(node["reach"])};
}

std::uint64_t read_number(const Node& node) {
  return node.number();
}

Shard read_shard(const Node& node) {
  node.has_only({"index", "count", "cases", "places", "settings"});
  Shard shard{.index = node["index"].number(),
              .count = node["count"].number(),
              .cases = node["cases"].number(),
              .places = node["places"].list(read_number),
              .settings = node["settings"].texts()};
  if (shard.index >= shard.count) {
    node["index"].fail(fmt::format("there is no such shard of {}", shard.count));
  }
  return shard;
}

RunResult read_run(const Node& node) {
  if (node["schema"].text() != "pathproof-report") {
    node["schema"].fail("this is no report of pathproof");
  }
  if (const std::uint64_t version = node["schema_version"].number();
      version != static_cast<std::uint64_t>(json_schema_version)) {
    node["schema_version"].fail(
        fmt::format("version {} is not known, only {}", version, json_schema_version));
  }
  node.has_only({"schema",
                 "schema_version",
                 "version",
                 "iut",
                 "role",
                 "profile",
                 "seed",
                 "strict",
                 "interrupted",
                 "shard",
                 "summary",
                 "cases",
                 "requirements"});
  RunResult result{.version = node["version"].text(),
                   .iut = node["iut"].text(),
                   .role = node["role"].text(),
                   .profile = node["profile"].text(),
                   .seed = node["seed"].number_as_text(),
                   .strict = node["strict"].flag(),
                   .interrupted = node["interrupted"].text(),
                   .cases = node["cases"].list(read_case),
                   .requirements = node["requirements"].list(read_row),
                   .shard = node.has("shard") ? read_shard(node["shard"]) : Shard{}};
  if (node.has("shard") && result.shard.places.size() != result.cases.size()) {
    node["shard"]["places"].fail(
        fmt::format("{} for {} cases", result.shard.places.size(), result.cases.size()));
  }
  return result;
}

// Parses, of a text or a stream, what has to be an object.
template <class Input>
Json parsed(Input&& input, std::string_view name) {
  Json value;
  try {
    value = Json::parse(input);
  } catch (const Json::exception& error) {
    // The library's text begins with "[json.exception.parse_error.101] ", which helps nobody.
    std::string_view what = error.what();
    what.remove_prefix(what.starts_with('[') ? std::min(what.find("] ") + 2, what.size()) : 0);
    throw UsageError(fmt::format("{}: {}", one_line(name, 300), one_line(what, 300)));
  }
  if (!value.is_object()) {
    Node(value, name).fail("this is no report of pathproof");
  }
  return value;
}

} // namespace

RunResult read_json(std::istream& in, std::string_view name) {
  const Json value = parsed(in, name);
  return read_run(Node(value, name));
}

CaseResult read_json_line(std::string_view line, std::string_view name) {
  const Json value = parsed(line, name);
  const Node node(value, name);
  node.has_only({"case", "seconds"});
  CaseResult result = read_case(node["case"]);
  result.seconds = node["seconds"].real();
  return result;
}

} // namespace pathproof::reports
