// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/routed_namespace.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <net/route.h>
#include <sched.h>
#include <sys/ioctl.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

#include "conformance/iut/program.hpp"

namespace pathproof::iut {

namespace {

const std::array<std::string, RoutedNamespace::homes> names{"home1", "home2"};
constexpr in_addr_t every_bit = 0xFFFFFFFFU;

ifreq request(unsigned home) {
  ifreq made{};
  std::strncpy(made.ifr_name, names.at(home).c_str(), IFNAMSIZ - 1);
  return made;
}

void set(sockaddr& field, in_addr_t address) {
  sockaddr_in made{};
  made.sin_family = AF_INET;
  made.sin_addr.s_addr = address;
  std::memcpy(&field, &made, sizeof made);
}

in_addr_t address_in(const sockaddr& field) {
  sockaddr_in read{};
  std::memcpy(&read, &field, sizeof read);
  return read.sin_addr.s_addr;
}

// Whichever type of interface without hardware this kernel has.
void add_interface(const NamespaceStack& stack, unsigned home) {
  std::string said;
  for (const char* type : {"veth", "bridge", "dummy"}) {
    const ProgramResult result =
        run_program({"ip", "link", "add", names.at(home), "type", type}, stack.descriptor().get());
    if (result.status == 127) {
      throw NoStacks("cannot run the program 'ip' (package iproute2)");
    }
    if (result.status == 0) {
      return;
    }
    said = result.output.substr(0, result.output.find('\n'));
  }
  throw NoStacks("cannot make interface " + names.at(home) + ": " + said);
}

} // namespace

RoutedNamespace::RoutedNamespace(unsigned number) : stack_(number, false) {
  for (unsigned home = 0; home < homes; ++home) {
    add_interface(stack_, home);
  }
  int error = 0;
  StackSocket socket = stack_.datagram_socket(error);
  control_ = Descriptor(socket.release());
  if (error == 0) {
    error = reset();
  }
  if (error != 0) {
    throw NoStacks(std::string("cannot set up interfaces: ") + std::strerror(error));
  }
}

int RoutedNamespace::set_home(unsigned home, in_addr_t address) const {
  ifreq wanted = request(home);
  set(wanted.ifr_addr, address);
  if (ioctl(control_.get(), SIOCSIFADDR, &wanted) != 0) {
    return address == 0 && errno == EADDRNOTAVAIL ? 0 : errno;
  }
  set(wanted.ifr_netmask, every_bit);
  return address == 0 || ioctl(control_.get(), SIOCSIFNETMASK, &wanted) == 0 ? 0 : errno;
}

int RoutedNamespace::set_up(unsigned home, bool up) const {
  ifreq wanted = request(home);
  if (ioctl(control_.get(), SIOCGIFFLAGS, &wanted) != 0) {
    return errno;
  }
  const int flags = up ? wanted.ifr_flags | IFF_UP : wanted.ifr_flags & ~IFF_UP;
  wanted.ifr_flags = static_cast<short>(flags);
  return ioctl(control_.get(), SIOCSIFFLAGS, &wanted) == 0 ? 0 : errno;
}

int RoutedNamespace::change(unsigned long command, const Entry& entry) const {
  std::string device = names.at(entry.home);
  rtentry wanted{};
  set(wanted.rt_dst, entry.destination);
  set(wanted.rt_genmask, entry.mask);
  const int flags = RTF_UP | (entry.mask == every_bit ? RTF_HOST : 0);
  wanted.rt_flags = static_cast<unsigned short>(flags);
  wanted.rt_metric = static_cast<short>(entry.metric + 1); // as the kernel has it
  wanted.rt_dev = device.data();
  return ioctl(control_.get(), command, &wanted) == 0 ? 0 : errno;
}

int RoutedNamespace::add(const Entry& entry) const {
  return change(SIOCADDRT, entry);
}

int RoutedNamespace::remove(const Entry& entry) const {
  return change(SIOCDELRT, entry);
}

std::array<in_addr_t, RoutedNamespace::homes> RoutedNamespace::home_list() const {
  std::array<ifreq, 16> list{};
  ifconf wanted{};
  wanted.ifc_len = sizeof list;
  wanted.ifc_req = list.data();
  std::array<in_addr_t, homes> found{};
  if (ioctl(control_.get(), SIOCGIFCONF, &wanted) != 0) {
    return found;
  }
  const std::size_t count = static_cast<std::size_t>(wanted.ifc_len) / sizeof(ifreq);
  for (std::size_t i = 0; i < count && i < list.size(); ++i) {
    for (unsigned home = 0; home < homes; ++home) {
      if (names.at(home) == list.at(i).ifr_name) {
        found.at(home) = address_in(list.at(i).ifr_addr);
      }
    }
  }
  return found;
}

bool RoutedNamespace::is_up(unsigned home) const {
  ifreq wanted = request(home);
  return ioctl(control_.get(), SIOCGIFFLAGS, &wanted) == 0 && (wanted.ifr_flags & IFF_UP) != 0;
}

// The list shows the namespace of the thread that reads it.
std::vector<RoutedNamespace::Entry> RoutedNamespace::routes() const {
  std::vector<Entry> found;
  std::thread([&] {
    if (setns(stack_.descriptor().get(), CLONE_NEWNET) != 0) {
      return;
    }
    std::ifstream list("/proc/thread-self/net/route");
    std::string line;
    std::getline(list, line); // headings
    while (std::getline(list, line)) {
      std::istringstream words(line);
      std::string device;
      std::string skipped;
      Entry one;
      words >> device >> std::hex >> one.destination >> skipped >> skipped >> skipped >> skipped >>
          std::dec >> one.metric >> std::hex >> one.mask;
      for (one.home = 0; one.home < homes && names.at(one.home) != device; ++one.home) {
      }
      if (words && one.home < homes) {
        found.push_back(one);
      }
    }
  }).join();
  return found;
}

int RoutedNamespace::reach(in_addr_t address) const {
  constexpr unsigned short discard = 9; // nothing is sent
  int error = 0;
  const StackSocket socket = stack_.datagram_socket(error);
  return error != 0 ? error : socket.connect(address, discard, 0);
}

int RoutedNamespace::reset() const {
  int error = 0;
  for (const Entry& one : routes()) {
    error = error != 0 ? error : remove(one);
  }
  for (unsigned home = 0; home < homes; ++home) {
    error = error != 0 ? error : set_home(home, 0);
    error = error != 0 ? error : set_up(home, true);
  }
  return error;
}

} // namespace pathproof::iut
