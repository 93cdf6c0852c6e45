// SPDX-License-Identifier: Apache-2.0
#include "vectors/shipped.hpp"

#include <cstdlib>
#include <filesystem>

#include <pathproof_data_location.hpp>

namespace pathproof::vectors {

std::string shipped_directory(const char* variable, const std::string& name) {
  const char* chosen = std::getenv(variable);
  if (chosen != nullptr && *chosen != '\0') {
    return chosen;
  }
  const std::string source = std::string(source_data) + "/" + name;
  return std::filesystem::exists(source) ? source : std::string(installed_data) + "/" + name;
}

} // namespace pathproof::vectors
