// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/routed_namespace.hpp"

#include <arpa/inet.h>
#include <linux/if_addr.h>
#include <linux/ipv6.h>
#include <net/if.h>
#include <net/route.h>
#include <sched.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "conformance/iut/program.hpp"

namespace pathproof::iut {

namespace {

using Address = RoutedNamespace::Address;

const std::array<std::string, RoutedNamespace::homes> names{"home1", "home2", "home6"};
constexpr in_addr_t every_bit = 0xFFFFFFFFU;
constexpr unsigned every_bit_six = 128;

ifreq request(unsigned home) {
  ifreq made{};
  std::strncpy(made.ifr_name, names.at(home).c_str(), IFNAMSIZ - 1);
  return made;
}

sockaddr_in socket_address(in_addr_t address) {
  sockaddr_in made{};
  made.sin_family = AF_INET;
  made.sin_addr.s_addr = address;
  return made;
}

in_addr_t ipv4(const Address& address) {
  in_addr_t made = 0;
  std::memcpy(&made, address.data(), sizeof made);
  return made;
}

in6_addr ipv6(const Address& address) {
  in6_addr made{};
  std::memcpy(&made, address.data(), sizeof made);
  return made;
}

in_addr_t mask_of(unsigned prefix) {
  return prefix == 0 ? 0 : htonl(every_bit << (32 - prefix));
}

void set(sockaddr& field, in_addr_t address) {
  const sockaddr_in made = socket_address(address);
  std::memcpy(&field, &made, sizeof made);
}

unsigned home_called(const std::string& device) {
  const auto found = std::find(names.begin(), names.end(), device);
  return static_cast<unsigned>(found - names.begin());
}

// 32 hexadecimal digits, as the kernel's lists have them.
Address ipv6_of_digits(const std::string& digits) {
  Address made{};
  for (std::size_t i = 0; i < made.size() && 2 * i + 2 <= digits.size(); ++i) {
    made.at(i) = static_cast<std::uint8_t>(std::stoul(digits.substr(2 * i, 2), nullptr, 16));
  }
  return made;
}

// Files about a network show that of the thread that opens them.
void within(const NamespaceStack& stack, const std::function<void()>& what) {
  std::thread([&] {
    if (setns(stack.descriptor().get(), CLONE_NEWNET) == 0) {
      what();
    }
  }).join();
}

struct SixAddress {
  unsigned home = 0;
  Address address{};
  unsigned flags = 0; // IFA_F_...
};

// The kernel's list of them, of the homes' interfaces, within() the namespace.
std::vector<SixAddress> six_addresses() {
  std::vector<SixAddress> found;
  std::ifstream list("/proc/thread-self/net/if_inet6");
  std::string digits;
  std::string skipped; // index, prefix and scope
  std::string flags;
  std::string device;
  while (list >> digits >> skipped >> skipped >> skipped >> flags >> device) {
    if (const unsigned home = home_called(device); home < RoutedNamespace::homes) {
      found.push_back(
          {home, ipv6_of_digits(digits), static_cast<unsigned>(std::stoul(flags, nullptr, 16))});
    }
  }
  return found;
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
  control_ = Descriptor(stack_.datagram_socket(AF_INET, error).release());
  if (error == 0) {
    prepare_six();
    error = reset();
  }
  if (error != 0) {
    throw NoStacks(std::string("cannot set up interfaces: ") + std::strerror(error));
  }
}

// An IPv6 interface has the addresses that it is given, as one of IPv4 has: it makes none itself,
// tries none out, and keeps them when it goes down. A kernel that cannot do so is one without IPv6.
void RoutedNamespace::prepare_six() {
  int error = 0;
  Descriptor control(stack_.datagram_socket(AF_INET6, error).release());
  bool done = error == 0;
  within(stack_, [&] {
    for (const char* setting : {"addr_gen_mode", "keep_addr_on_down", "accept_dad"}) {
      std::ofstream file("/proc/sys/net/ipv6/conf/" + names.at(homes - 1) + "/" + setting);
      file << (setting == std::string("accept_dad") ? 0 : 1) << std::flush;
      done = done && file;
    }
  });
  if (done) {
    control_six_ = std::move(control);
  }
}

int RoutedNamespace::set_home(unsigned home, const Address& address) const {
  if (family_of(home) == AF_INET6) {
    return set_home_six(home, address);
  }
  ifreq wanted = request(home);
  const bool none = address == Address{};
  set(wanted.ifr_addr, ipv4(address));
  if (ioctl(control_.get(), SIOCSIFADDR, &wanted) != 0) {
    return none && errno == EADDRNOTAVAIL ? 0 : errno;
  }
  set(wanted.ifr_netmask, every_bit);
  return none || ioctl(control_.get(), SIOCSIFNETMASK, &wanted) == 0 ? 0 : errno;
}

int RoutedNamespace::set_home_six(unsigned home, const Address& address) const {
  const Address before = home_list().at(home);
  ifreq named = request(home);
  if (before == address || !takes_six()) {
    return before == address ? 0 : EAFNOSUPPORT;
  }
  if (ioctl(control_.get(), SIOCGIFINDEX, &named) != 0) {
    return errno;
  }
  in6_ifreq wanted{};
  wanted.ifr6_addr = ipv6(before);
  wanted.ifr6_prefixlen = every_bit_six;
  wanted.ifr6_ifindex = named.ifr_ifindex;
  if (before != Address{} && ioctl(control_six_.get(), SIOCDIFADDR, &wanted) != 0) {
    return errno;
  }
  wanted.ifr6_addr = ipv6(address);
  if (address == Address{}) {
    return 0;
  }
  return ioctl(control_six_.get(), SIOCSIFADDR, &wanted) == 0 ? settle_six() : errno;
}

// A new address is tentative until a worker of the kernel has seen that it need not be tried out:
// until then no call goes out by it. ETIMEDOUT where none does so within a second.
int RoutedNamespace::settle_six() const {
  constexpr auto nap = std::chrono::microseconds(200);
  constexpr auto patience = std::chrono::seconds(1);
  if (!takes_six() || !is_up(homes - 1)) {
    return 0;
  }
  bool tentative = true;
  within(stack_, [&] {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (true) {
      tentative = false;
      for (const SixAddress& one : six_addresses()) {
        tentative = tentative || (one.home == homes - 1 && (one.flags & IFA_F_TENTATIVE) != 0);
      }
      if (!tentative || std::chrono::steady_clock::now() > end) {
        return;
      }
      std::this_thread::sleep_for(nap);
    }
  });
  return tentative ? ETIMEDOUT : 0;
}

int RoutedNamespace::set_up(unsigned home, bool up) const {
  ifreq wanted = request(home);
  if (ioctl(control_.get(), SIOCGIFFLAGS, &wanted) != 0) {
    return errno;
  }
  const int flags = up ? wanted.ifr_flags | IFF_UP : wanted.ifr_flags & ~IFF_UP;
  wanted.ifr_flags = static_cast<short>(flags);
  if (ioctl(control_.get(), SIOCSIFFLAGS, &wanted) != 0) {
    return errno;
  }
  return family_of(home) == AF_INET6 ? settle_six() : 0;
}

int RoutedNamespace::change(unsigned long command, const Entry& entry) const {
  if (family_of(entry.home) == AF_INET6) {
    return change_six(command, entry);
  }
  std::string device = names.at(entry.home);
  const in_addr_t mask = mask_of(entry.prefix);
  rtentry wanted{};
  set(wanted.rt_dst, ipv4(entry.destination));
  set(wanted.rt_genmask, mask);
  const int flags = RTF_UP | (mask == every_bit ? RTF_HOST : 0);
  wanted.rt_flags = static_cast<unsigned short>(flags);
  wanted.rt_metric = static_cast<short>(entry.metric + 1); // as the kernel has it
  wanted.rt_dev = device.data();
  return ioctl(control_.get(), command, &wanted) == 0 ? 0 : errno;
}

int RoutedNamespace::change_six(unsigned long command, const Entry& entry) const {
  ifreq named = request(entry.home);
  if (!takes_six()) {
    return EAFNOSUPPORT;
  }
  if (ioctl(control_.get(), SIOCGIFINDEX, &named) != 0) {
    return errno;
  }
  in6_rtmsg wanted{};
  wanted.rtmsg_dst = ipv6(entry.destination);
  wanted.rtmsg_dst_len = static_cast<std::uint16_t>(entry.prefix);
  wanted.rtmsg_flags = RTF_UP;
  wanted.rtmsg_metric = entry.metric;
  wanted.rtmsg_ifindex = named.ifr_ifindex;
  return ioctl(control_six_.get(), command, &wanted) == 0 ? 0 : errno;
}

int RoutedNamespace::add(const Entry& entry) const {
  return change(SIOCADDRT, entry);
}

int RoutedNamespace::remove(const Entry& entry) const {
  return change(SIOCDELRT, entry);
}

std::array<Address, RoutedNamespace::homes> RoutedNamespace::home_list() const {
  std::array<ifreq, 16> list{};
  ifconf wanted{};
  wanted.ifc_len = sizeof list;
  wanted.ifc_req = list.data();
  std::array<Address, homes> found{};
  if (ioctl(control_.get(), SIOCGIFCONF, &wanted) != 0) {
    return found;
  }
  const std::size_t count = static_cast<std::size_t>(wanted.ifc_len) / sizeof(ifreq);
  for (std::size_t i = 0; i < count && i < list.size(); ++i) {
    if (const unsigned home = home_called(list.at(i).ifr_name); home < homes) {
      sockaddr_in read{};
      std::memcpy(&read, &list.at(i).ifr_addr, sizeof read);
      std::memcpy(found.at(home).data(), &read.sin_addr, sizeof read.sin_addr);
    }
  }
  within(stack_, [&] {
    for (const SixAddress& one : six_addresses()) {
      found.at(one.home) = one.address;
    }
  });
  return found;
}

bool RoutedNamespace::is_up(unsigned home) const {
  ifreq wanted = request(home);
  return ioctl(control_.get(), SIOCGIFFLAGS, &wanted) == 0 && (wanted.ifr_flags & IFF_UP) != 0;
}

std::vector<RoutedNamespace::Entry> RoutedNamespace::routes() const {
  std::vector<Entry> found;
  const auto homes_only = [&](const Entry& one) {
    if (one.home < homes) {
      found.push_back(one);
    }
  };
  within(stack_, [&] {
    std::string device;
    std::string line;
    std::string skipped;
    std::ifstream list("/proc/thread-self/net/route");
    std::getline(list, line); // headings
    while (std::getline(list, line)) {
      std::istringstream words(line);
      Entry one;
      in_addr_t destination = 0;
      in_addr_t mask = 0;
      words >> device >> std::hex >> destination >> skipped >> skipped >> skipped >> skipped >>
          std::dec >> one.metric >> std::hex >> mask;
      one.home = home_called(device);
      one.prefix = static_cast<unsigned>(std::popcount(mask));
      std::memcpy(one.destination.data(), &destination, sizeof destination);
      homes_only(one);
    }
    std::ifstream six("/proc/thread-self/net/ipv6_route");
    while (std::getline(six, line)) {
      std::istringstream words(line);
      Entry one;
      std::string destination;
      std::uint32_t flags = 0;
      words >> destination >> std::hex >> one.prefix >> skipped >> skipped >> skipped >>
          one.metric >> skipped >> skipped >> flags >> device;
      one.home = home_called(device);
      one.destination = ipv6_of_digits(destination);
      // The kernel has some of its own: to its addresses, and for multicast.
      constexpr std::uint8_t multicast = 0xFF;
      if ((flags & RTF_LOCAL) == 0 && one.prefix < every_bit_six &&
          one.destination[0] != multicast) {
        homes_only(one);
      }
    }
  });
  return found;
}

int RoutedNamespace::reach(int family, const Address& address) const {
  constexpr unsigned short discard = 9; // nothing is sent
  int error = 0;
  const Descriptor socket(stack_.datagram_socket(family, error).release());
  if (error != 0) {
    return error;
  }
  if (family == AF_INET6) {
    sockaddr_in6 to{};
    to.sin6_family = AF_INET6;
    to.sin6_port = htons(discard);
    to.sin6_addr = ipv6(address);
    error = connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to);
  } else {
    sockaddr_in to = socket_address(ipv4(address));
    to.sin_port = htons(discard);
    error = connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to);
  }
  return error == 0 ? 0 : errno;
}

int RoutedNamespace::reset() const {
  int error = 0;
  for (const Entry& one : routes()) {
    error = error != 0 ? error : remove(one);
  }
  for (unsigned home = 0; home < homes; ++home) {
    error = error != 0 ? error : set_home(home, {});
    error = error != 0 ? error : set_up(home, true);
  }
  return error;
}

} // namespace pathproof::iut
