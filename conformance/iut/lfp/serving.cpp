// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/serving.hpp"

#include <netdb.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <utility>
#include <vector>

#include "conformance/iut/lfp/configured.hpp"
#include "conformance/iut/lfp/daemon.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut::lfp {

namespace {

std::uint32_t host_id_of(const std::array<std::uint8_t, 4>& octets) {
  std::uint32_t made = 0;
  for (const std::uint8_t octet : octets) {
    made = made << 8U | octet;
  }
  return made;
}

// The octets of an IPv4 or IPv6 address, of an IPv4 address in IPv6 those of the former.
std::vector<std::uint8_t> octets_of(const LinuxAddress& address) {
  profile::CallBody body;
  put_address(address, body);
  constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  const auto* const begin = body.address.data();
  if (body.family == vse_af_inet) {
    return {begin, begin + 4};
  }
  if (std::equal(mapped.begin(), mapped.end(), begin)) {
    return {begin + mapped.size(), begin + body.address.size()};
  }
  return {begin, begin + body.address.size()};
}

// Names are looked up once, when the daemon starts.
std::function<bool(const LinuxAddress&)>
permission(const std::vector<profile::AllowedHost>& allowed) {
  std::vector<profile::AllowedHost> all;
  for (const profile::AllowedHost& one : allowed) {
    if (one.name.empty()) {
      all.push_back(one);
      continue;
    }
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (const int error = getaddrinfo(one.name.c_str(), nullptr, &hints, &found); error != 0) {
      throw UsageError("cannot find the host " + one.name +
                       " of RESTRICT_TO_HOSTS: " + gai_strerror(error));
    }
    for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
      const auto octets = octets_of(address_of(at->ai_addr, at->ai_addrlen));
      profile::AllowedHost address;
      std::copy(octets.begin(), octets.end(), address.address.begin());
      address.octets = static_cast<unsigned>(octets.size());
      address.prefix = 8 * address.octets;
      all.push_back(address);
    }
    freeaddrinfo(found);
  }
  return [all](const LinuxAddress& address) {
    const auto octets = octets_of(address);
    return all.empty() || std::any_of(all.begin(), all.end(), [&](const profile::AllowedHost& one) {
             return one.contains(octets);
           });
  };
}

} // namespace

void say(const std::string& who, const std::string& text) {
  std::cerr << who + ": " + text + "\n";
}

Descriptor signals(std::initializer_list<int> numbers) {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : numbers) {
    sigaddset(&set, number);
  }
  sigprocmask(SIG_BLOCK, &set, nullptr);
  return Descriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

void notify(const std::string& text) {
  const char* const name = std::getenv("NOTIFY_SOCKET");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (name == nullptr || (name[0] != '/' && name[0] != '@') ||
      std::strlen(name) >= sizeof address.sun_path) {
    return;
  }
  std::memcpy(address.sun_path, name, std::strlen(name));
  if (name[0] == '@') {
    address.sun_path[0] = '\0';
  }
  const Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(name));
  (void)::sendto(socket.get(),
                 text.data(),
                 text.size(),
                 MSG_NOSIGNAL,
                 reinterpret_cast<const sockaddr*>(&address),
                 size);
}

rlimit raise_descriptor_limit() {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit raised{before.rlim_max, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &raised);
  return before;
}

int run_daemon(const std::string& configuration,
               std::shared_ptr<const profile::Layout> layout,
               bool quiet) {
  const profile::DaemonConfiguration read = read_daemon_file(configuration);
  const std::string own_name = name_of(read, configuration);
  DaemonSettings settings;
  settings.carrier = read.carrier.text;
  settings.iucv = iucv_ends_of(read, own_name);
  settings.layout = std::move(layout);
  settings.ours = hello_of(read, own_name, settings.layout.get());
  settings.limits.buffer_ceiling = std::uint64_t{read.sockets_max} * read.window_size;
  settings.limits.permits = permission(read.restrict_to_hosts);
  settings.host_id = host_id_of(read.host_id.value_or(std::array<std::uint8_t, 4>{}));
  const std::string who = own_name.empty() ? "lfpd" : "lfpd-" + own_name;
  if (!quiet) {
    settings.log = [who](const std::string& text) { say(who, text); };
  }
  const Descriptor stop = signals({SIGINT, SIGTERM, SIGHUP});
  raise_descriptor_limit();
  Daemon daemon(settings);
  settings.log("listens at " + settings.carrier);
  notify("READY=1");
  daemon.run(stop.get());
  notify("STOPPING=1");
  return 0;
}

} // namespace pathproof::iut::lfp
