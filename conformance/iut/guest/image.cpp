// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/guest/image.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "conformance/iut/program.hpp"
#include "conformance/iut/temporary_folder.hpp"

namespace pathproof::iut {

// Made by the build from image.sh.
extern const char* const image_script;
extern const char* const default_guest_cache;

namespace {

// Long enough for a slow mirror; the script has shorter ones for its steps.
constexpr int preparing_ms = 1'500'000;

std::string last_line(const std::string& output) {
  std::istringstream lines(output);
  std::string last = "the script that makes the guest said nothing";
  for (std::string line; std::getline(lines, line);) {
    last = line.empty() ? last : line;
  }
  return last;
}

} // namespace

std::string guest_cache() {
  const char* const named = std::getenv("PATHPROOF_GUEST_CACHE");
  return named != nullptr && *named != '\0' ? named : default_guest_cache;
}

GuestImage prepare_guest_image(const std::string& cache, const AgentSources& agent) {
  const TemporaryFolder folder;
  const std::filesystem::path sources =
      std::filesystem::path(folder.path()) / "conformance/iut/guest/agent";
  std::filesystem::create_directories(sources);
  for (const auto& [name, text] : agent) {
    std::ofstream(sources / name) << text;
  }
  const ProgramResult made =
      run_program({"bash", "-c", image_script, "image", cache, folder.path()}, -1, preparing_ms);
  if (made.status == 127 && made.output.empty()) {
    throw NoGuest("no guest: bash is not installed");
  }
  if (made.status != 0) {
    throw NoGuest(last_line(made.output));
  }
  std::map<std::string, std::string> found;
  std::istringstream lines(made.output);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t equals = line.find('=');
    if (equals != std::string::npos) {
      found[line.substr(0, equals)] = line.substr(equals + 1);
    }
  }
  return {std::filesystem::path(found["kernel"]).parent_path().parent_path(),
          found["kernel"],
          found["initramfs"],
          found["release"],
          found["qemu"]};
}

} // namespace pathproof::iut
