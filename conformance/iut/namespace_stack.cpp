// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/namespace_stack.hpp"

#include <arpa/inet.h>
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

// Where `ip` looks for names.
const std::string directory = "/run/netns/";
const std::string prefix = "pathproof-";

ifreq request() {
  ifreq made{};
  std::strncpy(made.ifr_name, RealStack::interface, IFNAMSIZ - 1);
  return made;
}

// 0 or the kernel's errno.
int change_flags(int control, bool up) {
  ifreq wanted = request();
  if (ioctl(control, SIOCGIFFLAGS, &wanted) != 0) {
    return errno;
  }
  const int flags = up ? wanted.ifr_flags | IFF_UP : wanted.ifr_flags & ~IFF_UP;
  wanted.ifr_flags = static_cast<short>(flags);
  return ioctl(control, SIOCSIFFLAGS, &wanted) == 0 ? 0 : errno;
}

int change_mtu(int socket, int mtu) {
  ifreq wanted = request();
  wanted.ifr_mtu = mtu;
  return ioctl(socket, SIOCSIFMTU, &wanted) == 0 ? 0 : errno;
}

// With a prefix of 24 bits; 0 or the kernel's errno.
int change_address(int control, in_addr_t address) {
  const auto set = [&](unsigned long command, in_addr_t value) {
    ifreq wanted = request();
    sockaddr_in one{};
    one.sin_family = AF_INET;
    one.sin_addr.s_addr = value;
    std::memcpy(&wanted.ifr_addr, &one, sizeof one);
    return ioctl(control, command, &wanted) == 0 ? 0 : errno;
  };
  const int error = set(SIOCSIFADDR, address);
  return error != 0 ? error : set(SIOCSIFNETMASK, htonl(0xFFFFFF00U));
}

const SocketCalls kernel{
    .bind = ::bind,
    .listen = ::listen,
    .accept = [](int number,
                 sockaddr* address,
                 socklen_t* size) { return ::accept4(number, address, size, SOCK_CLOEXEC); },
    .connect = ::connect,
    .send = ::send,
    .receive = ::recv,
    .poll = ::poll,
    .get_option = ::getsockopt,
    .set_option = ::setsockopt,
    .name = ::getsockname,
    .fcntl = [](int number, int command, int value) { return ::fcntl(number, command, value); },
    .ioctl =
        [](int number, long command, void* argument) {
          return ::ioctl(number, static_cast<unsigned long>(command), argument);
        },
    .close = ::close};

// A namespace of its own, seen from a thread of its own that then ends: no other thread ever leaves
// its own. `inside` is done there.
template <class Do>
int in_new_namespace(Descriptor& network, Descriptor& control, Do inside) {
  int error = 0;
  std::thread([&] {
    if (unshare(CLONE_NEWNET) != 0) {
      error = errno;
      return;
    }
    network = Descriptor(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    control = Descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    error = network && control ? 0 : errno;
    if (error == 0) {
      inside();
    }
  }).join();
  return error;
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

NamespaceStack::NamespaceStack(unsigned number, bool with_interface)
    : number_(number), with_interface_(with_interface) {
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

NamespaceStack::~NamespaceStack() {
  remove_name();
}

void NamespaceStack::create() {
  static std::once_flag swept;
  std::call_once(swept, sweep);
  if (const int error = in_new_namespace(namespace_, control_, [this] { give_name(); });
      error != 0) {
    throw NoStacks(std::string("cannot make a network namespace: ") + std::strerror(error));
  }
}

// Called on the thread inside the namespace.
void NamespaceStack::give_name() {
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

void NamespaceStack::remove_name() noexcept {
  if (!name_.empty()) {
    remove_file(name_);
  }
}

// A pair of interfaces, the other of which is in a namespace of its own.
bool NamespaceStack::add_link() {
  Descriptor control;
  if (in_new_namespace(partner_, control, [] {}) != 0) {
    return false;
  }
  const std::string there =
      "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(partner_.get());
  const ProgramResult result = run_program(
      {"ip", "link", "add", interface, "type", "veth", "peer", "name", interface, "netns", there},
      namespace_.get());
  if (result.status != 0 || change_address(control.get(), partner_address(number_)) != 0 ||
      change_flags(control.get(), true) != 0) {
    return false;
  }
  partner_control_ = std::move(control);
  return true;
}

// Whichever type of interface without hardware this kernel has; with a partner if it can.
void NamespaceStack::add_interface() {
  std::string said;
  bool there = add_link();
  for (const char* type : {"dummy", "bridge"}) {
    if (there) {
      break;
    }
    const ProgramResult result =
        run_program({"ip", "link", "add", interface, "type", type}, namespace_.get());
    if (result.status == 127) {
      throw NoStacks("cannot run the program 'ip' (package iproute2)");
    }
    there = result.status == 0;
    said = result.output.substr(0, result.output.find('\n'));
  }
  if (!there) {
    throw NoStacks("cannot make interface pp0: " + said);
  }
  int error = change_address(control_.get(), address());
  if (error == 0) {
    error = reset();
  }
  if (error != 0) {
    throw NoStacks(std::string("cannot set up interface pp0: ") + std::strerror(error));
  }
}

StackSocket NamespaceStack::socket_in(const Descriptor& network, int family, int type, int& error) {
  int number = -1;
  error = 0;
  std::thread([&] {
    if (setns(network.get(), CLONE_NEWNET) == 0) {
      number = ::socket(family, type | SOCK_CLOEXEC, 0);
    }
    error = number >= 0 ? 0 : errno;
  }).join();
  return {kernel, number};
}

int NamespaceStack::set_mtu(const StackSocket& socket, int mtu) {
  return change_mtu(socket.number(), mtu);
}

int NamespaceStack::set_up(bool up) {
  return with_interface_ ? change_flags(control_.get(), up) : 0;
}

int NamespaceStack::reset() {
  if (!with_interface_) {
    return 0;
  }
  const int error = change_mtu(control_.get(), default_mtu);
  return error != 0 ? error : set_up(true);
}

std::optional<int> NamespaceStack::read_mtu() {
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
