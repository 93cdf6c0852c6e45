// SPDX-License-Identifier: Apache-2.0
// A report is whole or not there: full disks, missing rights and odd targets.
#include "reports/write.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <functional>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmake/testing/catch.hpp"
#include "model/core/error.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"

using namespace pathproof;
using namespace pathproof::reports;
using support::contains;
namespace fs = std::filesystem;

namespace {

std::string refusal(const std::string& file, std::string_view content) {
  try {
    write_file(file, content);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

std::ptrdiff_t files_in(const std::string& folder) {
  return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

// Runs `restrict` and then a write in a process of its own, and gives the text of its error.
std::string refusal_when(const std::function<void()>& restrict_process,
                         const std::string& file,
                         std::string_view content) {
  int ends[2] = {-1, -1};
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    restrict_process();
    const std::string text = refusal(file, content);
    ::_exit(::write(ends[1], text.data(), text.size()) > 0 ? 0 : 1);
  }
  ::close(ends[1]);
  char buffer[1000];
  const ssize_t size = ::read(ends[0], buffer, sizeof buffer);
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return {buffer, static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

} // namespace

TEST_CASE("a report is written, replaced, and leaves nothing beside it") {
  const std::string folder = support::fresh_folder("write");
  const std::string file = folder + "/report.json";
  write_file(file, "old");
  CHECK(support::read_file(file) == "old");
  const std::string large(10'000'000, 'x');
  write_file(file, large);
  CHECK(support::read_file(file) == large);
  write_file(file, "");
  CHECK(support::read_file(file).empty());
  CHECK(files_in(folder) == 1);
}

TEST_CASE("the rights of a replaced report stay") {
  const std::string file = support::fresh_folder("write_rights") + "/report.json";
  support::put_file(file, "old");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write | fs::perms::others_read);
  write_file(file, "new");
  CHECK(support::read_file(file) == "new");
  CHECK(static_cast<unsigned>(fs::status(file).permissions()) == 0604U);
}

TEST_CASE("a report with the longest name a file may have is written") {
  const std::string file = support::fresh_folder("write_long") + "/" + std::string(255, 'r');
  write_file(file, "x");
  CHECK(support::read_file(file) == "x");
}

TEST_CASE("a report behind a symbolic link is written where the link points to") {
  const std::string folder = support::fresh_folder("write_link");
  fs::create_directory(folder + "/there");
  support::put_file(folder + "/there/report.json", "old");
  fs::create_symlink("there/report.json", folder + "/link.json");
  write_file(folder + "/link.json", "new");
  CHECK(fs::is_symlink(folder + "/link.json"));
  CHECK(support::read_file(folder + "/there/report.json") == "new");
}

TEST_CASE("a disk that fills up leaves the old report and nothing else") {
  const std::string folder = support::fresh_folder("write_full");
  const std::string file = folder + "/report.json";
  write_file(file, "old");
  const auto limit_files = [] {
    const rlimit limit{64 * 1024, 64 * 1024};
    ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &limit);
  };
  CHECK(refusal_when(limit_files, file, std::string(1'000'000, 'x')) ==
        "cannot write " + file + ": File too large");
  CHECK(support::read_file(file) == "old");
  CHECK(files_in(folder) == 1);
}

TEST_CASE("a full device is an error of one line, and stays a device") {
  if (!fs::exists("/dev/full")) {
    WARN("skipped: there is no /dev/full");
    return;
  }
  CHECK(refusal("/dev/full", "x") == "cannot write /dev/full: No space left on device");
  CHECK(fs::is_character_file("/dev/full"));
  CHECK(refusal("/dev/null", "x") == "no error");
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("a path that cannot be written is an error of one line") {
  const std::string folder = support::fresh_folder("write_refused");
  support::put_file(folder + "/file", "");
  CHECK(refusal(folder + "/missing/report.json", "x") ==
        "cannot write " + folder + "/missing/report.json: No such file or directory");
  CHECK(refusal(folder + "/file/report.json", "x") ==
        "cannot write " + folder + "/file/report.json: Not a directory");
  CHECK(refusal(folder, "x") == "cannot write " + folder + ": Is a directory");
  CHECK(refusal("", "x") == "cannot write '': No such file or directory");
  const std::string odd = refusal(folder + "/missing/a\n\x1b[2Jb", "x");
  CHECK_THAT(odd, contains("/missing/a\\n\\x1b[2Jb: No such file"));
}

TEST_CASE("a folder without the right to write keeps its report") {
  const std::string folder = support::fresh_folder("write_denied");
  const std::string file = folder + "/report.json";
  support::put_file(file, "old");
  fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
  const auto become_nobody = [] {
    if (::getuid() == 0 && ::setuid(65534) != 0) { // root may write everywhere
      ::_exit(1);
    }
  };
  CHECK(refusal_when(become_nobody, file, "new") == "cannot write " + file + ": Permission denied");
  fs::permissions(folder, fs::perms::owner_all);
  CHECK(support::read_file(file) == "old");
  CHECK(files_in(folder) == 1);
}

TEST_CASE("a pipe is written into and stays a pipe") {
  const std::string file = support::fresh_folder("write_pipe") + "/pipe";
  REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::_exit(refusal(file, "through the pipe") == "no error" ? 0 : 1);
  }
  CHECK(support::read_file(file) == "through the pipe");
  ::waitpid(child, nullptr, 0);
  CHECK(fs::is_fifo(file));
}
