// SPDX-License-Identifier: Apache-2.0
// Guests that do not do what they should, and kits that end at the wrong moment.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "conformance/iut/temporary_folder.hpp"
#include "conformance/tests/guest_fixture.hpp"

using namespace pathproof::iut;
using Clock = std::chrono::steady_clock;

namespace {

// What the guest is said to have done while `use` used it.
template <typename Use>
Fault fault_of(Use use) {
  try {
    use();
  } catch (const GuestFailed& failed) {
    return failed.fault;
  }
  FAIL("the guest did not fail");
  return {};
}

bool is_gone(pid_t process) {
  for (int i = 0; i < 500; ++i) {
    if (kill(process, 0) != 0 && errno == ESRCH) {
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

// An agent that says `first`, and then nothing more.
GuestImage planted(const std::string& first) {
  const std::string text =
      "#include <fcntl.h>\n#include <glob.h>\n#include <string.h>\n#include <sys/mount.h>\n"
      "#include <sys/syscall.h>\n#include <unistd.h>\n"
      "int main(void) {\n"
      "  mount(\"devtmpfs\", \"/dev\", \"devtmpfs\", 0, \"\");\n"
      "  int f = open(\"/modules/virtio_console.ko\", O_RDONLY);\n"
      "  syscall(SYS_finit_module, f, \"\", 0);\n"
      "  int port = -1;\n"
      "  glob_t g;\n"
      "  while (glob(\"/dev/vport*p1\", 0, 0, &g) != 0) usleep(1000);\n"
      "  while (port < 0) port = open(g.gl_pathv[0], O_RDWR);\n"
      "  const char* text = \"" +
      first +
      "\\n\";\n"
      "  if (write(port, text, strlen(text)) < 0) return 1;\n"
      "  for (;;) pause();\n}\n";
  guests();
  return prepare_guest_image(guest_cache(), {{"main.c", text}});
}

} // namespace

TEST_CASE("an agent that never answers is cut off by the deadline") {
  const GuestImage image = planted("ready for nothing");
  Guest guest(image, {}, {.call_ms = 300});
  const auto begun = Clock::now();
  const Fault fault = fault_of([&] { guest.call("ping"); });
  CHECK(fault.kind == FaultKind::hung);
  CHECK(fault.sentence.find("'ping' was not done within 300 ms") != std::string::npos);
  CHECK(Clock::now() - begun < std::chrono::seconds(3));
  CHECK(!guest.alive());
  CHECK(is_gone(guest.process()));
  const KernelReport report = guest.examine();
  CHECK(report.dead);
  CHECK(report.complaints.front() == fault.sentence);
}

TEST_CASE("an agent that talks nonsense, or is never ready, is told apart") {
  const GuestImage nonsense = planted("hello");
  CHECK(fault_of([&] { Guest(nonsense, {}); }).kind == FaultKind::garbage);
  const GuestImage silent = planted("");
  CHECK(fault_of([&] { Guest(silent, {}); }).kind == FaultKind::garbage); // an empty line
  const GuestImage slow = planted("ready");
  const Fault fault = fault_of([&] { Guest(slow, {}, {.boot_ms = 500}); });
  CHECK(fault.kind == FaultKind::hung);
  CHECK(fault.sentence.find("not ready within 500 ms") != std::string::npos);
}

TEST_CASE("a guest that was killed from outside died and did not hang") {
  const auto guest = guests().fresh();
  const Guest::Tag waiting = guest->begin("accept " + listening(*guest));
  REQUIRE(kill(guest->process(), SIGKILL) == 0);
  const auto begun = Clock::now();
  const Fault fault = fault_of([&] { guest->collect(waiting, 10'000); });
  CHECK(fault.kind == FaultKind::died);
  CHECK(fault.signal == SIGKILL);
  CHECK(Clock::now() - begun < std::chrono::seconds(3));
  CHECK(fault_of([&] { guest->call("ping"); }).signal == SIGKILL);
}

TEST_CASE("a guest that stands still hangs") {
  const auto guest = guests({}, {.call_ms = 300}).fresh();
  REQUIRE(kill(guest->process(), SIGSTOP) == 0);
  CHECK(fault_of([&] { guest->call("ping"); }).kind == FaultKind::hung);
  CHECK(is_gone(guest->process()));
}

TEST_CASE("a warning of the kernel is found, and a crash with its reason") {
  const auto guest = guests().fresh();
  guest->examine();
  CHECK(guest->logged()); // as far as is known
  guest->watch_log();
  guest->examine();
  CHECK(!guest->logged());
  const std::string warning = "WARNING: CPU: 0 PID: 1 at net/iucv/planted.c:1";
  done(*guest, "write /dev/kmsg " + hexadecimal(warning + "\n"));
  CHECK(guest->logged());
  const KernelReport report = guest->examine();
  CHECK(report.complaints == std::vector<std::string>{warning});
  CHECK(!report.dead);

  guest->begin("write /proc/sysrq-trigger " + hexadecimal("c"));
  const Fault fault = fault_of([&] { guest->wait(10'000); });
  CHECK(fault.kind == FaultKind::died);
  CHECK(fault.sentence.find("sysrq triggered crash") != std::string::npos);
  CHECK(guest->examine().dead);
}

TEST_CASE("a guest that is told to go is gone, and so is one whose kit was killed") {
  auto guest = guests().fresh();
  const pid_t first = guest->process();
  guest.reset();
  CHECK(is_gone(first));

  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t kit = fork();
  if (kit == 0) {
    const auto other = guests().fresh();
    const pid_t process = other->process();
    if (write(ends[1], &process, sizeof process) != sizeof process) {
      _exit(1);
    }
    raise(SIGKILL);
  }
  pid_t second = 0;
  REQUIRE(read(ends[0], &second, sizeof second) == sizeof second);
  int status = 0;
  waitpid(kit, &status, 0);
  CHECK(WIFSIGNALED(status));
  CHECK(is_gone(second));
}

TEST_CASE("two runs at once make one image") {
  const GuestSource source = guests();
  const TemporaryFolder folder;
  const std::filesystem::path cache = folder.path();
  std::filesystem::copy(
      source.image().cache + "/kernel", cache / "kernel", std::filesystem::copy_options::recursive);
  GuestImage made[2];
  {
    std::jthread one([&] { made[0] = prepare_guest_image(cache); });
    std::jthread other([&] { made[1] = prepare_guest_image(cache); });
  }
  CHECK(made[0].initramfs == made[1].initramfs);
  CHECK(std::filesystem::file_size(made[0].initramfs) > 100'000);
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(cache)) {
    names.push_back(entry.path().filename());
  }
  CHECK(names.size() == 3); // kernel, initramfs, lock
}

TEST_CASE("where there can be no guest, one line says why") {
  const auto reason = [](const std::string& cache) {
    try {
      prepare_guest_image(cache);
    } catch (const NoGuest& none) {
      const std::string why = none.what();
      CHECK(why.find('\n') == std::string::npos);
      return why;
    }
    return std::string("a guest");
  };
  guests(); // skips where the reasons would be others
  const TemporaryFolder folder;
  CHECK(reason("/proc/nowhere") == "no guest: cannot make the folder /proc/nowhere");

  const std::string configuration = folder.path() + "/apt.conf";
  std::ofstream(configuration) << "Acquire::http::Proxy \"http://127.0.0.1:9\";\n"
                                  "Acquire::https::Proxy \"http://127.0.0.1:9\";\n"
                                  "Acquire::Retries \"0\";\n";
  setenv("APT_CONFIG", configuration.c_str(), 1);
  CHECK(reason(folder.path() + "/cache").find("cannot get Debian's s390x package lists") !=
        std::string::npos);
  unsetenv("APT_CONFIG");

  const std::filesystem::path programs = folder.path() + "/bin";
  std::filesystem::create_directory(programs);
  for (const char* const name : {"bash", "mkdir", "flock", "find", "mktemp", "rm"}) {
    std::filesystem::create_symlink(std::filesystem::path("/usr/bin") / name, programs / name);
  }
  setenv("PATH", programs.c_str(), 1);
  CHECK(reason(folder.path() + "/cache") ==
        "no guest: qemu-system-s390x is not installed (Debian: qemu-system-misc)");
}
