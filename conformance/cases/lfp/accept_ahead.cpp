// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/lfp/cases.hpp"
#include "model/lfp/requirements.hpp"

namespace pathproof::lfp {

namespace {

constexpr std::string_view settle = "settle";
constexpr std::string_view listen = "app.call task=0 call=LISTEN socket=2";
constexpr std::string_view accept = "app.call task=0 call=ACCEPT socket=2";
constexpr std::string_view close = "app.call task=0 call=CLOSE socket=2";
constexpr std::string_view name = "app.call task=0 call=GETSOCKNAME socket=2";
constexpr std::string_view partner = "remote.connects socket=2";
constexpr std::string_view ahead =
    "instance.request task=0 number=1 call=ACCEPT socket=2 new=3 confirms=1";
constexpr std::string_view ahead_of_4 =
    "instance.request task=0 number=1 call=ACCEPT socket=2 new=4 confirms=1";

Moves listening(std::initializer_list<std::string_view> more) {
  Moves moves = made({listen, settle});
  moves.insert(moves.end(), more);
  return moves;
}

// A connection has come before a program has asked, and then this.
Moves held(std::initializer_list<std::string_view> more) {
  Moves moves = listening({ahead, partner, settle});
  moves.insert(moves.end(), more);
  return moves;
}

std::vector<Case> ends() {
  return {
      {.id = "lfp/accept_ahead/listener_is_closed",
       .title = "CLOSE of the listener ends an ACCEPT that was sent ahead with ECANCELED first",
       .cites = {&req::lfpo_010, &req::lfpo_016},
       .moves = listening({ahead, close, settle, "app.call task=0 call=SOCKET socket=0", settle})},
      {.id = "lfp/accept_ahead/nobody_wants_it",
       .title = "a connection that no program has when its listener is closed is closed too",
       .cites = {&req::lfpo_010},
       .moves = held({close, settle, "app.call task=0 call=SOCKET socket=0", settle})},
      {.id = "lfp/accept_ahead/end_of_task",
       .title = "TERMAPI ends what was sent ahead, and closes what has come",
       .cites = {&req::lfpo_010, &req::lfp_096},
       .moves = held({ahead_of_4,
                      "app.call task=0 call=TERMAPI socket=0",
                      settle,
                      "app.call task=0 call=SOCKET socket=0",
                      settle})},
      {.id = "lfp/accept_ahead/end_of_task_after_the_listener",
       .title = "TERMAPI is answered behind the CLOSE of a connection that nobody wants",
       .cites = {&req::lfpo_010, &req::lfp_096},
       .moves = held({close,
                      "instance.request task=0 number=1 call=CLOSE socket=2 new=0 confirms=1",
                      "daemon.response task=0",
                      "return.called task=0",
                      "instance.request task=0 number=1 call=CLOSE socket=3 new=0 confirms=1",
                      "app.call task=0 call=TERMAPI socket=0",
                      settle,
                      "app.call task=0 call=SOCKET socket=0",
                      settle})},
      {.id = "lfp/accept_ahead/path_is_lost",
       .title = "what was sent ahead is gone with the path, and nothing of it is asked again",
       .cites = {&req::lfp_170, &req::lfp_171, &req::lfpo_010},
       .moves = listening({ahead,
                           accept,
                           "carrier.lost",
                           settle,
                           "event.start",
                           settle,
                           "app.call task=0 call=SOCKET socket=0",
                           settle})},
      {.id = "lfp/accept_ahead/path_is_lost_with_a_connection",
       .title = "a connection that no program has is gone with the path",
       .cites = {&req::lfp_170, &req::lfp_171},
       .moves = held({"carrier.lost",
                      settle,
                      "event.start",
                      settle,
                      "app.call task=0 call=SOCKET socket=0",
                      settle,
                      listen,
                      settle})},
  };
}

} // namespace

std::vector<Case> accept_ahead_cases() {
  std::vector<Case> all{
      {.id = "lfp/accept_ahead/before_the_program",
       .title =
           "a program's ACCEPT ends with the connection that has come before, without a request",
       .cites = {&req::lfpo_010},
       .moves = held({accept, settle, "app.call task=1 call=GETPEERNAME socket=3", settle})},
      {.id = "lfp/accept_ahead/before_the_partner",
       .title = "a program's ACCEPT waits for the connection that was asked for before",
       .cites = {&req::lfpo_010},
       .moves = listening({ahead,
                           accept,
                           settle,
                           "app.call task=1 call=SOCKET socket=0",
                           settle,
                           partner,
                           settle,
                           "app.call task=1 call=GETPEERNAME socket=3",
                           settle})},
      {.id = "lfp/accept_ahead/again",
       .title = "when one has come the next may be asked for, and each is for one ACCEPT",
       .cites = {&req::lfpo_010, &req::lfpo_004},
       .moves = held({ahead_of_4, partner, settle, accept, settle, accept, settle})},
      {.id = "lfp/accept_ahead/beside_a_request",
       .title = "a request of the task is answered while its ACCEPT waits, by its own number",
       .cites = {&req::lfpo_010, &req::lfp_169},
       .moves =
           listening({"instance.request task=0 number=5 call=ACCEPT socket=2 new=3 confirms=1",
                      name,
                      "instance.request task=0 number=6 call=GETSOCKNAME socket=2 new=0 confirms=0",
                      settle,
                      partner,
                      settle,
                      accept,
                      settle})},
      {.id = "lfp/accept_ahead/both_are_answered",
       .title = "an ACCEPT that was sent ahead and a request of its task are answered in any order",
       .cites = {&req::lfpo_010, &req::lfp_169},
       .moves =
           listening({"instance.request task=0 number=6 call=ACCEPT socket=2 new=3 confirms=1",
                      partner,
                      name,
                      "instance.request task=0 number=5 call=GETSOCKNAME socket=2 new=0 confirms=1",
                      settle,
                      accept,
                      settle})},
      {.id = "lfp/accept_ahead/descriptor_is_in_use",
       .title = "the descriptor of an ACCEPT that was sent ahead is in use",
       .cites = {&req::lfpo_010, &req::lfpo_004},
       .moves = listening({ahead,
                           "app.call task=1 call=SOCKET socket=0",
                           settle,
                           partner,
                           settle,
                           accept,
                           settle})},
      {.id = "lfp/accept_ahead/last_descriptor",
       .title = "with no descriptor left nothing is asked for, and again when one is free",
       .cites = {&req::lfpo_010, &req::lfpo_004},
       .moves = listening({"app.call task=1 call=SOCKET socket=0",
                           "instance.request task=1 number=1 call=SOCKET socket=3 new=0 confirms=1",
                           settle,
                           ahead_of_4,
                           partner,
                           settle,
                           accept,
                           settle,
                           "app.call task=1 call=CLOSE socket=3",
                           settle,
                           accept,
                           settle,
                           partner,
                           settle})},
      {.id = "lfp/accept_ahead/generated",
       .title = "any order of what is sent ahead, what programs call, and what partners do",
       .cites = {&req::lfpo_010, &req::lfpo_004, &req::lfpo_016},
       .kinds = {"event.start", "instance", "daemon", "return", "app.call", "remote.connects"}},
  };
  const std::vector<Case> more = ends();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

} // namespace pathproof::lfp
