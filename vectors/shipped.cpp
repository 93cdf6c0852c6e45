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
  // A package may be installed elsewhere than it was configured for.
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path beside = program.parent_path().parent_path() / "share/pathproof";
  if (!error && fs::is_directory(beside, error)) {
    return (beside / name).string();
  }
  const std::string source = std::string(source_data) + "/" + name;
  return fs::exists(source, error) ? source : std::string(installed_data) + "/" + name;
}

} // namespace pathproof::vectors
