// SPDX-License-Identifier: Apache-2.0
// The prerouter of Common INET: roles, and the labels they show each other.
// The prerouter asks each transport driver for home interfaces and routes, and drivers tell it of
// changes; applications make calls for which it selects a provider. An answer with a list is one
// label for each entry, and one that ends it.
#pragma once

#include <array>
#include <string_view>

#include "model/core/label.hpp"

namespace pathproof::cinet::prerouter {

enum class Role : unsigned { application, prerouter, driver, operations };

inline constexpr std::array<std::string_view, 4> role_names{
    "application", "prerouter", "driver", "operator"};

enum class Kind : unsigned {
  call_connect,
  call_sendto,
  call_bind,
  call_bind_any,
  call_affinity,
  call_no_affinity,
  daemon_add,
  daemon_delete,
  daemon_metric,
  ask_open,
  ask_ifconf,
  ask_table,
  ask_homeif6,
  ask_table6,
  ask_close,
  ask_bind,
  return_bound,
  return_in_use,
  select_provider,
  select_none,
  answer_done,
  answer_failed,
  answer_malformed,
  answer_knows,
  answer_home,
  answer_homes,
  answer_route,
  answer_table,
  answer_small,
  answer_in_use,
  send_add,
  send_delete,
  send_metric,
  send_interface,
  send_rebuild,
  event_start,
  event_stop,
  event_route,
  event_interface,
  count
};

// What a provider may have: home interfaces first. `net` is a network that the host of `host` is
// in, and `default` has mask 0. Each goes through a home interface of its provider.
enum class Route : unsigned { home1, home2, home6, host, net, anywhere, net6, count };

inline constexpr unsigned routes_max = static_cast<unsigned>(Route::count);
inline constexpr unsigned homes_max = 3;

inline constexpr std::array<std::string_view, routes_max> route_names{
    "home1", "home2", "home6", "host", "net", "default", "net6"};
inline constexpr std::array<std::string_view, homes_max> home_names{"home1", "home2", "home6"};

// Where calls go: a home interface, the host of `host`, another one of `net`, one that only the
// default route leads to, and one of `net6`.
enum class Address : unsigned { home1, home2, home6, host, near, far, host6, count };

inline constexpr unsigned addresses_max = static_cast<unsigned>(Address::count);

inline constexpr std::array<std::string_view, addresses_max> address_names{
    "home1", "home2", "home6", "host", "near", "far", "host6"};

// Home interfaces have no metric.
inline constexpr std::array<std::string_view, 3> metric_names{"-", "10", "50"};
inline constexpr std::array<std::string_view, 2> unit_names{"hops", "ms"};
inline constexpr std::array<std::string_view, 2> family_names{"AF_INET", "AF_INET6"};
inline constexpr std::array<std::string_view, 2> mark_names{"USS4", "USS6"};
inline constexpr std::array<std::string_view, 4> attribute_names{
    "none", "host", "local+host", "local+host+up"};
inline constexpr std::array<std::string_view, 2> malformed_names{"truncated", "oversize"};
inline constexpr std::array<std::string_view, 3> code_names{"EINVAL", "ENOBUFS", "ENOMEM"};
inline constexpr std::array<std::string_view, 2> socket_names{"master", "other"};

// Ports: two are reserved for common INET.
inline constexpr std::array<std::string_view, 3> asked_port_names{"0", "reserved", "free"};
inline constexpr std::array<std::string_view, 3> port_names{"first", "last", "free"};
inline constexpr std::array<std::string_view, 4> bound_port_names{"none", "first", "last", "free"};
inline constexpr std::array<std::string_view, 2> reason_names{"any", "JRRESRPORTSPECIFIED"};

// Commands by form: IPv4 and its V2, IPv6 and its V2.
inline constexpr std::array<std::string_view, 4> add_names{
    "SIOCMSADDRT", "SIOCMSADDRTV2", "SIOCMSADDRT6", "SIOCMSADDRT6V2"};
inline constexpr std::array<std::string_view, 4> delete_names{
    "SIOCMSDELRT", "SIOCMSDELRTV2", "SIOCMSDELRT6", "SIOCMSDELRT6V2"};
inline constexpr std::array<std::string_view, 4> metric_command_names{
    "SIOMSMETRIC1RT", "SIOMSMETRIC1RTV2", "SIOCMSCHGRT6METRIC", "SIOCMSCHGRT6METRICV2"};
// There is one for IPv6.
inline constexpr std::array<std::string_view, 3> interface_names{
    "SIOCMSMODHOMEIF", "SIOCMSMODHOMEIFV2", "SIOCMSMODHOMEIF6"};
inline constexpr std::array<std::string_view, 2> rebuild_names{"SIOCMSRBRTTABLE",
                                                               "SIOCMSRBRT6TABLE"};

inline constexpr LabelArgument provider_argument{.name = "tp", .first = 1};

// In the order of Kind.
inline constexpr std::array<LabelKind, static_cast<std::size_t>(Kind::count)> label_kinds{{
    {"call.connect",
     by(Role::application),
     to(Role::prerouter),
     {LabelArgument{.name = "address", .names = address_names}},
     "connect() to an address"},
    {"call.sendto",
     by(Role::application),
     to(Role::prerouter),
     {LabelArgument{.name = "address", .names = address_names}},
     "sendto() to an address on an unbound datagram socket"},
    {"call.bind",
     by(Role::application),
     to(Role::prerouter),
     {LabelArgument{.name = "address", .names = address_names}},
     "bind() to an address that is not INADDR_ANY"},
    {"call.bind_any",
     by(Role::application),
     to(Role::prerouter),
     {LabelArgument{.name = "port", .names = asked_port_names}},
     "bind() to INADDR_ANY: to port 0, a port of the reserved range, or another one",
     false,
     "ports"},
    {"call.affinity",
     by(Role::application),
     to(Role::prerouter),
     {provider_argument},
     "setibmopt(IBMTCP_IMAGE): later sockets live in this provider only",
     false,
     "affinity"},
    {"call.no_affinity",
     by(Role::application),
     to(Role::prerouter),
     {},
     "setibmopt(IBMTCP_IMAGE) with a blank name",
     false,
     "affinity"},
    {"daemon.add",
     by(Role::application),
     to(Role::prerouter) | to(Role::driver),
     {provider_argument,
      LabelArgument{.name = "route", .names = route_names},
      LabelArgument{.name = "metric", .names = metric_names}},
     "SIOCADDRT of a routing daemon on z/OS UNIX sockets, with affinity to the provider",
     false,
     "daemon"},
    {"daemon.delete",
     by(Role::application),
     to(Role::prerouter) | to(Role::driver),
     {provider_argument, LabelArgument{.name = "route", .names = route_names}},
     "SIOCDELRT of such a daemon",
     false,
     "daemon"},
    {"daemon.metric",
     by(Role::application),
     to(Role::prerouter) | to(Role::driver),
     {provider_argument,
      LabelArgument{.name = "route", .names = route_names},
      LabelArgument{.name = "metric", .names = metric_names}},
     "SIOMETRIC1RT of such a daemon",
     false,
     "daemon"},
    {"ask.open",
     by(Role::prerouter),
     to(Role::driver),
     {provider_argument, LabelArgument{.name = "family", .names = family_names}},
     "socket(): a regular socket of the prerouter's own"},
    {"ask.ifconf",
     by(Role::prerouter),
     to(Role::driver),
     {provider_argument, LabelArgument{.name = "mark", .names = mark_names}},
     "SIOCGIFCONF, with this mark in the first four octets of the buffer"},
    {"ask.table", by(Role::prerouter), to(Role::driver), {provider_argument}, "SIOCGRTTABLE"},
    {"ask.homeif6",
     by(Role::prerouter),
     to(Role::driver),
     {provider_argument,
      LabelArgument{.name = "mark", .names = mark_names},
      LabelArgument{.name = "room"}},
     "SIOCGHOMEIF6, with this mark and room for so many entries"},
    {"ask.table6",
     by(Role::prerouter),
     to(Role::driver),
     {provider_argument, LabelArgument{.name = "room"}},
     "SIOCGRT6TABLE, with room for so many entries"},
    {"ask.close",
     by(Role::prerouter),
     to(Role::driver),
     {provider_argument},
     "close() of that socket"},
    {"ask.bind",
     by(Role::prerouter),
     to(Role::driver),
     {provider_argument, LabelArgument{.name = "port", .names = port_names}},
     "bind() to INADDR_ANY and this port",
     false,
     "ports"},
    {"return.bound",
     by(Role::prerouter),
     to(Role::application),
     {LabelArgument{.name = "port", .names = bound_port_names}},
     "bind() succeeded",
     false,
     "ports"},
    {"return.in_use",
     by(Role::prerouter),
     to(Role::application),
     {LabelArgument{.name = "reason", .names = reason_names}},
     "bind() failed with EADDRINUSE",
     false,
     "ports"},
    {"select.provider",
     by(Role::prerouter),
     to(Role::application),
     {provider_argument},
     "the call goes to this provider"},
    {"select.none",
     by(Role::prerouter),
     to(Role::application),
     {},
     "the call fails: no provider is selected"},
    {"answer.done",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument},
     "socket() or close() succeeded"},
    {"answer.failed",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument, LabelArgument{.name = "code", .names = code_names}},
     "the call failed"},
    {"answer.malformed",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument, LabelArgument{.name = "what", .names = malformed_names}},
     "success, with an answer that no right driver gives"},
    {"answer.knows",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument},
     "the length, or the number of entries, is -1: no home interfaces are returned"},
    {"answer.home",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument, LabelArgument{.name = "home", .names = home_names}},
     "one home interface of the answer"},
    {"answer.homes",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument},
     "the end of the home interfaces"},
    {"answer.route",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument,
      LabelArgument{.name = "route", .names = route_names},
      LabelArgument{.name = "home", .names = home_names},
      LabelArgument{.name = "attributes", .names = attribute_names},
      LabelArgument{.name = "metric", .names = metric_names}},
     "one route of the answer"},
    {"answer.table",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument, LabelArgument{.name = "unit", .names = unit_names}},
     "the end of the routes, and the unit that the header says"},
    {"answer.small",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument, LabelArgument{.name = "count"}},
     "ERANGE, and the number of entries that there are"},
    {"answer.in_use",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument},
     "bind() failed with EADDRINUSE",
     false,
     "ports"},
    {"send.add",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument,
      LabelArgument{.name = "route", .names = route_names},
      LabelArgument{.name = "attributes", .names = attribute_names},
      LabelArgument{.name = "metric", .names = metric_names},
      LabelArgument{.name = "command", .names = add_names},
      LabelArgument{.name = "socket", .names = socket_names}},
     "a route was added"},
    {"send.delete",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument,
      LabelArgument{.name = "route", .names = route_names},
      LabelArgument{.name = "attributes", .names = attribute_names},
      LabelArgument{.name = "command", .names = delete_names},
      LabelArgument{.name = "socket", .names = socket_names}},
     "a route was deleted"},
    {"send.metric",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument,
      LabelArgument{.name = "route", .names = route_names},
      LabelArgument{.name = "metric", .names = metric_names},
      LabelArgument{.name = "command", .names = metric_command_names},
      LabelArgument{.name = "socket", .names = socket_names}},
     "a route has another metric"},
    {"send.interface",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument,
      LabelArgument{.name = "home", .names = home_names},
      LabelArgument{.name = "up", .names = no_yes},
      LabelArgument{.name = "command", .names = interface_names},
      LabelArgument{.name = "socket", .names = socket_names}},
     "a home interface became active or inactive"},
    {"send.rebuild",
     by(Role::driver),
     to(Role::prerouter),
     {provider_argument,
      LabelArgument{.name = "command", .names = rebuild_names},
      LabelArgument{.name = "socket", .names = socket_names}},
     "asks the prerouter to read everything anew"},
    {"event.start",
     by(Role::operations),
     to(Role::prerouter) | to(Role::driver),
     {provider_argument, LabelArgument{.name = "six", .names = no_yes}},
     "a provider is activated, which takes IPv6 or does not"},
    {"event.stop",
     by(Role::operations),
     to(Role::prerouter) | to(Role::driver),
     {provider_argument},
     "a provider severs its connection"},
    {"event.route",
     by(Role::operations),
     to(Role::driver),
     {provider_argument,
      LabelArgument{.name = "route", .names = route_names},
      LabelArgument{.name = "present", .names = no_yes}},
     "the provider has this home interface or route now, or has it no more"},
    {"event.interface",
     by(Role::operations),
     to(Role::driver),
     {provider_argument,
      LabelArgument{.name = "home", .names = home_names},
      LabelArgument{.name = "up", .names = no_yes}},
     "the provider's interface becomes active or inactive"},
}};

} // namespace pathproof::cinet::prerouter
