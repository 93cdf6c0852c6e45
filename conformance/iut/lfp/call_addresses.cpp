// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/call_addresses.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/un.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/lfp/loopback.hpp"
#include "model/core/label.hpp"

namespace pathproof::iut::lfp {

namespace {

using values::Family;
using values::Host;
using values::Port;

constexpr std::array families{Family::inet, Family::inet6};
// Below those that Linux chooses from where nobody has configured that.
constexpr std::uint32_t first_port = 20000;
constexpr std::uint32_t ports = 12000;
constexpr int backlog = 64;
constexpr std::size_t largest_datagram = 65536;

int linux_of(Family family) {
  return family == Family::inet ? AF_INET : AF_INET6;
}

LinuxAddress address_with(Family family, const char* text, std::uint16_t port) {
  profile::CallBody body{.family = family == Family::inet ? vse_af_inet : vse_af_inet6,
                         .port = port};
  inet_pton(linux_of(family), text, body.address.data());
  return address_of(body);
}

LinuxAddress loopback_of(Family family, std::uint16_t port) {
  return address_with(family, family == Family::inet ? "127.0.0.1" : "::1", port);
}

std::uint16_t port_in(const LinuxAddress& address) {
  profile::CallBody body;
  put_address(address, body);
  return body.port;
}

// A socket with this name; without one where somebody else has it.
Descriptor named(Family family, int type, const LinuxAddress& name) {
  Descriptor made(::socket(linux_of(family), type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (made && ::bind(made.get(), name.get(), name.size) != 0) {
    made.reset();
  }
  return made;
}

// Tells others of these tests that the port is in use before it is: a name that one process has.
Descriptor reserve(std::uint16_t port) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  const int length =
      std::snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "pathproof-port-%u", port);
  Descriptor made(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (::bind(made.get(),
             reinterpret_cast<const sockaddr*>(&name),
             static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 +
                                    static_cast<std::size_t>(length))) != 0) {
    made.reset();
  }
  return made;
}

std::uint32_t host_of(const profile::CallBody& body, Family family) {
  for (const auto& [host, text] :
       {std::pair{Host::wildcard, family == Family::inet ? "0.0.0.0" : "::"},
        std::pair{Host::loopback, family == Family::inet ? "127.0.0.1" : "::1"}}) {
    std::array<std::uint8_t, 16> octets{};
    inet_pton(linux_of(family), text, octets.data());
    if (body.address == octets) {
      return static_cast<std::uint32_t>(host);
    }
  }
  return unlisted;
}

std::optional<Family> family_of(const profile::CallBody& body) {
  return body.family == vse_af_inet    ? std::optional(Family::inet)
         : body.family == vse_af_inet6 ? std::optional(Family::inet6)
                                       : std::nullopt;
}

} // namespace

bool CallAddresses::has(Family family) {
  static const std::array<bool, 2> there = [] {
    std::array<bool, 2> made{};
    std::transform(families.begin(), families.end(), made.begin(), [](Family one) {
      return static_cast<bool>(named(one, SOCK_DGRAM, loopback_of(one, 0)));
    });
    return made;
  }();
  return there[static_cast<std::size_t>(family)];
}

void CallAddresses::begin_partners() {
  for (const Family family : families) {
    for (const Port name : {Port::partner_one, Port::partner_two}) {
      // A datagram socket has its port from Linux, and the listener has to get the same one.
      constexpr int tries = 20;
      Partner made{.family = family, .name = name};
      for (int i = 0; has(family) && !made.listener && i < tries; ++i) {
        made.datagrams = named(family, SOCK_DGRAM, loopback_of(family, 0));
        LinuxAddress address;
        address.size = sizeof address.storage;
        if (!made.datagrams ||
            ::getsockname(made.datagrams.get(), address.get(), &address.size) != 0) {
          loopback_fails();
        }
        made.port = port_in(address);
        made.listener = named(family, SOCK_STREAM, address);
      }
      if (has(family) && (!made.listener || ::listen(made.listener.get(), backlog) != 0)) {
        loopback_fails();
      }
      partners_.push_back(std::move(made));
    }
  }
}

void CallAddresses::begin() {
  connections_.clear();
  callers_.clear();
  free_.clear();
  chosen_.clear();
  // What was sent in an earlier test may come in this one: to ports that nobody has any more.
  partners_.clear();
  begin_partners();
}

CallAddresses::Partner& CallAddresses::find(Family family, Port name) {
  return *std::find_if(partners_.begin(), partners_.end(), [&](const Partner& one) {
    return one.family == family && one.name == name;
  });
}

std::uint16_t CallAddresses::free_port(Family family, Port name) {
  FreePort& one = free_[{family, name}];
  if (next_ == 0) {
    next_ = static_cast<std::uint32_t>(::getpid()) * 8;
  }
  for (std::uint32_t tried = 0; one.port == 0 && tried < ports; ++tried) {
    const auto port = static_cast<std::uint16_t>(first_port + next_++ % ports);
    Descriptor reserved = reserve(port);
    const bool is_free =
        reserved && std::all_of(families.begin(), families.end(), [&](Family of) {
          const LinuxAddress any = address_with(of, of == Family::inet ? "0.0.0.0" : "::", port);
          return !has(of) || (named(of, SOCK_STREAM, any) && named(of, SOCK_DGRAM, any));
        });
    if (is_free) {
      one = {port, std::move(reserved)};
    }
  }
  if (one.port == 0) {
    loopback_fails();
  }
  return one.port;
}

LinuxAddress CallAddresses::address(Family family, Host host, Port port) {
  const std::uint16_t number = *port_of(family, port, unlisted);
  switch (host) {
  case Host::wildcard:
    return address_with(family, family == Family::inet ? "0.0.0.0" : "::", number);
  case Host::loopback:
    return loopback_of(family, number);
  default: // kept for documents, so that nobody has it
    return address_with(family, family == Family::inet ? "192.0.2.1" : "2001:db8::1", number);
  }
}

std::optional<std::uint16_t>
CallAddresses::port_of(Family family, Port port, std::uint32_t socket) {
  switch (port) {
  case Port::none:
    return std::uint16_t{0};
  case Port::one:
  case Port::two:
    return free_port(family, port);
  case Port::partner_one:
  case Port::partner_two:
    return find(family, port).port;
  default: {
    const auto found = chosen_.find(socket);
    return found == chosen_.end() ? std::nullopt : std::optional(found->second);
  }
  }
}

std::uint32_t CallAddresses::own_port(Family family, std::uint16_t port, std::uint32_t socket) {
  if (port == 0) {
    return static_cast<std::uint32_t>(Port::none);
  }
  for (const Port name : {Port::one, Port::two}) {
    const auto found = free_.find({family, name});
    if (found != free_.end() && found->second.port == port) {
      return static_cast<std::uint32_t>(name);
    }
  }
  for (const Port name : {Port::partner_one, Port::partner_two}) {
    if (find(family, name).port == port) {
      return static_cast<std::uint32_t>(name);
    }
  }
  const auto [entry, is_new] = chosen_.emplace(socket, port);
  return entry->second == port ? static_cast<std::uint32_t>(Port::chosen) : unlisted;
}

std::array<std::uint32_t, 3> CallAddresses::own(const profile::CallBody& body,
                                                std::uint32_t socket) {
  const auto family = family_of(body);
  if (!family) {
    return {unlisted, unlisted, unlisted};
  }
  return {static_cast<std::uint32_t>(*family),
          host_of(body, *family),
          own_port(*family, body.port, socket)};
}

std::array<std::uint32_t, 3> CallAddresses::partner(const profile::CallBody& body) {
  const auto family = family_of(body);
  if (!family) {
    return {unlisted, unlisted, unlisted};
  }
  std::uint32_t port = unlisted;
  if (const auto caller = callers_.find({*family, body.port}); caller != callers_.end()) {
    port = static_cast<std::uint32_t>(caller->second);
  }
  for (const Partner& one : partners_) {
    port = one.family == *family && one.port == body.port ? static_cast<std::uint32_t>(one.name)
                                                          : port;
  }
  return {static_cast<std::uint32_t>(*family), host_of(body, *family), port};
}

std::uint32_t CallAddresses::found(std::span<const std::uint8_t> text) {
  std::array<bool, 2> has_family{};
  for (; text.size() >= profile::call_size; text = text.subspan(profile::call_size)) {
    const auto one = read_frame<profile::call_table, Octets, profile::CallBody>(text.data());
    const auto family = family_of(one);
    if (!family || host_of(one, *family) != static_cast<std::uint32_t>(Host::loopback) ||
        std::exchange(has_family[static_cast<std::size_t>(*family)], true)) {
      return unlisted;
    }
  }
  const auto [inet, inet6] = has_family;
  if (!text.empty() || (!inet && !inet6)) {
    return unlisted;
  }
  return static_cast<std::uint32_t>(!inet    ? values::Found::inet6
                                    : !inet6 ? values::Found::inet
                                             : values::Found::both);
}

std::optional<std::uint16_t> CallAddresses::accept(Family family, Port partner, int milliseconds) {
  const int listener = find(family, partner).listener.get();
  pollfd ready{listener, POLLIN, 0};
  LinuxAddress from;
  from.size = sizeof from.storage;
  if (::poll(&ready, 1, milliseconds) != 1) {
    return std::nullopt;
  }
  Descriptor made(::accept4(listener, from.get(), &from.size, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!made) {
    return std::nullopt;
  }
  connections_.push_back(std::move(made));
  return port_in(from);
}

bool CallAddresses::connect(Family family, Port partner, std::uint16_t to) {
  const LinuxAddress address = loopback_of(family, to);
  Descriptor made(::socket(linux_of(family), SOCK_STREAM | SOCK_CLOEXEC, 0));
  LinuxAddress own;
  own.size = sizeof own.storage;
  if (!made || ::connect(made.get(), address.get(), address.size) != 0 ||
      ::getsockname(made.get(), own.get(), &own.size) != 0) {
    return false;
  }
  callers_[{family, port_in(own)}] = partner;
  connections_.push_back(std::move(made));
  return true;
}

bool CallAddresses::all_over(int milliseconds) {
  for (const Partner& one : partners_) {
    while (one.listener && accept(one.family, one.name, 0)) {
    }
  }
  return all_ended(std::exchange(connections_, {}), milliseconds);
}

bool CallAddresses::send(Family family,
                         Port partner,
                         std::uint16_t to,
                         const std::vector<std::uint8_t>& octets) {
  const LinuxAddress address = loopback_of(family, to);
  return ::sendto(find(family, partner).datagrams.get(),
                  octets.data(),
                  octets.size(),
                  MSG_DONTWAIT,
                  address.get(),
                  address.size) == static_cast<ssize_t>(octets.size());
}

std::vector<int> CallAddresses::descriptors() const {
  std::vector<int> all;
  for (const Partner& one : partners_) {
    if (one.datagrams) {
      all.push_back(one.datagrams.get());
    }
  }
  return all;
}

std::optional<PartnerDatagram> CallAddresses::receive() {
  for (const Partner& one : partners_) {
    PartnerDatagram made{.family = one.family, .partner = one.name};
    made.octets.resize(largest_datagram);
    LinuxAddress from;
    from.size = sizeof from.storage;
    const ssize_t count = one.datagrams ? ::recvfrom(one.datagrams.get(),
                                                     made.octets.data(),
                                                     made.octets.size(),
                                                     MSG_DONTWAIT,
                                                     from.get(),
                                                     &from.size)
                                        : -1;
    if (count >= 0) {
      made.octets.resize(static_cast<std::size_t>(count));
      made.from = port_in(from);
      return made;
    }
  }
  return std::nullopt;
}

} // namespace pathproof::iut::lfp
