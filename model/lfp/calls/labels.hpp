// SPDX-License-Identifier: Apache-2.0
// The values that socket calls carry: roles, and the labels they show each other.
// The instance sends requests and datagrams to the daemon, which performs them on Linux; the
// remote is whoever is at the other end of a Linux socket. Addresses are those of one machine:
// what a port is called here is a number that is chosen where somebody is judged.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "model/core/label.hpp"

namespace pathproof::lfp::values {

enum class Role : unsigned { instance, daemon, remote };

inline constexpr std::array<std::string_view, 3> role_names{"instance", "daemon", "remote"};

inline constexpr unsigned sockets_max = 2;
// Programs name it, and no instance chooses it.
inline constexpr unsigned unused_descriptor = sockets_max;

// Calls, and what else a daemon has to act upon. Those up to ACCEPT are about a socket.
enum class Call : unsigned {
  socket,
  bind,
  connect,
  getsockname,
  getpeername,
  setsockopt,
  getsockopt,
  close,
  listen,
  accept,
  gethostbyname,
  gethostname,
  gethostid,
  sendto,  // datagrams of a program
  arrives, // … and of a partner
  nothing,
  count
};
// Labels have those that are about a socket.
inline constexpr std::size_t calls_of_labels = 10;
inline constexpr std::array<std::string_view, 16> call_names{"SOCKET",
                                                             "BIND",
                                                             "CONNECT",
                                                             "GETSOCKNAME",
                                                             "GETPEERNAME",
                                                             "SETSOCKOPT",
                                                             "GETSOCKOPT",
                                                             "CLOSE",
                                                             "LISTEN",
                                                             "ACCEPT",
                                                             "GETHOSTBYNAME",
                                                             "GETHOSTNAME",
                                                             "GETHOSTID",
                                                             "SENDTO",
                                                             "arrives",
                                                             "nothing"};

// Of an address or a socket; the last is neither of both.
enum class Family : unsigned { inet, inet6, another, count };
inline constexpr std::array<std::string_view, 3> family_names{"AF_INET", "AF_INET6", "another"};

enum class Type : unsigned { stream, datagram, another, count };
inline constexpr std::array<std::string_view, 3> type_names{"stream", "datagram", "another"};

// The last is an address that the machine does not have.
enum class Host : unsigned { wildcard, loopback, elsewhere, count };
inline constexpr std::array<std::string_view, 3> host_names{"wildcard", "loopback", "elsewhere"};

// One and two are free on the machine, chosen is one that Linux has chosen for the socket, and
// partners are at two others, of both families and types.
enum class Port : unsigned { none, one, two, chosen, partner_one, partner_two, count };
inline constexpr std::array<std::string_view, 6> port_names{
    "0", "one", "two", "chosen", "partner_one", "partner_two"};

// The options of which values are known; the last is one that there is not.
enum class Option : unsigned {
  reuseaddr,
  keepalive,
  linger,
  nodelay,
  v6only,
  type,
  error,
  acceptconn,
  another,
  count
};
inline constexpr std::array<std::string_view, 9> option_names{"SO_REUSEADDR",
                                                              "SO_KEEPALIVE",
                                                              "SO_LINGER",
                                                              "TCP_NODELAY",
                                                              "IPV6_V6ONLY",
                                                              "SO_TYPE",
                                                              "SO_ERROR",
                                                              "SO_ACCEPTCONN",
                                                              "another"};

// Octets of a datagram: two of one octet are not one of two, and the last needs several messages.
// Behind the first there may be a second one, or none.
inline constexpr std::array<std::string_view, 5> size_names{"0", "1", "2", "1000", "none"};
inline constexpr unsigned sizes = 4;
inline constexpr unsigned no_datagram = 4;

// ERRNO of a call.
enum class Error : unsigned {
  none,
  bad_descriptor,
  invalid,
  in_use,
  not_available,
  family,
  type,
  no_option,
  not_supported,
  not_connected,
  count
};
inline constexpr std::array<std::string_view, 10> error_names{"0",
                                                              "EBADF",
                                                              "EINVAL",
                                                              "EADDRINUSE",
                                                              "EADDRNOTAVAIL",
                                                              "EAFNOSUPPORT",
                                                              "ESOCKTNOSUPPORT",
                                                              "ENOPROTOOPT",
                                                              "EOPNOTSUPP",
                                                              "ENOTCONN"};

// What GETHOSTBYNAME is asked for. The last is too long for a name.
enum class Name : unsigned { inet_loopback, inet6_loopback, localhost, nobody, count };
inline constexpr std::array<std::string_view, 4> name_names{
    "127.0.0.1", "::1", "localhost", "nobody"};

// Loopback addresses that it gives.
enum class Found : unsigned { inet, inet6, both, count };
inline constexpr std::array<std::string_view, 3> found_names{"AF_INET", "AF_INET6", "both"};

// What the daemon's machine is called, and the address that it is configured with.
inline constexpr std::array<std::string_view, 2> own_names{"own", "another"};

enum class Show : unsigned {
  socket,
  bind,
  connect,
  getsockname,
  getpeername,
  setsockopt,
  getsockopt,
  close,
  listen,
  accept,
  gethostbyname,
  gethostname,
  gethostid,
  sendto,
  answer,
  address,
  option,
  addresses,
  not_found,
  host_name,
  host_id,
  datagram,
  sends,
  remote_sends,
  remote_connects,
  count
};

inline constexpr LabelArgument socket_argument{.name = "socket"};
inline constexpr LabelArgument family_argument{.name = "family", .names = family_names};
inline constexpr LabelArgument known_family{.name = "family",
                                            .names = std::span(family_names).first(2)};
inline constexpr LabelArgument host_argument{.name = "host", .names = host_names};
inline constexpr LabelArgument port_argument{.name = "port", .names = port_names};
inline constexpr LabelArgument to_argument{.name = "to", .names = port_names};
inline constexpr LabelArgument from_argument{.name = "from", .names = port_names};
inline constexpr LabelArgument option_argument{.name = "option", .names = option_names};
inline constexpr LabelArgument value_argument{.name = "value"};
inline constexpr LabelArgument octets_argument{.name = "octets",
                                               .names = std::span(size_names).first(sizes)};
inline constexpr LabelArgument then_argument{.name = "then", .names = size_names};
inline constexpr LabelArgument call_argument{.name = "call",
                                             .names = std::span(call_names).first(calls_of_labels)};
inline constexpr LabelArgument error_argument{.name = "error", .names = error_names};

inline constexpr unsigned to_instance = to(Role::instance);
inline constexpr unsigned to_daemon = to(Role::daemon);
inline constexpr unsigned to_remote = to(Role::remote);

// In the order of Show.
inline constexpr std::array<LabelKind, static_cast<std::size_t>(Show::count)> label_kinds{{
    {"instance.socket",
     by(Role::instance),
     to_daemon,
     {socket_argument, family_argument, LabelArgument{.name = "type", .names = type_names}},
     "SOCKET; the descriptor is the instance's choice"},
    {"instance.bind",
     by(Role::instance),
     to_daemon,
     {socket_argument, known_family, host_argument, port_argument},
     "BIND to an address; with port 0 Linux chooses one"},
    {"instance.connect",
     by(Role::instance),
     to_daemon,
     {socket_argument, known_family, port_argument},
     "CONNECT to a partner on loopback, who accepts"},
    {"instance.getsockname", by(Role::instance), to_daemon, {socket_argument}, "GETSOCKNAME"},
    {"instance.getpeername", by(Role::instance), to_daemon, {socket_argument}, "GETPEERNAME"},
    {"instance.setsockopt",
     by(Role::instance),
     to_daemon,
     {socket_argument, option_argument, value_argument},
     "SETSOCKOPT; values are those of the profile"},
    {"instance.getsockopt",
     by(Role::instance),
     to_daemon,
     {socket_argument, option_argument},
     "GETSOCKOPT"},
    {"instance.close", by(Role::instance), to_daemon, {socket_argument}, "CLOSE"},
    {"instance.listen", by(Role::instance), to_daemon, {socket_argument}, "LISTEN"},
    {"instance.accept",
     by(Role::instance),
     to_daemon,
     {socket_argument, LabelArgument{.name = "new"}},
     "ACCEPT of a partner who waits; the new descriptor is the instance's choice"},
    {"instance.gethostbyname",
     by(Role::instance),
     to_daemon,
     {LabelArgument{.name = "name", .names = name_names}},
     "GETHOSTBYNAME"},
    {"instance.gethostname", by(Role::instance), to_daemon, {}, "GETHOSTNAME"},
    {"instance.gethostid", by(Role::instance), to_daemon, {}, "GETHOSTID"},
    {"instance.sendto",
     by(Role::instance),
     to_daemon,
     {socket_argument, to_argument, octets_argument, then_argument},
     "SENDTO of one datagram, or of two behind each other; to 0 is SEND, to whom CONNECT has "
     "named"},

    {"daemon.answer",
     by(Role::daemon),
     to_instance,
     {call_argument, socket_argument, error_argument},
     "how a call has ended that gives nothing else, or that has failed; the error in the "
     "numbering of z/VSE"},
    {"daemon.address",
     by(Role::daemon),
     to_instance,
     {call_argument, socket_argument, known_family, host_argument, port_argument},
     "the address that GETSOCKNAME, GETPEERNAME or ACCEPT gives"},
    {"daemon.option",
     by(Role::daemon),
     to_instance,
     {socket_argument, option_argument, value_argument},
     "the value that GETSOCKOPT gives"},
    {"daemon.addresses",
     by(Role::daemon),
     to_instance,
     {LabelArgument{.name = "families", .names = found_names}},
     "what GETHOSTBYNAME gives: loopback of which families, and nothing else"},
    {"daemon.not_found",
     by(Role::daemon),
     to_instance,
     {},
     "GETHOSTBYNAME has failed; which ERRNO it has is open"},
    {"daemon.host_name",
     by(Role::daemon),
     to_instance,
     {LabelArgument{.name = "name", .names = own_names}},
     "the name that GETHOSTNAME gives"},
    {"daemon.host_id",
     by(Role::daemon),
     to_instance,
     {LabelArgument{.name = "address", .names = own_names}},
     "the address that GETHOSTID gives"},
    {"daemon.datagram",
     by(Role::daemon),
     to_instance,
     {socket_argument, known_family, from_argument, octets_argument},
     "a datagram that has come, and who has sent it"},
    {"daemon.sends",
     by(Role::daemon),
     to_remote,
     {socket_argument, to_argument, octets_argument, known_family, port_argument},
     "a partner has a datagram of the socket, from this port of loopback"},
    {"remote.sends",
     by(Role::remote),
     to_daemon,
     {socket_argument, from_argument, octets_argument, then_argument},
     "a partner sends the socket one datagram, or two behind each other"},
    {"remote.connects",
     by(Role::remote),
     to_daemon,
     {socket_argument, from_argument},
     "a partner connects to the socket, which listens"},
}};

} // namespace pathproof::lfp::values
