// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/lfp/cases.hpp"
#include "model/lfp/requirements.hpp"

namespace pathproof::lfp {

namespace {

constexpr std::string_view settle = "settle";
constexpr std::string_view bind = "app.call task=0 call=BIND socket=2";
constexpr std::string_view listen = "app.call task=0 call=LISTEN socket=2";
constexpr std::string_view connect = "app.call task=0 call=CONNECT socket=2";
constexpr std::string_view accept = "app.call task=0 call=ACCEPT socket=2";
constexpr std::string_view shut = "app.call task=0 call=SHUTDOWN socket=2";
constexpr std::string_view name = "app.call task=0 call=GETSOCKNAME socket=2";
constexpr std::string_view peer = "app.call task=0 call=GETPEERNAME socket=2";
constexpr std::string_view close = "app.call task=0 call=CLOSE socket=2";
constexpr std::string_view end_of_task = "app.call task=0 call=TERMAPI socket=0";
constexpr std::string_view makes_3 = "instance.request task=0 new=3";
constexpr std::string_view partner = "remote.connects socket=2";

// Task 0 makes these calls, each of which ends at once.
Moves called(std::initializer_list<std::string_view> calls) {
  Moves moves = made({});
  for (const std::string_view one : calls) {
    moves.push_back(one);
    moves.push_back(settle);
  }
  return moves;
}

// The socket listens, and then this.
Moves listening(std::initializer_list<std::string_view> more) {
  Moves moves = called({bind, listen});
  moves.insert(moves.end(), more);
  return moves;
}

// The socket is connected, and then this.
Moves connected(std::initializer_list<std::string_view> more) {
  Moves moves = called({connect, "remote.accepts socket=2"});
  moves.insert(moves.end(), more);
  return moves;
}

std::vector<Case> ends_of_sockets() {
  return {
      {.id = "lfp/socket/close_ends_accept",
       .title = "CLOSE of a socket on which ACCEPT waits ends that with ECANCELED first",
       .cites = {&req::lfpo_016},
       .moves = listening({"app.call task=1 call=ACCEPT socket=2",
                           "instance.request task=1 new=3",
                           settle,
                           close,
                           settle,
                           name,
                           settle,
                           "app.call task=1 call=GETSOCKNAME socket=3",
                           settle})},
      {.id = "lfp/socket/close_ends_connect",
       .title = "CLOSE of a socket that connects ends CONNECT with ECANCELED first",
       .cites = {&req::lfpo_016},
       .moves =
           made({"app.call task=1 call=CONNECT socket=2", settle, close, settle, name, settle})},
      {.id = "lfp/socket/close_when_the_partner_has_come",
       .title = "ACCEPT that a partner ends, and CLOSE, come in either way",
       .cites = {&req::lfpo_016, &req::lfpo_015},
       .moves = listening({"app.call task=1 call=ACCEPT socket=2",
                           "instance.request task=1 new=3",
                           settle,
                           close,
                           partner,
                           settle,
                           "app.call task=1 call=GETPEERNAME socket=3",
                           settle})},
      {.id = "lfp/socket/termapi",
       .title = "TERMAPI ends all sockets of the task and none of others",
       .cites = {&req::lfp_096},
       .moves = made({"app.call task=0 call=SOCKET socket=0",
                      "instance.request task=0 socket=3",
                      settle,
                      "app.call task=1 call=SOCKET socket=0",
                      "instance.request task=1 socket=4",
                      settle,
                      end_of_task,
                      settle,
                      "app.call task=1 call=GETSOCKNAME socket=4",
                      settle,
                      "app.call task=1 call=GETSOCKNAME socket=2",
                      settle,
                      "app.call task=1 call=GETSOCKNAME socket=3",
                      settle,
                      "app.call task=0 call=SOCKET socket=0",
                      "instance.request task=0 socket=3",
                      settle,
                      "app.call task=1 call=TERMAPI socket=0",
                      settle,
                      "app.call task=0 call=GETSOCKNAME socket=4",
                      settle,
                      "app.call task=0 call=GETSOCKNAME socket=3",
                      settle})},
      {.id = "lfp/socket/termapi_ends_calls_of_others",
       .title = "TERMAPI ends what other tasks wait for on its sockets",
       .cites = {&req::lfp_096, &req::lfpo_016},
       .moves = listening({"app.call task=1 call=ACCEPT socket=2",
                           "instance.request task=1 new=4",
                           settle,
                           end_of_task,
                           settle,
                           "app.call task=1 call=GETSOCKNAME socket=2",
                           settle,
                           "app.call task=1 call=SOCKET socket=0",
                           settle})},
      {.id = "lfp/socket/termapi_ends_connect_of_others",
       .title = "likewise a CONNECT, and one that is a task's own listener keeps those it accepted",
       .cites = {&req::lfp_096, &req::lfpo_016},
       .moves = made({"app.call task=1 call=CONNECT socket=2",
                      settle,
                      end_of_task,
                      settle,
                      "app.call task=1 call=CLOSE socket=2",
                      settle})},
      {.id = "lfp/socket/accepted_is_of_who_accepts",
       .title = "a socket that was accepted is freed with the task that has accepted it",
       .cites = {&req::lfp_096},
       .moves = listening({partner,
                           "app.call task=1 call=ACCEPT socket=2",
                           "instance.request task=1 new=3",
                           settle,
                           end_of_task,
                           settle,
                           "app.call task=0 call=GETPEERNAME socket=3",
                           settle,
                           "app.call task=1 call=TERMAPI socket=0",
                           settle,
                           "app.call task=0 call=GETPEERNAME socket=3",
                           settle})},
      {.id = "lfp/socket/descriptor_again",
       .title = "a descriptor that was closed can be chosen again, and is a fresh socket",
       .cites = {&req::lfpo_004},
       .moves = connected({settle,
                           close,
                           settle,
                           "app.call task=1 call=SOCKET socket=0",
                           "instance.request task=1 socket=2",
                           settle,
                           peer,
                           settle,
                           bind,
                           settle,
                           end_of_task,
                           settle,
                           name,
                           settle})},
  };
}

std::vector<Case> errors() {
  return {
      {.id = "lfp/socket/unknown",
       .title = "every call on a descriptor that was never in use fails with EBADF",
       .cites = {&req::lfpo_004, &req::lfp_140},
       .moves = called({"app.call task=0 call=BIND socket=5",
                        "app.call task=0 call=LISTEN socket=5",
                        "app.call task=0 call=CONNECT socket=5",
                        "app.call task=0 call=SHUTDOWN socket=5",
                        "app.call task=0 call=GETSOCKNAME socket=5",
                        "app.call task=0 call=GETPEERNAME socket=5",
                        "app.call task=0 call=CLOSE socket=5"})},
      {.id = "lfp/socket/closed",
       .title = "every call on a socket that was closed fails with EBADF",
       .cites = {&req::lfpo_004, &req::lfp_140},
       .moves = called({close, close, bind, listen, connect, shut, name, peer})},
      {.id = "lfp/socket/bound_again",
       .title = "BIND of a socket that has a name is EINVAL, however it got it",
       .cites = {&req::lfpo_015, &req::lfp_140},
       .moves = called({bind, bind, listen, bind, close})},
      {.id = "lfp/socket/connected_already",
       .title = "a connected socket neither listens, binds, accepts nor connects",
       .cites = {&req::lfpo_015, &req::lfp_140},
       .moves = connected({settle, bind, settle, listen, settle, connect, settle, accept, settle})},
      {.id = "lfp/socket/not_connected",
       .title = "GETPEERNAME and SHUTDOWN of a socket that is not connected are ENOTCONN",
       .cites = {&req::lfpo_015, &req::lfp_140},
       .moves = called({peer, shut, bind, peer, shut, listen, peer, name})},
      {.id = "lfp/socket/refused",
       .title = "a partner who refuses is ECONNREFUSED in the numbering of z/VSE",
       .cites = {&req::lfpo_015, &req::lfp_140},
       .moves = called({connect, "remote.refuses socket=2", name, close, name})},
      {.id = "lfp/socket/connects_already",
       .title = "a second CONNECT while the first waits is EALREADY, and the first goes on",
       .cites = {&req::lfpo_015, &req::lfp_093},
       .moves = made({connect,
                      settle,
                      "app.call task=1 call=CONNECT socket=2",
                      settle,
                      "app.call task=1 call=GETSOCKNAME socket=2",
                      settle,
                      "remote.accepts socket=2",
                      settle,
                      "app.call task=1 call=GETPEERNAME socket=2",
                      settle})},
      {.id = "lfp/socket/not_listening",
       .title = "ACCEPT of a socket that does not listen is EINVAL, and its descriptor is free",
       .cites = {&req::lfpo_015, &req::lfpo_004},
       .moves = made({accept,
                      makes_3,
                      settle,
                      "app.call task=0 call=GETSOCKNAME socket=3",
                      settle,
                      bind,
                      settle,
                      accept,
                      makes_3,
                      settle})},
      {.id = "lfp/socket/listener_connects",
       .title = "CONNECT of a socket that listens is EISCONN",
       .cites = {&req::lfpo_015},
       .moves = called({listen, connect, name})},
  };
}

} // namespace

std::vector<Case> socket_cases() {
  std::vector<Case> all{
      {.id = "lfp/socket/client",
       .title = "SOCKET, CONNECT, names, SHUTDOWN, CLOSE",
       .cites = {&req::lfp_002, &req::lfpo_015},
       .moves = connected(
           {settle, name, settle, peer, settle, shut, settle, name, settle, close, settle})},
      {.id = "lfp/socket/bound_client",
       .title = "a socket with a name connects too",
       .cites = {&req::lfp_002, &req::lfpo_015},
       .moves = called({bind, connect, "remote.accepts socket=2", peer, close})},
      {.id = "lfp/socket/server",
       .title = "SOCKET, BIND, LISTEN, ACCEPT, CLOSE",
       .cites = {&req::lfp_002, &req::lfpo_015},
       .moves = listening({accept,
                           makes_3,
                           settle,
                           partner,
                           settle,
                           "app.call task=0 call=GETPEERNAME socket=3",
                           settle,
                           "app.call task=0 call=SHUTDOWN socket=3",
                           settle,
                           "app.call task=0 call=CLOSE socket=3",
                           settle,
                           name,
                           settle,
                           close,
                           settle})},
      {.id = "lfp/socket/partner_before_accept",
       .title = "a partner who connects before ACCEPT is accepted at once, and only once",
       .cites = {&req::lfpo_015},
       .moves = listening({partner,
                           settle,
                           accept,
                           makes_3,
                           settle,
                           accept,
                           "instance.request task=0 new=4",
                           settle,
                           "app.call task=1 call=GETPEERNAME socket=3",
                           settle,
                           partner,
                           settle,
                           "app.call task=1 call=GETPEERNAME socket=4",
                           settle})},
      {.id = "lfp/socket/two_accept",
       .title = "two tasks accept of one socket, and each partner is for one of them",
       .cites = {&req::lfp_093, &req::lfpo_015},
       .moves = listening({accept,
                           makes_3,
                           settle,
                           "app.call task=1 call=ACCEPT socket=2",
                           "instance.request task=1 new=4",
                           settle,
                           partner,
                           settle,
                           partner,
                           settle})},
      {.id = "lfp/socket/listens_again",
       .title = "LISTEN of a socket that listens is no error, and partners stay",
       .cites = {&req::lfpo_015},
       .moves = listening({partner, listen, settle, accept, makes_3, settle})},
      {.id = "lfp/socket/listens_without_a_name",
       .title = "LISTEN gives a socket a name",
       .cites = {&req::lfpo_015},
       .moves = called({listen, name, bind, listen})},
      {.id = "lfp/socket/accept_is_cancelled",
       .title = "an ACCEPT that is cancelled gives its descriptor back, and the partner waits",
       .cites = {&req::lfpo_011, &req::lfpo_004},
       .moves = listening({accept,
                           makes_3,
                           settle,
                           "app.cancel task=0",
                           settle,
                           "app.call task=1 call=GETSOCKNAME socket=3",
                           settle,
                           partner,
                           settle,
                           accept,
                           makes_3,
                           settle})},
      {.id = "lfp/socket/reserved",
       .title = "the descriptor of an ACCEPT that waits is in use",
       .cites = {&req::lfpo_004},
       .moves = listening({accept,
                           makes_3,
                           settle,
                           "app.call task=1 call=SOCKET socket=0",
                           "instance.request task=1 socket=4",
                           settle,
                           partner,
                           settle,
                           "app.call task=1 call=GETPEERNAME socket=3",
                           settle})},
      {.id = "lfp/socket/generated",
       .title = "any order of calls, and of what partners do",
       .cites = {&req::lfp_002, &req::lfpo_004, &req::lfpo_015, &req::lfpo_016},
       .kinds = {"event.start",
                 "instance",
                 "daemon",
                 "return",
                 "app.call",
                 "remote.connects",
                 "remote.accepts",
                 "remote.refuses"}},
  };
  for (auto& more : {errors(), ends_of_sockets()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

} // namespace pathproof::lfp
