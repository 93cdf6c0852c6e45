// SPDX-License-Identifier: Apache-2.0
// One connection of AF_IUCV over HiperSockets as its frames show it: whose frame, and which. Names
// are not in the labels: whoever reads the frames tells connections apart by them.
#pragma once

#include <array>
#include <string_view>

#include "model/core/label.hpp"

namespace pathproof::iucv::wire {

// The connector is who sends SYN. The network carries frames, in order for each direction.
enum class Role : unsigned { connector, listener, network };

inline constexpr std::array<std::string_view, 3> role_names{"connector", "listener", "network"};

enum class Kind : unsigned {
  syn,
  syn_ack,
  syn_fin,
  connector_data,
  connector_win,
  connector_sht,
  connector_fin,
  listener_data,
  listener_win,
  listener_sht,
  listener_fin,
  arrives_syn,
  arrives_answer,
  arrives_data,
  arrives_confirmation,
  arrives_sht,
  arrives_fin,
  gives_up,
  count
};

inline constexpr std::array<std::string_view, 2> party_names{"connector", "listener"};

inline constexpr LabelArgument window_argument{.name = "window"};
inline constexpr LabelArgument to_argument{.name = "to", .names = party_names};

inline constexpr unsigned parties = to(Role::connector) | to(Role::listener);

// In the order of Kind.
inline constexpr std::array<LabelKind, static_cast<std::size_t>(Kind::count)> label_kinds{{
    {"connector.syn", by(Role::connector), to(Role::listener), {window_argument}, "SYN"},
    {"listener.syn_ack",
     by(Role::listener),
     to(Role::connector),
     {window_argument},
     "SYN and ACK: the connection is there"},
    {"listener.syn_fin",
     by(Role::listener),
     to(Role::connector),
     {window_argument},
     "SYN and FIN: refused"},
    {"connector.data",
     by(Role::connector),
     to(Role::listener),
     {window_argument},
     "a message; with a window that is not 0 its flags are WIN, and it confirms so many"},
    {"connector.win",
     by(Role::connector),
     to(Role::listener),
     {window_argument},
     "WIN and nothing else: confirms so many messages"},
    {"connector.sht", by(Role::connector), to(Role::listener), {}, "SHT"},
    {"connector.fin", by(Role::connector), to(Role::listener), {}, "FIN"},
    {"listener.data",
     by(Role::listener),
     to(Role::connector),
     {window_argument},
     "a message; with a window that is not 0 its flags are WIN, and it confirms so many"},
    {"listener.win",
     by(Role::listener),
     to(Role::connector),
     {window_argument},
     "WIN and nothing else: confirms so many messages"},
    {"listener.sht", by(Role::listener), to(Role::connector), {}, "SHT"},
    {"listener.fin", by(Role::listener), to(Role::connector), {}, "FIN"},
    {"arrives.syn", by(Role::network), parties, {}, "the SYN has come to the listener"},
    {"arrives.answer", by(Role::network), parties, {}, "its answer has come to the connector"},
    {"arrives.data", by(Role::network), parties, {to_argument}, "a message has come"},
    {"arrives.confirmation",
     by(Role::network),
     parties,
     {to_argument, LabelArgument{.name = "messages"}},
     "the confirmation of so many messages has come"},
    {"arrives.sht", by(Role::network), parties, {to_argument}, "SHT has come"},
    {"arrives.fin", by(Role::network), parties, {to_argument}, "FIN has come"},
    {"gives_up",
     by(Role::network),
     parties,
     {},
     "the connector's socket is closed before an answer has come; no frame says so"},
}};

} // namespace pathproof::iucv::wire
