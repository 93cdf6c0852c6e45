// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/guest/image.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "conformance/iut/program.hpp"
#include "conformance/iut/temporary_folder.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut {

// Made by the build from image.sh.
extern const char* const image_script;
extern const char* const default_guest_cache;

namespace {

// Long enough for a slow mirror; the script has shorter ones for its steps.
constexpr int preparing_ms = 1'500'000;

// One member of an archive as cpio(5) has them under "new ASCII format".
std::string member(const std::string& name, unsigned mode, const std::string& content) {
  const auto padded = [](std::string octets) {
    octets.resize((octets.size() + 3) / 4 * 4);
    return octets;
  };
  std::string head = "070701";
  const auto put = [&head](std::size_t number) {
    std::array<char, 9> digits{};
    std::snprintf(digits.data(), digits.size(), "%08zx", number);
    head += digits.data();
  };
  put(0); // inode
  put(mode);
  put(0); // user
  put(0); // group
  put(1); // links
  put(0); // time
  put(content.size());
  for (unsigned i = 0; i < 4; ++i) {
    put(0); // numbers of devices
  }
  put(name.size() + 1);
  put(0); // checksum, which this format has not
  return padded(head + name + '\0') + padded(content);
}

std::string read_whole(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream octets;
  octets << in.rdbuf();
  if (!in || octets.str().empty()) {
    throw UsageError("cannot read " + file);
  }
  return octets.str();
}

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

GuestImage with_program(GuestImage image,
                        const std::string& name,
                        const std::string& program,
                        const std::string& folder) {
  constexpr unsigned regular_executable = 0100755;
  // The kernel unpacks one archive after the other.
  const std::string both = read_whole(image.initramfs) +
                           member(name, regular_executable, read_whole(program)) +
                           member("TRAILER!!!", 0, "");
  image.initramfs = folder + "/initramfs";
  std::ofstream out(image.initramfs, std::ios::binary);
  if (!out.write(both.data(), static_cast<std::streamsize>(both.size())).flush()) {
    throw UsageError("cannot write " + image.initramfs);
  }
  return image;
}

} // namespace pathproof::iut
