// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "conformance/drivers.hpp"
#include "model/core/error.hpp"
#include "vectors/shipped.hpp"
#include "vectors/vector.hpp"

namespace pathproof::vectors {

using Json = nlohmann::ordered_json;

namespace {

constexpr int schema_version = 1;

Json to_json(const Vector& vector) {
  Json json{{"id", vector.id},
            {"purpose", vector.purpose},
            {"comment", vector.comment},
            {"role", vector.role},
            {"instances", vector.instances},
            {"requirements", vector.requirements},
            {"rules", vector.rules}};
  if (!vector.variations.empty()) {
    json["variations"] = vector.variations;
  }
  if (!vector.also.empty()) {
    json["also"] = vector.also;
  }
  if (!vector.lie.empty()) {
    json["mutant_shows"] = vector.lie;
    json["mutant_shows_after"] = vector.lie_after;
  }
  Json steps = Json::array();
  for (const VectorStep& step : vector.steps) {
    Json one{{"by", step.by_iut ? "implementation" : "kit"}, {"label", step.label}};
    if (step.by_iut) {
      one["permitted"] = step.permitted;
    }
    steps.push_back(std::move(one));
  }
  json["steps"] = std::move(steps);
  return json;
}

// Reads one object and complains about fields that are missing, wrong or unknown.
class Reader {
public:
  Reader(std::string file, std::string place, const Json& json)
      : file_(std::move(file)), place_(std::move(place)), json_(json) {
    if (!json.is_object()) {
      complain("expected an object");
    }
  }

  template <class T>
  T take(const char* name) {
    known_.emplace_back(name);
    const auto found = json_.find(name);
    if (found == json_.end()) {
      complain(std::string("lacks '") + name + "'");
    }
    try {
      return found->get<T>();
    } catch (const Json::exception&) {
      complain(std::string("'") + name + "' is not of the type it must be");
    }
  }

  template <class T>
  T take_optional(const char* name) {
    known_.emplace_back(name);
    return json_.contains(name) ? take<T>(name) : T{};
  }

  void finish() const {
    for (const auto& [name, value] : json_.items()) {
      if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
        complain("'" + name + "' is not known");
      }
    }
  }

  [[noreturn]] void complain(const std::string& what) const {
    throw UsageError(file_ + ": " + place_ + ": " + what);
  }

private:
  std::string file_;
  std::string place_;
  const Json& json_;
  std::vector<std::string> known_;
};

Vector read_vector(const std::string& file, const std::string& place, const Json& json) {
  Reader reader(file, place, json);
  Vector vector;
  vector.id = reader.take<std::string>("id");
  vector.purpose = reader.take<std::string>("purpose");
  vector.comment = reader.take<std::string>("comment");
  vector.role = reader.take<std::string>("role");
  vector.instances = reader.take<unsigned>("instances");
  vector.requirements = reader.take<std::vector<std::string>>("requirements");
  vector.rules = reader.take<std::vector<std::string>>("rules");
  vector.variations = reader.take_optional<std::map<std::string, std::string>>("variations");
  vector.also = reader.take_optional<std::vector<std::string>>("also");
  vector.lie = reader.take_optional<std::string>("mutant_shows");
  vector.lie_after = reader.take_optional<std::size_t>("mutant_shows_after");
  if (vector.instances < 1 || vector.instances > 32) {
    reader.complain("'instances' must be 1 to 32");
  }
  const Json steps = reader.take<Json>("steps");
  if (!steps.is_array() || steps.empty()) {
    reader.complain("'steps' must be a list that is not empty");
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Reader step(file, place + ", step " + std::to_string(i + 1), steps[i]);
    VectorStep& made = vector.steps.emplace_back();
    const auto by = step.take<std::string>("by");
    if (by != "kit" && by != "implementation") {
      step.complain("'by' must be kit or implementation");
    }
    made.by_iut = by == "implementation";
    made.label = step.take<std::string>("label");
    made.permitted = step.take_optional<std::vector<std::string>>("permitted");
    step.finish();
  }
  reader.finish();
  return vector;
}

} // namespace

std::string to_json(const Corpus& corpus) {
  Json json{{"schema", "pathproof-vectors"},
            {"schema_version", schema_version},
            {"model", corpus.model},
            {"machine", corpus.machine},
            {"count", corpus.vectors.size()}};
  if (!corpus.without.empty()) {
    json["without"] = corpus.without;
  }
  Json vectors = Json::array();
  for (const Vector& vector : corpus.vectors) {
    vectors.push_back(to_json(vector));
  }
  json["vectors"] = std::move(vectors);
  return json.dump(1) + "\n";
}

Corpus read_corpus(const std::string& file) {
  std::ifstream in(file);
  if (!in) {
    throw UsageError("cannot read " + file);
  }
  Json json;
  try {
    json = Json::parse(in);
  } catch (const Json::parse_error& error) {
    const std::string what = error.what();
    throw UsageError(file + ": not JSON: " + what.substr(what.find("at line")));
  }
  Reader reader(file, "the file", json);
  if (reader.take<std::string>("schema") != "pathproof-vectors" ||
      reader.take<int>("schema_version") != schema_version) {
    reader.complain("expected schema pathproof-vectors, schema_version 1");
  }
  Corpus corpus;
  corpus.model = reader.take<std::string>("model");
  corpus.machine = reader.take<std::string>("machine");
  const auto count = reader.take<std::size_t>("count");
  corpus.without = reader.take_optional<std::vector<std::string>>("without");
  const Json vectors = reader.take<Json>("vectors");
  reader.finish();
  if (!vectors.is_array() || vectors.size() != count) {
    reader.complain("'vectors' must be a list of 'count' vectors");
  }
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    corpus.vectors.push_back(read_vector(file, "vector " + std::to_string(i + 1), vectors[i]));
  }
  return corpus;
}

std::vector<std::string> corpus_files(const std::string& directory) {
  std::error_code error;
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory, error)) {
    if (entry.path().extension() == ".json") {
      files.push_back(entry.path().string());
    }
  }
  if (error) {
    throw UsageError("cannot read the directory " + directory + ": " + error.message());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string corpus_directory() {
  return shipped_directory("PATHPROOF_CORPUS", "corpus");
}

std::vector<Corpus> corpora_of(const std::string& directory, std::string_view protocol) {
  std::vector<Corpus> corpora;
  const std::string base = directory + "/" + std::string(protocol);
  // A protocol of one model has one file, named like the protocol itself.
  if (std::filesystem::exists(base + ".json")) {
    corpora.push_back(read_corpus(base + ".json"));
  }
  if (std::filesystem::is_directory(base)) {
    for (const std::string& file : corpus_files(base)) {
      Corpus corpus = read_corpus(file);
      // A protocol may lie in the folder of another: iucv/hs in that of iucv.
      if (corpus.model == protocol) {
        corpora.push_back(std::move(corpus));
      }
    }
  }
  return corpora;
}

Protocol replay_protocol(const Protocol& protocol, const std::vector<Corpus>& corpora) {
  // Cases refer to texts; the ids that are made here live as long as the program.
  static std::deque<std::string> texts;
  Protocol replay{.name = protocol.name, .machines = protocol.machines, .cases = {}};
  const ModelDescription& model = protocol.machines.front()->description();
  for (const Corpus& corpus : corpora) {
    for (const Vector& vector : corpus.vectors) {
      std::string name = vector.id;
      std::replace(name.begin(), name.end(), '/', '-');
      std::replace(name.begin(), name.end(), ':', '-');
      Case one{.id = texts.emplace_back(corpus.machine + "/" + name),
               .title = vector.comment,
               .cites = {},
               .instances = vector.instances,
               .roles = {vector.role}};
      for (const std::string& id : vector.requirements) {
        for (const Requirement* requirement : model.requirements) {
          if (requirement->id == id) {
            one.cites.push_back(requirement);
          }
        }
      }
      const std::size_t agreed = vector.steps.size();
      for (std::size_t i = 0; i <= agreed; ++i) {
        if (!vector.lie.empty() && i == vector.lie_after) {
          one.moves.push_back(texts.emplace_back(std::string(wrongly_shown) + vector.lie));
        }
        if (i < agreed) {
          one.moves.push_back(vector.steps[i].label);
        }
      }
      for (const auto& [name_of_point, value] : vector.variations) {
        one.variations.emplace_back(name_of_point, value);
      }
      replay.cases.push_back(std::move(one));
    }
  }
  return replay;
}

} // namespace pathproof::vectors
