// SPDX-License-Identifier: Apache-2.0
// A private folder that is gone with its object. Short names: sockets in it have room for 108
// bytes.
#pragma once

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace pathproof::iut {

class TemporaryFolder {
public:
  // Throws std::system_error.
  TemporaryFolder()
      : path_((std::filesystem::temp_directory_path() / "pathproof-XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr) {
      throw std::system_error(errno, std::generic_category(), "cannot make a temporary folder");
    }
  }

  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  ~TemporaryFolder() { remove(); }

  void remove() {
    std::error_code ignored;
    if (!path_.empty()) {
      std::filesystem::remove_all(path_, ignored);
      path_.clear();
    }
  }

  const std::string& path() const { return path_; }

private:
  std::string path_;
};

} // namespace pathproof::iut
