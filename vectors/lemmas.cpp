// SPDX-License-Identifier: Apache-2.0
#include "vectors/lemmas.hpp"

#include <filesystem>
#include <fstream>

#include "model/core/error.hpp"
#include "vectors/shipped.hpp"

namespace pathproof::vectors {

std::string lemmas_directory() {
  return shipped_directory("PATHPROOF_LEMMAS", "lemmas");
}

std::string lemmas_file(const std::string& directory, std::string_view model) {
  return directory + "/" + std::string(model) + ".txt";
}

std::vector<std::string> read_lemmas(const std::string& file) {
  std::vector<std::string> lemmas;
  if (!std::filesystem::exists(file)) {
    return lemmas;
  }
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') {
      lemmas.push_back(line);
    }
  }
  if (!in.eof()) {
    throw UsageError("cannot read " + file);
  }
  return lemmas;
}

std::string to_text(std::string_view model, const std::vector<std::string>& lemmas) {
  const std::string name(model);
  std::string text = "# What the proof of " + name +
                     " rests on, found by machine: pathproof prove " + name + " --anew --keep\n";
  for (const std::string& lemma : lemmas) {
    text += lemma + '\n';
  }
  return text;
}

} // namespace pathproof::vectors
