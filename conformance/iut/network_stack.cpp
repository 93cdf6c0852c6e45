// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/network_stack.hpp"

#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>

#include "conformance/iut/program.hpp"

namespace pathproof::iut {

namespace {

constexpr const char* interface = "pp0";
// Where `ip` looks for names.
const std::string directory = "/run/netns/";
const std::string prefix = "pathproof-";

ifreq request() {
  ifreq made{};
  std::strncpy(made.ifr_name, interface, IFNAMSIZ - 1);
  return made;
}

void remove_file(const std::string& name) noexcept {
  const std::string path = directory + name;
  umount2(path.c_str(), MNT_DETACH);
  unlink(path.c_str());
}

// Removes what processes left that were killed.
void sweep() {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(directory, ignored)) {
    const std::string name = entry.path().filename();
    if (!name.starts_with(prefix)) {
      continue;
    }
    const long owner = std::strtol(name.c_str() + prefix.size(), nullptr, 10);
    const bool gone = owner > 0 && kill(static_cast<pid_t>(owner), 0) != 0 && errno == ESRCH;
    if (gone || owner == getpid()) {
      remove_file(name);
    }
  }
}

bool write_file(const char* path, const std::string& text) {
  const Descriptor file(open(path, O_WRONLY | O_CLOEXEC));
  return file && write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

} // namespace

bool enter_user_namespace() {
  const uid_t user = geteuid();
  const gid_t group = getegid();
  if (user == 0) {
    return true;
  }
  if (unshare(CLONE_NEWUSER) != 0) {
    return false;
  }
  return write_file("/proc/self/setgroups", "deny") &&
         write_file("/proc/self/uid_map", "0 " + std::to_string(user) + " 1") &&
         write_file("/proc/self/gid_map", "0 " + std::to_string(group) + " 1");
}

NetworkStack::NetworkStack(bool with_interface) : with_interface_(with_interface) {
  create();
  try {
    if (with_interface_) {
      add_interface();
    }
  } catch (...) {
    remove_name();
    throw;
  }
}

NetworkStack::~NetworkStack() {
  remove_name();
}

// A thread of its own enters the new namespace and ends: no other thread ever leaves its own.
void NetworkStack::create() {
  static std::once_flag swept;
  std::call_once(swept, sweep);
  int error = 0;
  std::thread([&] {
    if (unshare(CLONE_NEWNET) != 0) {
      error = errno;
      return;
    }
    namespace_ = Descriptor(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    control_ = Descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    error = namespace_ && control_ ? 0 : errno;
    if (error == 0) {
      give_name();
    }
  }).join();
  if (error != 0) {
    throw NoStacks(std::string("cannot make a network namespace: ") + std::strerror(error));
  }
}

// Called on the thread inside the namespace.
void NetworkStack::give_name() {
  static std::atomic<unsigned> made = 0;
  const std::string name = prefix + std::to_string(getpid()) + "-" + std::to_string(++made);
  const std::string path = directory + name;
  mkdir("/run/netns", 0755);
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444));
  if (!file) {
    return;
  }
  if (mount("/proc/thread-self/ns/net", path.c_str(), "none", MS_BIND, nullptr) != 0) {
    unlink(path.c_str());
    return;
  }
  name_ = name;
}

void NetworkStack::remove_name() noexcept {
  if (!name_.empty()) {
    remove_file(name_);
  }
}

// Whichever type of interface without hardware this kernel has.
void NetworkStack::add_interface() const {
  std::string said;
  for (const char* type : {"dummy", "bridge", "veth"}) {
    const ProgramResult result =
        run_program({"ip", "link", "add", interface, "type", type}, namespace_.get());
    if (result.status == 127) {
      throw NoStacks("cannot run the program 'ip' (package iproute2)");
    }
    if (result.status == 0) {
      if (const int error = reset(); error != 0) {
        throw NoStacks(std::string("cannot set up interface pp0: ") + std::strerror(error));
      }
      return;
    }
    said = result.output.substr(0, result.output.find('\n'));
  }
  throw NoStacks("cannot make interface pp0: " + said);
}

Descriptor NetworkStack::socket(int& error) const {
  Descriptor made;
  error = 0;
  std::thread([&] {
    if (setns(namespace_.get(), CLONE_NEWNET) == 0) {
      made = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    }
    error = made ? 0 : errno;
  }).join();
  return made;
}

int NetworkStack::set_mtu(int socket, int mtu) {
  ifreq wanted = request();
  wanted.ifr_mtu = mtu;
  return ioctl(socket, SIOCSIFMTU, &wanted) == 0 ? 0 : errno;
}

int NetworkStack::listen(int socket, unsigned short port) {
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_addr.s_addr = htonl(INADDR_ANY);
  any.sin_port = htons(port);
  const int yes = 1;
  const bool done = setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
                    bind(socket, reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0 &&
                    ::listen(socket, 1) == 0;
  return done ? 0 : errno;
}

int NetworkStack::set_up(bool up) const {
  ifreq wanted = request();
  if (!with_interface_) {
    return 0;
  }
  if (ioctl(control_.get(), SIOCGIFFLAGS, &wanted) != 0) {
    return errno;
  }
  const int flags = up ? wanted.ifr_flags | IFF_UP : wanted.ifr_flags & ~IFF_UP;
  wanted.ifr_flags = static_cast<short>(flags);
  return ioctl(control_.get(), SIOCSIFFLAGS, &wanted) == 0 ? 0 : errno;
}

int NetworkStack::reset() const {
  if (!with_interface_) {
    return 0;
  }
  const int error = set_mtu(control_.get(), default_mtu);
  return error != 0 ? error : set_up(true);
}

std::optional<int> NetworkStack::read_mtu() const {
  const ProgramResult result =
      name_.empty() ? run_program({"ip", "-j", "link", "show", interface}, namespace_.get())
                    : run_program({"ip", "-n", name_, "-j", "link", "show", interface});
  constexpr std::string_view key = "\"mtu\":";
  const std::size_t at = result.output.find(key);
  if (result.status == 0 && at != std::string::npos) {
    return std::atoi(result.output.c_str() + at + key.size());
  }
  if (result.status > 0 && result.output.find("does not exist") != std::string::npos) {
    return std::nullopt;
  }
  throw NoStacks("'ip' did not say what MTU pp0 has: " +
                 result.output.substr(0, result.output.find('\n')));
}

} // namespace pathproof::iut
