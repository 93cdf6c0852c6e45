// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/linux_calls.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "model/lfp/error_number.hpp"
#include "model/lfp/socket_option.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::SocketOption;

struct Option {
  SocketOption option;
  int level;
  int name;
};

constexpr Option options[]{{SocketOption::so_reuseaddr, SOL_SOCKET, SO_REUSEADDR},
                           {SocketOption::so_keepalive, SOL_SOCKET, SO_KEEPALIVE},
                           {SocketOption::so_linger, SOL_SOCKET, SO_LINGER},
                           {SocketOption::so_broadcast, SOL_SOCKET, SO_BROADCAST},
                           {SocketOption::so_sndbuf, SOL_SOCKET, SO_SNDBUF},
                           {SocketOption::so_rcvbuf, SOL_SOCKET, SO_RCVBUF},
                           {SocketOption::so_error, SOL_SOCKET, SO_ERROR},
                           {SocketOption::so_type, SOL_SOCKET, SO_TYPE},
                           {SocketOption::so_acceptconn, SOL_SOCKET, SO_ACCEPTCONN},
                           {SocketOption::so_reuseport, SOL_SOCKET, SO_REUSEPORT},
                           {SocketOption::tcp_nodelay, IPPROTO_TCP, TCP_NODELAY},
                           {SocketOption::tcp_keepidle, IPPROTO_TCP, TCP_KEEPIDLE},
                           {SocketOption::tcp_keepintvl, IPPROTO_TCP, TCP_KEEPINTVL},
                           {SocketOption::tcp_keepcnt, IPPROTO_TCP, TCP_KEEPCNT},
                           {SocketOption::tcp_maxseg, IPPROTO_TCP, TCP_MAXSEG},
                           {SocketOption::ipv6_v6only, IPPROTO_IPV6, IPV6_V6ONLY},
                           {SocketOption::ip_tos, IPPROTO_IP, IP_TOS},
                           {SocketOption::ip_ttl, IPPROTO_IP, IP_TTL},
                           {SocketOption::ipv6_unicast_hops, IPPROTO_IPV6, IPV6_UNICAST_HOPS},
                           {SocketOption::tcp_user_timeout, IPPROTO_TCP, TCP_USER_TIMEOUT}};

static_assert(std::size(options) == std::size(profile::socket_options));

const Option* find(std::uint32_t option) {
  const auto* const found =
      std::find_if(std::begin(options), std::end(options), [&](const auto& o) {
        return static_cast<std::uint32_t>(o.option) == option;
      });
  return found == std::end(options) ? nullptr : found;
}

bool only_to_get(SocketOption option) {
  return option == SocketOption::so_error || option == SocketOption::so_type ||
         option == SocketOption::so_acceptconn;
}

} // namespace

int linux_family(std::uint32_t vse_family) {
  return vse_family == vse_af_inet ? AF_INET : vse_family == vse_af_inet6 ? AF_INET6 : -1;
}

LinuxAddress address_of(const profile::CallBody& body) {
  LinuxAddress made;
  if (body.family == vse_af_inet) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(body.port);
    std::memcpy(&address.sin_addr, body.address.data(), sizeof address.sin_addr);
    made.size = sizeof address;
    std::memcpy(&made.storage, &address, sizeof address);
  } else if (body.family == vse_af_inet6) {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(body.port);
    address.sin6_flowinfo = htonl(body.flow_information);
    address.sin6_scope_id = body.scope;
    std::memcpy(&address.sin6_addr, body.address.data(), sizeof address.sin6_addr);
    made.size = sizeof address;
    std::memcpy(&made.storage, &address, sizeof address);
  }
  return made;
}

LinuxAddress address_of(const sockaddr* address, socklen_t size) {
  LinuxAddress made;
  made.size = std::min<socklen_t>(size, sizeof made.storage);
  std::memcpy(&made.storage, address, made.size);
  return made;
}

void put_address(const LinuxAddress& address, profile::CallBody& body) {
  body.address = {};
  if (address.storage.ss_family == AF_INET && address.size >= sizeof(sockaddr_in)) {
    sockaddr_in one{};
    std::memcpy(&one, &address.storage, sizeof one);
    body.family = vse_af_inet;
    body.port = ntohs(one.sin_port);
    std::memcpy(body.address.data(), &one.sin_addr, sizeof one.sin_addr);
  } else if (address.storage.ss_family == AF_INET6 && address.size >= sizeof(sockaddr_in6)) {
    sockaddr_in6 one{};
    std::memcpy(&one, &address.storage, sizeof one);
    body.family = vse_af_inet6;
    body.port = ntohs(one.sin6_port);
    body.flow_information = ntohl(one.sin6_flowinfo);
    body.scope = one.sin6_scope_id;
    std::memcpy(body.address.data(), &one.sin6_addr, sizeof one.sin6_addr);
  }
}

std::uint32_t option_of(int level, int name) {
  for (const Option& one : options) {
    if (one.level == level && one.name == name) {
      return static_cast<std::uint32_t>(one.option);
    }
  }
  return 0;
}

int set_option(int socket, std::uint32_t option, std::uint32_t value) {
  const Option* one = find(option);
  if (one == nullptr || only_to_get(one->option)) {
    return ENOPROTOOPT;
  }
  int result = 0;
  if (one->option == SocketOption::so_linger) {
    const linger time{.l_onoff = value == 0 ? 0 : 1,
                      .l_linger = value == 0 ? 0 : static_cast<int>(value - 1)};
    result = ::setsockopt(socket, one->level, one->name, &time, sizeof time);
  } else {
    const int number = static_cast<int>(value);
    result = ::setsockopt(socket, one->level, one->name, &number, sizeof number);
  }
  return result == 0 ? 0 : errno;
}

int get_option(int socket, std::uint32_t option, std::uint32_t& value) {
  const Option* one = find(option);
  if (one == nullptr) {
    return ENOPROTOOPT;
  }
  if (one->option == SocketOption::so_linger) {
    linger time{};
    socklen_t size = sizeof time;
    if (::getsockopt(socket, one->level, one->name, &time, &size) != 0) {
      return errno;
    }
    value = time.l_onoff == 0 ? 0 : static_cast<std::uint32_t>(time.l_linger) + 1;
    return 0;
  }
  int number = 0;
  socklen_t size = sizeof number;
  if (::getsockopt(socket, one->level, one->name, &number, &size) != 0) {
    return errno;
  }
  value = static_cast<std::uint32_t>(number);
  if (one->option == SocketOption::so_error && number != 0) {
    value = profile::vse_error(number);
  }
  return 0;
}

} // namespace pathproof::iut::lfp
