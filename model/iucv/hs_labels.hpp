// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: roles, and the labels they show each other.
// The application makes socket calls to the endpoint, which returns; endpoint and peer show each
// other frames. What the application cannot see, the operator may ask an endpoint about.
//
// The endpoint has one socket of its own, with the name SERVER, which listens or connects. The
// connection that it accepts from peer K is socket K + 1. Frames that a call leads to are shown
// before its return.
#pragma once

#include <array>
#include <string_view>

#include "model/core/label.hpp"

namespace pathproof::iucv::hs {

enum class Role : unsigned { application, endpoint, peer, operations };

inline constexpr std::array<std::string_view, 4> role_names{
    "application", "endpoint", "peer", "operator"};

enum class Kind : unsigned {
  call_socket,
  call_bind,
  call_limit,
  call_listen,
  call_connect,
  call_accept,
  call_send,
  call_recv,
  call_shutdown,
  call_close,
  call_interrupt,
  return_done,
  return_failed,
  return_accepted,
  return_received,
  frame_syn,
  frame_syn_ack,
  frame_syn_fin,
  frame_data,
  frame_win,
  frame_sht,
  frame_fin,
  frame_stray,
  frame_odd,
  frame_flood,
  sent_syn,
  sent_syn_ack,
  sent_syn_fin,
  sent_data,
  sent_win,
  sent_sht,
  sent_fin,
  sent_other,
  query_memory,
  query_processor,
  answer_memory,
  answer_processor,
  count
};

// How a call fails. The last name stands for every other errno.
enum class Error : unsigned {
  none,
  ebadfd,
  eaddrinuse,
  enodev,
  einval,
  econnrefused,
  eagain,
  epipe,
  enotconn,
  econnreset,
  emsgsize,
  eintr,
  efault,
  other,
  count
};

inline constexpr std::array<std::string_view, 14> error_names{"none",
                                                              "EBADFD",
                                                              "EADDRINUSE",
                                                              "ENODEV",
                                                              "EINVAL",
                                                              "ECONNREFUSED",
                                                              "EAGAIN",
                                                              "EPIPE",
                                                              "ENOTCONN",
                                                              "ECONNRESET",
                                                              "EMSGSIZE",
                                                              "EINTR",
                                                              "EFAULT",
                                                              "*"};

// Messages by what they are, payload and class together. `a` to `c` differ in both. `long` does not
// fit into a frame; `part` is a beginning of it, or of what is left of it, and `rest` what is left.
// A flood is of `large` ones.
enum class Message : unsigned { empty, a, b, c, long_one, part, rest, large, count };

inline constexpr std::array<std::string_view, 8> message_names{
    "empty", "a", "b", "c", "long", "part", "rest", "large"};

enum class How : unsigned { read, write, both, count };

inline constexpr std::array<std::string_view, 3> how_names{"read", "write", "both"};
inline constexpr std::array<std::string_view, 2> type_names{"seqpacket", "stream"};
inline constexpr std::array<std::string_view, 2> user_names{"own", "unknown"};

// Whom a frame from the peer is addressed to, and whom its answer comes from.
enum class Address : unsigned { server, other_name, other_user, count };

inline constexpr std::array<std::string_view, 3> address_names{
    "server", "other_name", "other_user"};

// The kinds of frame that need a connection, and the one of its four names that is wrong.
inline constexpr std::array<std::string_view, 6> stray_kinds{
    "syn_ack", "syn_fin", "data", "win", "sht", "fin"};
inline constexpr std::array<std::string_view, 4> wrong_names{
    "own_name", "own_user", "peer_name", "peer_user"};

// Octets that are no frame of the seven kinds: flags that mean nothing, frames that are cut off.
inline constexpr std::array<std::string_view, 10> odd_names{"ack",
                                                            "fin_ack",
                                                            "syn_win",
                                                            "win_fin",
                                                            "win_sht",
                                                            "reserved_bit",
                                                            "all_bits",
                                                            "octets_103",
                                                            "octets_50",
                                                            "octets_2"};

inline constexpr LabelArgument socket_argument{.name = "socket", .first = 1};
inline constexpr LabelArgument peer_argument{.name = "peer", .first = 1};
inline constexpr LabelArgument window_argument{.name = "window"};
inline constexpr LabelArgument message_argument{.name = "message", .names = message_names};
inline constexpr LabelArgument wait_argument{.name = "wait", .names = no_yes};
inline constexpr LabelArgument error_argument{.name = "error", .names = error_names};

// In the order of Kind.
inline constexpr std::array<LabelKind, static_cast<std::size_t>(Kind::count)> label_kinds{{
    {"call.socket",
     by(Role::application),
     to(Role::endpoint),
     {socket_argument, LabelArgument{.name = "type", .names = type_names}},
     "socket()",
     false,
     "calls"},
    {"call.bind",
     by(Role::application),
     to(Role::endpoint),
     {socket_argument, LabelArgument{.name = "user", .names = user_names}},
     "bind() to the name SERVER and the endpoint's own user id, or one that no device has",
     false,
     "calls"},
    {"call.limit",
     by(Role::application),
     to(Role::endpoint),
     {socket_argument, LabelArgument{.name = "value"}},
     "setsockopt(SO_MSGLIMIT)",
     false,
     "calls"},
    {"call.listen",
     by(Role::application),
     to(Role::endpoint),
     {socket_argument, LabelArgument{.name = "backlog"}},
     "listen()",
     false,
     "calls"},
    {"call.connect",
     by(Role::application),
     to(Role::endpoint),
     {socket_argument, peer_argument, wait_argument},
     "connect() to the peer",
     false,
     "calls"},
    {"call.accept",
     by(Role::application),
     to(Role::endpoint),
     {socket_argument, wait_argument},
     "accept()",
     false,
     "calls"},
    {"call.send",
     by(Role::application),
     to(Role::endpoint),
     {socket_argument, message_argument, wait_argument},
     "sendmsg() of a whole message",
     false,
     "calls"},
    {"call.recv",
     by(Role::application),
     to(Role::endpoint),
     {socket_argument, wait_argument},
     "recvmsg() with room for any message",
     false,
     "calls"},
    {"call.shutdown",
     by(Role::application),
     to(Role::endpoint),
     {socket_argument, LabelArgument{.name = "how", .names = how_names}},
     "shutdown()",
     false,
     "calls"},
    {"call.close",
     by(Role::application),
     to(Role::endpoint),
     {socket_argument},
     "close(); it returns once the connection is over, which need not be the end of the call",
     false,
     "calls"},
    {"call.interrupt",
     by(Role::application),
     to(Role::endpoint),
     {},
     "a signal arrives at the call that waits",
     false,
     "calls"},
    {"return.done", by(Role::endpoint), to(Role::application), {}, "the call succeeded"},
    {"return.failed", by(Role::endpoint), to(Role::application), {error_argument}, "it failed"},
    {"return.accepted",
     by(Role::endpoint),
     to(Role::application),
     {peer_argument},
     "accept() gave the connection from this peer"},
    {"return.received",
     by(Role::endpoint),
     to(Role::application),
     {message_argument},
     "recvmsg() gave the message; nothing, for the end as for an empty message"},
    {"frame.syn",
     by(Role::peer),
     to(Role::endpoint),
     {peer_argument, LabelArgument{.name = "to", .names = address_names}, window_argument},
     "SYN"},
    {"frame.syn_ack",
     by(Role::peer),
     to(Role::endpoint),
     {peer_argument, window_argument},
     "SYN and ACK"},
    {"frame.syn_fin",
     by(Role::peer),
     to(Role::endpoint),
     {peer_argument, window_argument},
     "SYN and FIN"},
    {"frame.data",
     by(Role::peer),
     to(Role::endpoint),
     {peer_argument, message_argument, window_argument},
     "a message; with a window that is not 0 its flags are WIN, and it confirms so many"},
    {"frame.win",
     by(Role::peer),
     to(Role::endpoint),
     {peer_argument, window_argument},
     "WIN: confirms so many messages"},
    {"frame.sht", by(Role::peer), to(Role::endpoint), {peer_argument}, "SHT"},
    {"frame.fin", by(Role::peer), to(Role::endpoint), {peer_argument}, "FIN"},
    {"frame.stray",
     by(Role::peer),
     to(Role::endpoint),
     {peer_argument,
      LabelArgument{.name = "kind", .names = stray_kinds},
      LabelArgument{.name = "wrong", .names = wrong_names}},
     "a frame with one name that is of no connection"},
    {"frame.odd",
     by(Role::peer),
     to(Role::endpoint),
     {peer_argument, LabelArgument{.name = "what", .names = odd_names}},
     "no frame of the seven kinds"},
    {"frame.flood",
     by(Role::peer),
     to(Role::endpoint),
     {peer_argument},
     "more messages than any limit, without a wait for confirmations",
     false,
     "flood"},
    {"sent.syn",
     by(Role::endpoint),
     to(Role::peer),
     {peer_argument, window_argument},
     "SYN from SERVER"},
    {"sent.syn_ack",
     by(Role::endpoint),
     to(Role::peer),
     {peer_argument, window_argument},
     "SYN and ACK"},
    {"sent.syn_fin",
     by(Role::endpoint),
     to(Role::peer),
     {peer_argument, LabelArgument{.name = "from", .names = address_names}, window_argument},
     "SYN and FIN, from whom the SYN was addressed to"},
    {"sent.data",
     by(Role::endpoint),
     to(Role::peer),
     {peer_argument, message_argument, window_argument},
     "a message; with a window that is not 0 its flags are WIN"},
    {"sent.win",
     by(Role::endpoint),
     to(Role::peer),
     {peer_argument, window_argument},
     "WIN and nothing else"},
    {"sent.sht", by(Role::endpoint), to(Role::peer), {peer_argument}, "SHT"},
    {"sent.fin", by(Role::endpoint), to(Role::peer), {peer_argument}, "FIN"},
    {"sent.other",
     by(Role::endpoint),
     to(Role::peer),
     {peer_argument},
     "a frame that is none of these, or has other names or another header"},
    {"query.memory",
     by(Role::operations),
     to(Role::endpoint),
     {},
     "asks whether memory was used up since this was asked last; the first answer is no",
     true,
     "memory"},
    {"query.processor",
     by(Role::operations),
     to(Role::endpoint),
     {},
     "asks whether the processor is busy while nothing is to be done",
     true,
     "processor"},
    {"answer.memory",
     by(Role::endpoint),
     to(Role::operations),
     {LabelArgument{.name = "used_up", .names = no_yes}},
     "whether memory was used up"},
    {"answer.processor",
     by(Role::endpoint),
     to(Role::operations),
     {LabelArgument{.name = "busy", .names = no_yes}},
     "whether the processor is busy"},
}};

} // namespace pathproof::iucv::hs
