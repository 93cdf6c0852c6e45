// SPDX-License-Identifier: Apache-2.0
// Common INET: roles, and the labels they show each other.
// The application calls; the common-INET layer passes calls on to transport providers (upcalls);
// a provider answers; the layer returns. The operator starts and stops providers.
#pragma once

#include <array>
#include <string_view>

#include "model/core/label.hpp"

namespace pathproof::cinet {

enum class Role : unsigned { application, layer, provider, operations };

inline constexpr std::array<std::string_view, 4> role_names{
    "application", "layer", "provider", "operator"};

enum class Kind : unsigned {
  call_socket,
  call_close,
  call_duplicate,
  call_affinity,
  call_no_affinity,
  call_tie,
  call_notify,
  call_listen,
  call_accept,
  call_ioctl,
  call_indexed_ioctl,
  call_attach,
  call_detach,
  call_asyncio,
  upcall_create,
  upcall_close,
  upcall_listen,
  upcall_ioctl,
  upcall_attach,
  upcall_detach,
  answer_done,
  answer_failed,
  answer_access,
  return_success,
  return_failure,
  return_accepted,
  event_start,
  event_stop,
  event_connection,
  query_access,
  count
};

// Return value, return code (errno) and reason code in one word, as the application gets them.
// 1 to 10 are what the kit lets providers answer: all different, so that a mix-up is seen.
// A `?` stands for what no source fixes; the last name stands for every other failure.
enum class Code : unsigned {
  none = 0,
  first = 1,
  last = 10,
  eio = 11,
  no_provider = 12,
  other = 13
};

inline constexpr std::array<std::string_view, 14> code_names{
    "0,0,00000000",
    "-1,121,74610301",
    "-1,118,74620302",
    "-1,1122,74630303",
    "-1,1112,74640304",
    "-1,138,74650305",
    "-1,111,74660306",
    "-1,139,74670307",
    "-1,132,74680308",
    "-1,1116,74690309",
    "-1,1117,746A030A",
    "-1,122,????????", // EIO: a provider was activated (CINET-082)
    "-1,112,????0296", // EAGAIN with JRTCPNOTACTIVE (CINET-025)
    "*"};

inline constexpr std::array<std::string_view, 3> type_names{"stream", "datagram", "raw"};
inline constexpr std::array<std::string_view, 2> no_yes{"no", "yes"};

inline constexpr LabelArgument provider_argument{.name = "tp", .first = 1};
inline constexpr LabelArgument socket_argument{.name = "socket", .first = 1};
inline constexpr LabelArgument object_argument{.name = "object", .first = 1};
inline constexpr LabelArgument code_argument{.name = "code", .names = code_names};

constexpr unsigned by(Role role) {
  return static_cast<unsigned>(role);
}

constexpr unsigned to(Role role) {
  return 1U << static_cast<unsigned>(role);
}

// In the order of Kind.
inline constexpr std::array<LabelKind, static_cast<std::size_t>(Kind::count)> label_kinds{{
    {"call.socket",
     by(Role::application),
     to(Role::layer),
     {socket_argument, LabelArgument{.name = "type", .names = type_names}},
     "socket(): the kit names the descriptor"},
    {"call.close",
     by(Role::application),
     to(Role::layer),
     {socket_argument},
     "close() of one descriptor of the socket"},
    {"call.duplicate",
     by(Role::application),
     to(Role::layer),
     {socket_argument},
     "dup2() of the descriptor onto the highest one"},
    {"call.affinity",
     by(Role::application),
     to(Role::layer),
     {provider_argument},
     "setibmopt(IBMTCP_IMAGE): later sockets live in this provider only",
     false,
     "affinity"},
    {"call.no_affinity",
     by(Role::application),
     to(Role::layer),
     {},
     "setibmopt(IBMTCP_IMAGE) with a blank name",
     false,
     "affinity"},
    {"call.tie",
     by(Role::application),
     to(Role::layer),
     {provider_argument, socket_argument},
     "ioctl(SIOCSETRTTD): ties the socket to one provider",
     false,
     "affinity"},
    {"call.notify",
     by(Role::application),
     to(Role::layer),
     {socket_argument},
     "setibmsockopt(SO_EIOIFNEWTP) with 1",
     false,
     "listeners"},
    {"call.listen",
     by(Role::application),
     to(Role::layer),
     {socket_argument},
     "bind() to INADDR_ANY and listen()",
     false,
     "listeners"},
    {"call.accept",
     by(Role::application),
     to(Role::layer),
     {socket_argument, LabelArgument{.name = "new", .first = 1}},
     "accept(): the kit names the new descriptor",
     false,
     "listeners"},
    {"call.ioctl",
     by(Role::application),
     to(Role::layer),
     {socket_argument},
     "an ioctl that is propagated"},
    {"call.indexed_ioctl",
     by(Role::application),
     to(Role::layer),
     {provider_argument, socket_argument},
     "an ioctl with an interface index whose upper halfword names the provider",
     false,
     "indexed_ioctl"},
    {"call.attach",
     by(Role::application),
     to(Role::layer),
     {socket_argument, object_argument},
     "ioctl(SIOCSMOCTL) attach of a shared memory object",
     false,
     "shared_memory"},
    {"call.detach",
     by(Role::application),
     to(Role::layer),
     {socket_argument, object_argument},
     "ioctl(SIOCSMOCTL) detach of a shared memory object",
     false,
     "shared_memory"},
    {"call.asyncio",
     by(Role::application),
     to(Role::layer),
     {socket_argument, object_argument, LabelArgument{.name = "comm_buffer", .names = no_yes}},
     "asyncio() with a buffer in the object_argument, AioCommBuff set or not",
     false,
     "asynchronous_io"},
    {"upcall.create",
     by(Role::layer),
     to(Role::provider),
     {provider_argument, socket_argument},
     "make a sub-instance of the socket"},
    {"upcall.close",
     by(Role::layer),
     to(Role::provider),
     {provider_argument, socket_argument},
     "end the sub-instance"},
    {"upcall.listen",
     by(Role::layer),
     to(Role::provider),
     {provider_argument, socket_argument},
     "listen on the sub-instance"},
    {"upcall.ioctl",
     by(Role::layer),
     to(Role::provider),
     {provider_argument, socket_argument},
     "perform the ioctl"},
    {"upcall.attach",
     by(Role::layer),
     to(Role::provider),
     {provider_argument, socket_argument, object_argument},
     "gain access to the object"},
    {"upcall.detach",
     by(Role::layer),
     to(Role::provider),
     {provider_argument, socket_argument, object_argument},
     "lose access to the object"},
    {"answer.done",
     by(Role::provider),
     to(Role::layer),
     {provider_argument},
     "the provider performed it"},
    {"answer.failed",
     by(Role::provider),
     to(Role::layer),
     {provider_argument, code_argument},
     "the provider did not"},
    {"answer.access",
     by(Role::provider),
     to(Role::operations),
     {LabelArgument{.name = "access", .names = no_yes}},
     "whether the provider has access to the object now"},
    {"return.success", by(Role::layer), to(Role::application), {}, "the call succeeded"},
    {"return.failure", by(Role::layer), to(Role::application), {code_argument}, "the call failed"},
    {"return.accepted",
     by(Role::layer),
     to(Role::application),
     {provider_argument},
     "accept() gave the connection that arrived at this provider"},
    {"event.start",
     by(Role::operations),
     to(Role::layer) | to(Role::provider),
     {provider_argument},
     "a provider is activated"},
    {"event.stop",
     by(Role::operations),
     to(Role::layer) | to(Role::provider),
     {provider_argument},
     "a provider ends"},
    {"event.connection",
     by(Role::operations),
     to(Role::layer) | to(Role::provider),
     {provider_argument, socket_argument},
     "a connection arrives at the provider for the listening socket"},
    {"query.access",
     by(Role::operations),
     to(Role::provider),
     {provider_argument, object_argument},
     "asks a provider under test whether it has access",
     true,
     "query"},
}};

} // namespace pathproof::cinet
